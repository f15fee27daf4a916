/**
 * Holds every step of an implementation to the model: refinement by abstraction function.
 *
 * Each concrete state is tagged with the number of its abstract state. Few abstract steps lie behind many concrete ones,
 * so each triple of abstract state before, point in the code, abstract state after is explained once and remembered.
 */
import type { ClauseId, Configuration, State } from '../../model/index.ts';
import { init } from '../../model/index.ts';
import type { Concrete, Implementation, Interrupt } from '../implementation.ts';
import type { CallEnd, Monitor, Move, StateView, Violation } from '../interleaving/index.ts';
import { callAt, type Local, shapeOf } from '../programs/agent.ts';
import { type Call, configurationOf, type Program, type Result } from '../programs/program.ts';
import { blameSleeper, blameState, blameStep, blameStuck } from './blame.ts';
import { type CallInStep, explain, explainInterrupt, MODEL, type ModelActions, type Phase } from './explain.ts';
import { keyOf } from './key.ts';
import { neverBack, outstanding } from './outstanding.ts';

/** What a violation of the refinement carries beside its sentence. */
export interface RefinementDetail {
  readonly clause: ClauseId;
}

/** Holds every step of a program to the model, for the interleaving engine. */
export class RefinementMonitor implements Monitor {
  readonly pure = true;
  readonly #program: Program;
  readonly #configuration: Configuration;
  readonly #implementation: Implementation;
  readonly #actions: ModelActions;
  readonly #numbers = new Map<string, number>();
  readonly #states: State[] = [];
  /** How far the call of a point in the code is, where it has had its effect but not returned. */
  readonly #phases = new Map<number, Phase>();
  readonly #explained = new Map<number, Set<number>>();
  readonly #calls = new Map<unknown, Call>();
  /** They come after the threads of the program. */
  readonly #interrupts: readonly Interrupt[];

  constructor(program: Program, implementation: Implementation, actions: ModelActions = MODEL) {
    this.#program = program;
    this.#configuration = configurationOf(program);
    this.#implementation = implementation;
    this.#actions = actions;
    this.#interrupts = implementation.interrupts?.(shapeOf(program)) ?? [];
  }

  /** Abstract states met. */
  get abstractStates(): number {
    return this.#states.length;
  }

  tag(view: StateView): number | Violation {
    const abstract = this.#abstract(view);
    if (typeof abstract === 'string') return blameState(abstract);
    const key = keyOf(abstract);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#states.length);
    this.#states.push(abstract);
    return this.#states.length - 1;
  }

  begin(tag: number, ends: readonly CallEnd[]): Violation | undefined {
    const calls = this.#program.threads.flatMap((operations, thread) => {
      const mine = ends.filter((end) => end.thread === thread);
      return operations.length === 0 ? [] : this.#callsIn(thread, mine, undefined);
    });
    const found = explain(
      this.#configuration,
      init(this.#configuration),
      this.stateOf(tag),
      calls,
      'fresh',
      this.#actions,
    );
    return 'phase' in found
      ? undefined
      : blameStep(this.#configuration, this.stateOf(tag), calls, found.reached, this.#actions);
  }

  step(before: number, move: Move, after: number, from: number, to: number): Violation | undefined {
    const path = from * 2 ** 26 + to;
    const pair = before * 2 ** 26 + after;
    let explained = this.#explained.get(path);
    if (explained === undefined) {
      explained = new Set();
      this.#explained.set(path, explained);
    }
    if (explained.has(pair)) return undefined;
    const violation = this.#explain(before, move, after, from, to);
    if (violation === undefined) explained.add(pair);
    return violation;
  }

  /** The implementation cannot move. Then the model must not be able to either: else a wakeup was lost (C20). */
  stuck(tag: number, view: StateView): Violation | undefined {
    const asleep = (thread: number): Call | undefined =>
      view.asleepOn(thread) === -1 ? undefined : this.#callAt(thread, view.local(thread));
    return blameStuck(this.#configuration, this.stateOf(tag), this.#actions, asleep);
  }

  /** Others run on, and the thread sleeps: by the model it may, or a wakeup was lost (C20). */
  sleeps(tag: number, view: StateView, thread: number): Violation | undefined {
    const local = view.local(thread);
    if (this.#program.threads[thread] === undefined || local === undefined || local === null) return undefined;
    return blameSleeper(this.#configuration, this.stateOf(tag), this.#actions, thread, this.#callAt(thread, local));
  }

  /** The messages that have to come back (C21). */
  awaited(tag: number, view: StateView): number {
    return outstanding(this.#program, this.#configuration, this.stateOf(tag), view);
  }

  neverComes(tag: number, message: number, kind: 'livelock' | 'starvation'): Violation {
    return neverBack(this.stateOf(tag), message, kind);
  }

  #explain(before: number, move: Move, after: number, from: number, to: number): Violation | undefined {
    const state = this.stateOf(before);
    const interrupt = this.#interrupts[move.thread - this.#program.threads.length];
    if (interrupt !== undefined) return this.#explainInterrupt(state, this.stateOf(after), interrupt.cpu);
    const calls = this.#callsIn(move.thread, move.calls, move.local);
    const inside = (state.threads[move.thread]?.calls.length ?? 0) > 0;
    const phase = this.#phases.get(from) ?? (inside ? 'inside' : 'fresh');
    const found = explain(this.#configuration, state, this.stateOf(after), calls, phase, this.#actions);
    if (!('phase' in found))
      return blameStep(this.#configuration, this.stateOf(after), calls, found.reached, this.#actions);
    if (typeof found.phase === 'object' && to !== 0) this.#phases.set(to, found.phase);
    return undefined;
  }

  #explainInterrupt(before: State, after: State, cpu: number): Violation | undefined {
    const found = explainInterrupt(this.#configuration, before, after, cpu, this.#actions);
    return 'phase' in found ? undefined : blameStep(this.#configuration, after, [], found.reached);
  }

  /** The calls that a step is in: the one it started in, those it began, the last of which may go on. */
  #callsIn(thread: number, ends: readonly CallEnd[], local: unknown): CallInStep[] {
    const calls: CallInStep[] = ends
      .filter(({ local: at }) => at !== null)
      .map((end) => ({ call: this.#callAt(thread, end.local), result: end.result as Result }));
    const last = ends.length === 0 ? local : ends.at(-1)?.next;
    const goesOn = last ?? (ends.length === 0 ? { at: 0, left: -1, stage: 'call' } : undefined);
    if (goesOn !== undefined) calls.push({ call: this.#callAt(thread, goesOn) });
    return calls;
  }

  #callAt(thread: number, local: unknown): Call {
    const known = this.#calls.get(local);
    if (known !== undefined) return known;
    const call = callAt(this.#program, thread, local as Local);
    this.#calls.set(local, call);
    return call;
  }

  #abstract(view: StateView): State | string {
    const calls = this.#program.threads.map((_, thread) => {
      const local = view.local(thread);
      return local === undefined || local === null ? undefined : this.#callAt(thread, local);
    });
    const owners = this.#configuration.owners;
    const concrete: Concrete = { memory: view.memory, calls, originators: this.#program.messages, owners };
    const { abstraction } = this.#implementation;
    if (abstraction === undefined) throw new Error(`${this.#implementation.name} has no abstraction function`);
    return abstraction(shapeOf(this.#program), concrete);
  }

  /** The abstract state with this number. */
  stateOf(tag: number): State {
    const state = this.#states[tag];
    if (state === undefined) throw new RangeError(`there is no abstract state ${tag}`);
    return state;
  }
}
