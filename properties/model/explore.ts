// Every reachable state of a bounded system, breadth first, so that what goes wrong goes wrong in as few steps as
// possible.
//
// All properties are checked: invariants of each state, step properties of each step, guard properties of each action
// that the world could mean, whether it is enabled or not. The observer is part of what is stored.
import type {
  Action,
  GuardProperty,
  Invariant,
  Parameters,
  Property,
  RefusalCode,
  Returned,
  State,
  Step,
  StepProperty,
} from '../../model/index.ts';
import {
  ACTIONS,
  GUARD_PROPERTIES,
  INVARIANTS,
  init,
  initObserver,
  NONE,
  observe,
  progress,
  STEP_PROPERTIES,
  stepOf,
} from '../../model/index.ts';
import { IntList } from '../interleaving/int-list.ts';
import { StateStore } from '../interleaving/state-store.ts';
import type { World } from './environment.ts';
import { deepest } from './environment.ts';
import type { Observation } from './packing.ts';
import { blank, hashOf, overwrite, Packing } from './packing.ts';
import type { Group, Prepared } from './prepared.ts';
import { grouped, prepare, prepareMisuse } from './prepared.ts';
import { ProgressGraph } from './progress.ts';
import { renderMove, renderTrace, rerun } from './render.ts';
import type { Witness } from './witnesses.ts';
import { WITNESSES } from './witnesses.ts';

export interface Properties {
  readonly invariants: readonly Invariant[];
  readonly steps: readonly StepProperty[];
  readonly guards: readonly GuardProperty[];
  /** Whether C21 is checked, which takes the graph. */
  readonly progress: boolean;
}

export const ALL_PROPERTIES: Properties = {
  invariants: INVARIANTS,
  steps: STEP_PROPERTIES,
  guards: GUARD_PROPERTIES,
  progress: true,
};

export interface ExploreOptions {
  /** The model; default: the actions of model/. */
  readonly actions?: readonly Action[];
  readonly properties?: Properties;
  readonly witnesses?: readonly Witness[];
  /** Go on after a violation, which is not explored beyond, and report the first of each property. */
  readonly goOn?: boolean;
  /** Stop, undecided, with more states than this. */
  readonly maxStates?: number;
  /** Called now and then with the number of states so far. */
  readonly onProgress?: (states: number) => void;
  /** Asked now and then; true stops, undecided. */
  readonly deadline?: () => boolean;
  /** Told every step, of one state after another in the order of their numbers. */
  readonly onStep?: (step: ModelStep) => void;
}

/** A step between two states, which are numbered from 0 in the order they were met. */
export interface ModelStep {
  readonly from: number;
  readonly to: number;
  readonly action: Action;
  readonly p: Parameters;
  readonly returned: Returned;
  /** The two states. Valid only during the call. */
  readonly before: State;
  readonly after: State;
}

export interface ModelViolation extends Property {
  /** What happened, in a few words. */
  readonly what: string;
  /** How many steps lead to it, none being fewer. */
  readonly steps: number;
  /** These steps as lines, a few for each. */
  readonly trace: readonly string[];
}

export interface Explored {
  readonly states: number;
  readonly transitions: number;
  /** Steps to the state farthest from the start. */
  readonly depth: number;
  /** All reachable states were seen. */
  readonly complete: boolean;
  /** How often each action was taken. */
  readonly taken: Readonly<Record<string, number>>;
  /** Names of the witnesses found. */
  readonly witnesses: readonly string[];
  /** States where the premise of C21 fails: somebody does not serve. */
  readonly excused: number;
  /** At most one of each property. */
  readonly violations: readonly ModelViolation[];
}

export function explore(world: World, options: ExploreOptions = {}): Explored {
  return new Exploration(world, options).run();
}

const NOW_AND_THEN = 1023;

