/** The runs of the model, explored as far as they are asked for: states by number, steps found once. */
import type { Configuration, State } from '../../model/index.ts';
import { init, NONE } from '../../model/index.ts';
import type { Call, Result } from '../programs/program.ts';
import { type CallInStep, callActions, type ModelActions, ownActions, type Phase } from '../refinement/explain.ts';
import { keyOf } from '../refinement/key.ts';

export interface Next {
  readonly state: number;
  readonly phase: Phase;
}

export class ModelGraph {
  /** The number of the initial state. */
  readonly initial: number;
  readonly #configuration: Configuration;
  readonly #actions: ModelActions;
  readonly #states: State[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #own = new Map<number, readonly number[]>();
  readonly #calls = new WeakMap<CallInStep, Map<number, readonly Next[]>>();
  readonly #interned = new Map<string, CallInStep>();

  constructor(configuration: Configuration, actions: ModelActions) {
    this.#configuration = configuration;
    this.#actions = actions;
    this.initial = this.#number(init(configuration));
  }

  state(number: number): State {
    const state = this.#states[number];
    if (state === undefined) throw new RangeError(`there is no state ${number}`);
    return state;
  }

  /** Equal calls with equal results are the same object, so that what is known of one is known of all. */
  callInStep(call: Call, result: Result | undefined): CallInStep {
    const key = JSON.stringify([call, result]);
    let known = this.#interned.get(key);
    if (known === undefined) {
      known = { call, ...(result === undefined ? {} : { result }) };
      this.#interned.set(key, known);
    }
    return known;
  }

  /** What may happen at the ports of a thread: honoured aborts and, if asked for, arrivals. */
  own(state: number, thread: number, arrivals: boolean): readonly number[] {
    const key = (state * this.#configuration.threads + thread) * 2 + (arrivals ? 1 : 0);
    let next = this.#own.get(key);
    if (next === undefined) {
      next = this.#isQuiet(state, arrivals) ? [] : this.#findOwn(state, thread, arrivals);
      this.#own.set(key, next);
    }
    return next;
  }

  /** What a thread may do next in a call that is so far. */
  call(state: number, current: CallInStep, phase: 'fresh' | 'inside'): readonly Next[] {
    let known = this.#calls.get(current);
    if (known === undefined) {
      known = new Map();
      this.#calls.set(current, known);
    }
    const key = state * 2 + (phase === 'fresh' ? 0 : 1);
    let next = known.get(key);
    if (next === undefined) {
      const from = { state: this.state(state), at: 0, phase };
      next = Array.from(callActions(this.#configuration, current, from, this.#actions), (point) => ({
        state: this.#number(point.state),
        phase: point.phase,
      }));
      known.set(key, next);
    }
    return next;
  }

  #isQuiet(state: number, arrivals: boolean): boolean {
    return this.state(state).messages.every(({ at, abortRequest }) => at === NONE || !(arrivals || abortRequest));
  }

  #findOwn(state: number, thread: number, arrivals: boolean): number[] {
    const from = this.state(state);
    const found: number[] = [];
    for (const point of ownActions(
      this.#configuration,
      thread,
      { state: from, at: 0, phase: 'fresh' },
      this.#actions,
    )) {
      const arrived = point.state.messages.some(({ place }, message) =>
        isArrival(from.messages[message]?.place, place),
      );
      if (arrivals || !arrived) found.push(this.#number(point.state));
    }
    return found;
  }

  #number(state: State): number {
    const key = keyOf(state);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#states.length);
    this.#states.push(state);
    return this.#states.length - 1;
  }
}

function isArrival(before: string | undefined, after: string): boolean {
  return (before === 'sent' && after === 'queued') || (before === 'returning' && after === 'parked');
}
