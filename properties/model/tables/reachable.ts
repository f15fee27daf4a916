/**
 * Counts all reachable states of a world as fast as we can: the actions of the model as tables, no properties, no
 * observer, no counterexamples. The exploration that checks the clauses is `explore`; the two agree on every count.
 */
import type { Action } from '../../../model/index.ts';
import { ACTIONS, init } from '../../../model/index.ts';
import type { World } from '../environment.ts';
import { Components } from './components.ts';
import type { Layout } from './layout.ts';
import { bitsFor, layoutOf, NoRoom } from './layout.ts';
import { Renaming } from './renaming.ts';
import { StateSet } from './state-set.ts';
import type { Ask, Bundle } from './transitions.ts';
import { NOTHING, Transitions } from './transitions.ts';

export interface Reachable {
  readonly states: number;
  readonly transitions: number;
  /** Steps to the state farthest from the start. */
  readonly depth: number;
  /** States in which nothing is enabled. */
  readonly stuck: number;
}

/** Successors that are looked up together, so that their cache misses overlap. */
const BATCH = 256;
/** So many states tell roughly how many values each part has, and from one to the other which have more and more. */
const SAMPLES: readonly number[] = [1000, 2000];
const SAMPLE_BITS = 15;

export interface ReachableOptions {
  /** The model; default: the actions of model/. */
  readonly actions?: readonly Action[];
  /** States that differ only in the names of messages of one originator are one. Default: false. */
  readonly symmetry?: boolean;
}

export function reachable(world: World, { actions = ACTIONS, symmetry = false }: ReachableOptions = {}): Reachable {
  const components = new Components(world.configuration);
  const wide = layoutOf(components.sizes().map(() => SAMPLE_BITS));
  const sample = new Search(world, actions, components, wide, symmetry);
  let sizes: readonly number[] = [];
  let grows: readonly boolean[] = [];
  for (const states of SAMPLES) {
    const all = sample.run(states);
    if (all !== undefined) return all;
    const before = sizes;
    sizes = components.sizes();
    grows = sizes.map((size, part) => size > (before[part] ?? 0));
  }
  for (;;) {
    try {
      const layout = layoutOf(bitsFor(components.sizes()), grows);
      return new Search(world, actions, components, layout, symmetry).run(Number.POSITIVE_INFINITY) as Reachable;
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error;
    }
  }
}

class Search {
  private readonly width: number;
  private readonly tables: Transitions;
  private readonly renaming: Renaming | undefined;
  private readonly states: StateSet;
  private transitions = 0;
  private stuck = 0;
  private depth = -1;
  /** The states of this level, and of the next. */
  private level: Int32Array;
  private next: Int32Array;
  private reached = 0;
  private readonly batch: Int32Array;
  private readonly places = new Int32Array(BATCH);
  private pending = 0;
  private touched = 0;

  constructor(world: World, actions: readonly Action[], components: Components, layout: Layout, symmetry: boolean) {
    this.width = layout.width;
    this.tables = new Transitions(world, components, layout, actions);
    this.renaming = symmetry ? new Renaming(world.configuration, components, layout) : undefined;
    this.states = new StateSet(this.width);
    this.batch = new Int32Array(BATCH * this.width);
    this.level = new Int32Array(BATCH * this.width);
    this.next = new Int32Array(BATCH * this.width);
    components.numbers(init(world.configuration)).forEach((value, component) => {
      const field = layout.fields[component];
      if (field !== undefined) this.batch[field.word] = (this.batch[field.word] as number) | (value << field.shift);
    });
    this.pending = 1;
  }

  /** Undefined with more states than `limit`; then it can go on. */
  run(limit: number): Reachable | undefined {
    for (;;) {
      this.flush();
      if (this.reached === 0) break;
      if (this.states.count > limit) return undefined;
      this.depth += 1;
      [this.level, this.next] = [this.next, this.level];
      const end = this.reached * this.width;
      this.reached = 0;
      for (let offset = 0; offset < end; offset += this.width) {
        const before = this.transitions;
        this.walk(this.tables.root, offset);
        if (this.transitions === before) this.stuck += 1;
      }
    }
    return { states: this.states.count, transitions: this.transitions, depth: this.depth, stuck: this.stuck };
  }

  /** Collects the successors of the state of this level that begins at `offset`. */
  private walk({ steps, asks }: Bundle, offset: number): void {
    for (let index = 0; index < steps.length; index += 1) this.emit(offset, steps[index] as number);
    for (let index = 0; index < asks.length; index += 1) {
      const ask = asks[index] as Ask;
      const value = ((this.level[offset + ask.word] as number) >>> ask.shift) & ask.max;
      const child = ask.children[value] ?? this.tables.follow(ask, this.level, offset);
      if (child !== NOTHING) this.walk(child, offset);
    }
  }

  private emit(offset: number, step: number): void {
    if (this.pending === BATCH) this.flush();
    const { batch, width, level } = this;
    const { masks } = this.tables;
    const to = this.pending * width;
    for (let word = 0; word < width; word += 1)
      batch[to + word] = (level[offset + word] as number) ^ (masks[step + word] as number);
    this.pending += 1;
    this.transitions += 1;
  }

  private flush(): void {
    const { batch, places, states, width } = this;
    states.reserve(this.pending);
    const end = (this.reached + this.pending) * width;
    if (end > this.next.length) this.next = longer(this.next);
    const { next, renaming } = this;
    if (renaming !== undefined) for (let at = 0; at < this.pending; at += 1) renaming.rename(batch, at * width);
    for (let at = 0; at < this.pending; at += 1) {
      const place = states.placeOf(batch, at * width);
      places[at] = place;
      this.touched ^= states.touch(place);
    }
    for (let at = 0; at < this.pending; at += 1) {
      const offset = at * width;
      if (!states.add(batch, offset, places[at] as number)) continue;
      const to = this.reached * width;
      for (let word = 0; word < width; word += 1) next[to + word] = batch[offset + word] as number;
      this.reached += 1;
    }
    this.pending = 0;
  }
}

function longer(list: Int32Array): Int32Array {
  const copy = new Int32Array(list.length * 2);
  copy.set(list);
  return copy;
}