class Exploration {
  private readonly world: World;
  private readonly options: ExploreOptions;
  private readonly properties: Properties;
  private readonly prepared: readonly Prepared[];
  /** The same, by thread or else port, so that one look tells whether any of a group could be meant. */
  private readonly groups: readonly Group[];
  private readonly misuse: readonly Prepared[];
  private readonly packing: Packing;
  private readonly store: StateStore;
  private readonly words: Int32Array;
  private readonly before: Observation;
  private readonly after: Observation;
  /** By state: the state it was first reached from, and by which instance. */
  private readonly parents = new IntList();
  private readonly moves = new IntList();
  private readonly graph = new ProgressGraph();
  private readonly found: Witness[] = [];
  private readonly violations = new Map<string, ModelViolation>();
  private readonly broken = new Set<number>();
  private transitions = 0;

  constructor(world: World, options: ExploreOptions) {
    this.world = world;
    this.options = options;
    this.properties = options.properties ?? ALL_PROPERTIES;
    const actions = options.actions ?? ACTIONS;
    this.prepared = prepare(world, actions, this.properties, options.witnesses ?? WITNESSES);
    this.groups = grouped(this.prepared);
    this.misuse = prepareMisuse(world, actions, this.properties);
    this.packing = new Packing(world.configuration, deepest(world));
    this.store = new StateStore(this.packing.length);
    this.words = new Int32Array(this.packing.length);
    this.before = blank(world.configuration);
    this.after = blank(world.configuration);
  }

  run(): Explored {
    const { configuration } = this.world;
    overwrite(this.after, { state: init(configuration), observer: initObserver(configuration) });
    this.reach(NONE, NONE);
    let depth = 0;
    let levelEnd = 1;
    let state = 0;
    for (; state < this.store.count && !this.stopped(state); state += 1) {
      if (state === levelEnd) {
        depth += 1;
        levelEnd = this.store.count;
      }
      this.expand(state);
    }
    const complete = state === this.store.count;
    if (complete && this.broken.size === 0 && this.properties.progress) this.checkProgress();
    return this.result(depth, complete);
  }

  // --------------------------------------------------------------------------------------------------------- searching

  private stopped(state: number): boolean {
    const { goOn, maxStates, onProgress, deadline } = this.options;
    if (this.violations.size > 0 && goOn !== true) return true;
    if (maxStates !== undefined && this.store.count > maxStates) return true;
    if ((state & NOW_AND_THEN) !== 0) return false;
    onProgress?.(this.store.count);
    return deadline?.() === true;
  }

  private expand(number: number): void {
    const { before, store, world } = this;
    if (this.broken.has(number)) return;
    this.packing.unpack(store.chunkOf(number), store.offsetOf(number), before);
    if (this.properties.progress) this.graph.addState(number, world.configuration, before.state);
    for (const candidate of this.misuse) this.checkRefusal(number, candidate);
    for (const group of this.groups) {
      for (const instance of this.meant(group)) {
        const enabled = instance.action.guard(world.configuration, before.state, instance.p);
        if (instance.guards.length > 0) this.checkGuards(number, instance, enabled, undefined);
        if (enabled) this.take(number, instance);
      }
    }
  }

  /** No decisions and wakeups of threads between calls, no arrivals where nothing is in transit. */
  private meant({ thread, port, outer, inner }: Group): readonly Prepared[] {
    const { threads, ports } = this.before.state;
    if (thread !== NONE) return threads[thread]?.calls.length === 0 ? outer : inner;
    return port === NONE || ports[port]?.transit.length !== 0 ? inner : outer;
  }

  private take(from: number, instance: Prepared): void {
    const { before, after, world } = this;
    const { action, p, index } = instance;
    overwrite(after, before);
    let returned: Step['returned'];
    try {
      returned = action.effect(world.configuration, after.state, p);
    } catch (error) {
      this.violated(INVARIANTS[0], from, index, `the effect failed: ${error instanceof Error ? error.message : error}`);
      return;
    }
    observe(world.configuration, before.state, action.name, p, after.observer);
    this.transitions += 1;
    instance.taken += 1;
    const step = stepOf({
      configuration: world.configuration,
      before: before.state,
      observerBefore: before.observer,
      action: action.name,
      p,
      returned,
      after: after.state,
      observerAfter: after.observer,
    });
    const holds = this.checkStep(from, index, instance, step);
    if (instance.witnesses.length > 0) this.look(instance, step);
    const to = this.reach(from, index, holds, action.name);
    if (to !== NONE) this.options.onStep?.({ from, to, action, p, returned, before: before.state, after: after.state });
  }

