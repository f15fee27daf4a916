/**
 * The model's actions as tables, made as states are met.
 *
 * All actions that ask for the same part next share one look-up of it, and those that are not enabled drop out at the
 * value that disables them: what is walked in a state is little more than what is enabled there. A step that is found
 * is a mask: the words of the new state are those of the old one xor the mask.
 */
import type { Action } from '../../../model/index.ts';
import { NONE } from '../../../model/index.ts';
import type { Instance, World } from '../environment.ts';
import { instances } from '../environment.ts';
import type { Components } from './components.ts';
import type { Layout } from './layout.ts';
import { NoRoom, valueIn } from './layout.ts';
import type { Write } from './reading.ts';
import { Reading } from './reading.ts';

/** What follows once a part is known: steps that are enabled, and actions that ask for another part. */
export interface Bundle {
  /** Offsets in `masks`, one for each step. */
  readonly steps: readonly number[];
  readonly asks: readonly Ask[];
}

/** Nothing is enabled. Most values disable most actions, so that this is one object. */
export const NOTHING: Bundle = { steps: [], asks: [] };

/** Actions that ask for the same part. */
export interface Ask {
  readonly component: number;
  readonly word: number;
  readonly shift: number;
  readonly max: number;
  /** By value of the part. */
  readonly children: (Bundle | undefined)[];
  readonly instances: readonly Instance[];
  /** The parts that they have asked for before. */
  readonly path: readonly number[];
}

export class Transitions {
  readonly root: Bundle;
  /** Of each step, by word. */
  masks: Int32Array = new Int32Array(1 << 12);
  private used = 0;
  private readonly offsets = new Map<string, number>();
  private readonly reading: Reading;
  private readonly layout: Layout;

  constructor(world: World, components: Components, layout: Layout, actions: readonly Action[]) {
    this.layout = layout;
    this.reading = new Reading(world.configuration, components);
    this.root = this.bundle(instances(world, actions), this.nothing(), []);
  }

  /** The bundle for the value that the part has in the state whose words begin at `offset`. */
  follow(ask: Ask, words: Int32Array, offset: number): Bundle {
    const known = this.nothing();
    const path = [...ask.path, ask.component];
    for (const component of path) known[component] = valueIn(this.field(component), words, offset);
    const value = known[ask.component] as number;
    while (ask.children.length <= value) ask.children.push(undefined);
    const bundle = this.bundle(ask.instances, known, path);
    ask.children[value] = bundle;
    return bundle;
  }

  private bundle(all: readonly Instance[], known: readonly number[], path: readonly number[]): Bundle {
    const steps: number[] = [];
    const asking = new Map<number, Instance[]>();
    for (const instance of all) {
      const answer = this.reading.run(instance, known);
      if (answer.kind === 'writes') steps.push(this.step(answer.writes));
      if (answer.kind !== 'asks') continue;
      const others = asking.get(answer.component);
      if (others === undefined) asking.set(answer.component, [instance]);
      else others.push(instance);
    }
    if (steps.length === 0 && asking.size === 0) return NOTHING;
    return { steps, asks: [...asking].map(([component, those]) => this.ask(component, those, path)) };
  }

  private ask(component: number, those: readonly Instance[], path: readonly number[]): Ask {
    return { component, ...this.field(component), children: [], instances: those, path };
  }

  private step(writes: readonly Write[]): number {
    const { width } = this.layout;
    const mask = new Int32Array(width);
    for (const { component, before, after } of writes) {
      const { word, shift, max } = this.field(component);
      if (after > max) throw new NoRoom();
      mask[word] = (mask[word] as number) ^ ((before ^ after) << shift);
    }
    const key = mask.join();
    const known = this.offsets.get(key);
    if (known !== undefined) return known;
    const offset = this.used;
    this.used += width;
    if (this.used > this.masks.length) {
      const longer = new Int32Array(this.masks.length * 2);
      longer.set(this.masks);
      this.masks = longer;
    }
    this.masks.set(mask, offset);
    this.offsets.set(key, offset);
    return offset;
  }

  private nothing(): number[] {
    return this.layout.fields.map(() => NONE);
  }

  private field(component: number): Layout['fields'][number] {
    const field = this.layout.fields[component];
    if (field === undefined) throw new RangeError(`there is no part ${component} in this layout`);
    return field;
  }
}
