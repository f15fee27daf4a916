/** The runs of the model, explored as far as they are asked for: states by number, steps found once. */
import type { Configuration, State } from '../../model/index.ts';
import { copy, NONE } from '../../model/index.ts';
import type { Call, Result } from '../programs/program.ts';
import { type CallInStep, callActions, type ModelActions, type Phase } from '../refinement/explain.ts';
import { keyOf } from '../refinement/key.ts';

export interface Next {
  readonly state: number;
  readonly phase: Phase;
}

export class ModelGraph {
  readonly #configuration: Configuration;
  readonly #variants: readonly [ModelActions, ...ModelActions[]];
  readonly #states: State[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #own = new Map<number, number>();
  readonly #calls = new Map<CallInStep, Map<number, readonly Next[]>>();
  readonly #interned = new Map<string, CallInStep>();

  /** @param variants the models whose steps are allowed; they differ in calls and begin functions only */
  constructor(configuration: Configuration, variants: readonly [ModelActions, ...ModelActions[]]) {
    this.#configuration = configuration;
    this.#variants = variants;
  }

  /** States known. */
  get size(): number {
    return this.#states.length;
  }

  /** The number of a state. */
  number(state: State): number {
    const key = keyOf(state);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#states.length);
    this.#states.push(state);
    return this.#states.length - 1;
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

  /** The state after a message in transit has arrived; NONE if it cannot. */
  arrive(state: number, message: number): number {
    return this.#happen(state, message, 'arrive');
  }

  /** The state after an abort request has been honoured; NONE if it cannot be. */
  honourAbort(state: number, message: number): number {
    return this.#happen(state, message, 'honourAbort');
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
      next = this.#findCall(state, current, phase);
      known.set(key, next);
    }
    return next;
  }

  #findCall(number: number, current: CallInStep, phase: 'fresh' | 'inside'): readonly Next[] {
    const found: Next[] = [];
    for (const actions of this.#variants) {
      const from = { state: this.state(number), at: 0, phase };
      for (const point of callActions(this.#configuration, current, from, actions)) {
        const next: Next = { state: this.number(point.state), phase: point.phase };
        if (!found.some((one) => one.state === next.state && samePhase(one.phase, next.phase))) found.push(next);
      }
    }
    return found;
  }

  #happen(number: number, message: number, name: 'arrive' | 'honourAbort'): number {
    const key = (number * this.#configuration.originators.length + message) * 2 + (name === 'arrive' ? 0 : 1);
    const known = this.#own.get(key);
    if (known !== undefined) return known;
    const [actions] = this.#variants;
    const before = this.state(number);
    const port = name === 'arrive' ? (before.messages[message]?.at ?? NONE) : NONE;
    const p = { thread: NONE, port, message, code: NONE };
    let found = NONE;
    if ((name !== 'arrive' || port !== NONE) && actions[name].guard(this.#configuration, before, p)) {
      const after = copy(before);
      actions[name].effect(this.#configuration, after, p);
      found = this.number(after);
    }
    this.#own.set(key, found);
    return found;
  }
}

function samePhase(one: Phase, other: Phase): boolean {
  return phaseText(one) === phaseText(other);
}

/** Equal texts, equal phases. */
export function phaseText(phase: Phase | undefined): string {
  if (phase === undefined) return '-';
  if (phase === 'fresh') return 'f';
  if (phase === 'inside') return 'i';
  return 'refused' in phase ? `!${phase.refused};` : `=${phase.value};`;
}