  /** Stores `after`, and checks it if it is new. Its number; NONE if it cannot be stored. */
  private reach(from: number, index: number, holds = true, action = ''): number {
    if (!this.packing.pack(this.after, this.words)) {
      this.violated(INVARIANTS[0], from, index, 'a value is out of range');
      return NONE;
    }
    const count = this.store.count;
    const number = this.store.add(this.words, hashOf(this.words));
    if (this.properties.progress && from !== NONE) this.graph.addStep(action, from, number);
    if (number !== count) return number;
    this.parents.push(from);
    this.moves.push(index);
    if (!this.checkState(from, index) || !holds) this.broken.add(number);
    return number;
  }

  // ---------------------------------------------------------------------------------------------------------- checking

  private checkState(from: number, index: number): boolean {
    let holds = true;
    for (const invariant of this.properties.invariants) {
      if (invariant.holds(this.world.configuration, this.after.state, this.after.observer)) continue;
      this.violated(invariant, from, index, 'the last state breaks it');
      holds = false;
    }
    return holds;
  }

  private checkStep(from: number, index: number, { steps }: Prepared, step: Step): boolean {
    let all = true;
    for (let each = 0; each < steps.length; each += 1) {
      const property = steps[each] as StepProperty;
      if (property.holds(step)) continue;
      this.violated(property, from, index, 'the last step breaks it');
      all = false;
    }
    return all;
  }

  private checkGuards(
    from: number,
    instance: Prepared,
    enabled: boolean,
    refusal: RefusalCode | null | undefined,
  ): void {
    const { action, p, guards } = instance;
    const { state, observer } = this.before;
    const { configuration } = this.world;
    const candidate = { configuration, state, observer, action: action.name, p, enabled, refusal };
    for (let each = 0; each < guards.length; each += 1) {
      const property = guards[each] as GuardProperty;
      if (property.holds(candidate)) continue;
      const verdict =
        refusal === undefined || refusal === null ? (enabled ? 'is possible' : 'is not possible') : refusal;
      this.violated(property, from, NONE, `in the last state ${renderMove(action.name, p)}: ${verdict}`);
    }
  }

  private checkRefusal(from: number, instance: Prepared): void {
    const { action, p } = instance;
    const refusal = action.refuses?.(this.world.configuration, this.before.state, p);
    const enabled = action.guard(this.world.configuration, this.before.state, p);
    this.checkGuards(from, instance, enabled, refusal?.code ?? null);
  }

  private look(instance: Prepared, step: Step): void {
    for (const witness of instance.witnesses) {
      if (!witness.shows(step)) continue;
      this.found.push(witness);
      for (const other of this.prepared) other.witnesses = other.witnesses.filter((left) => left !== witness);
    }
  }

  private checkProgress(): void {
    const hopeless = this.graph.firstHopeless();
    if (hopeless !== undefined)
      this.violated(progress, hopeless, NONE, 'from the last state serving alone never brings all messages back');
  }

  // --------------------------------------------------------------------------------------------------------- reporting

  private violated(property: Property | undefined, from: number, index: number, what: string): void {
    if (property === undefined || this.violations.has(property.name)) return;
    const { name, clauses, sentence } = property;
    const moves = this.movesTo(from, index);
    const { configuration } = this.world;
    const trace = renderTrace(configuration, rerun(configuration, moves));
    this.violations.set(name, { name, clauses, sentence, what, steps: moves.length, trace });
  }

  /** The shortest run to a state, and one move more. */
  private movesTo(state: number, last: number): Prepared[] {
    const path = last === NONE ? [] : [last];
    for (let at = state; at > 0; at = this.parents.at(at)) path.push(this.moves.at(at));
    return path.reverse().map((index) => this.prepared[index] as Prepared);
  }

  private result(depth: number, complete: boolean): Explored {
    const taken: Record<string, number> = {};
    for (const { action, taken: times } of this.prepared) taken[action.name] = (taken[action.name] ?? 0) + times;
    return {
      states: this.store.count,
      transitions: this.transitions,
      depth,
      complete,
      taken,
      witnesses: this.found.map(({ name }) => name),
      excused: this.graph.excusedStates,
      violations: [...this.violations.values()],
    };
  }
}
