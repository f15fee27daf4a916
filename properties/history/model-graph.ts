/**
 * The runs of the model, explored as far as they are asked for: states by number, steps found once.
 *
 * A number stands for a state and for what is certain about the order of its queues, so for all states that differ in
 * an order left open (`order.ts`).
 */
import type { Configuration, State } from '../../model/index.ts';
import { copy, NONE } from '../../model/index.ts';
import type { Call, Result } from '../programs/program.ts';
import { type CallInStep, callActions, type ModelActions, type Phase } from '../refinement/explain.ts';
import { keyOf } from '../refinement/key.ts';
import { canonical, headed, OPEN, type Order, orderAfter } from './order.ts';

export interface Next {
  readonly state: number;
  readonly phase: Phase;
}

export class ModelGraph {
  readonly #configuration: Configuration;
  readonly #variants: readonly [ModelActions, ...ModelActions[]];
  readonly #states: State[] = [];
  readonly #orders: Order[] = [];
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

  /** The number of a state in which so much is certain about the orders. */
  number(any: State, order: Order = OPEN): number {
    return this.#add(canonical(any, order), order);
  }

  #add(state: State, order: Order): number {
    const key = order.length === 0 ? keyOf(state) : `${keyOf(state)}|${order}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#states.length);
    this.#states.push(state);
    this.#orders.push(order);
    return this.#states.length - 1;
  }

  state(number: number): State {
    const state = this.#states[number];
    if (state === undefined) throw new RangeError(`there is no state ${number}`);
    return state;
  }

  order(number: number): Order {
    return this.#orders[number] ?? OPEN;
  }

  /** Equal texts: the same state but for what is certain about orders. */
  unordered(number: number): string {
    return keyOf(canonical(this.state(number), OPEN));
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

  /** The state in which a message is the head of its queue, having arrived as well if it must; NONE if it cannot be. */
  lead(state: number, message: number): number {
    return this.#happen(state, message, 'lead');
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
        const next: Next = { state: this.#after(number, point.state), phase: point.phase };
        if (!found.some((one) => one.state === next.state && samePhase(one.phase, next.phase))) found.push(next);
      }
    }
    return found;
  }

  #happen(number: number, message: number, what: Happening): number {
    const key = (number * this.#configuration.originators.length + message) * 3 + HAPPENINGS.indexOf(what);
    let found = this.#own.get(key);
    if (found === undefined) {
      found = what === 'lead' ? this.#findLead(number, message) : this.#findOwn(number, message, what);
      this.#own.set(key, found);
    }
    return found;
  }

  #findOwn(number: number, message: number, name: 'arrive' | 'honourAbort'): number {
    const { [name]: action } = this.#variants[0];
    const before = this.state(number);
    const port = before.messages[message]?.at ?? NONE;
    const p = { thread: NONE, port: name === 'arrive' ? port : NONE, message, code: NONE };
    if (port === NONE || !action.guard(this.#configuration, before, p)) return NONE;
    const after = copy(before);
    action.effect(this.#configuration, after, p);
    return this.#after(number, after);
  }

  /** Not put in the usual order, which would undo it: it only stands until the owner takes the head. */
  #findLead(number: number, message: number): number {
    const arrived = this.arrive(number, message);
    const from = arrived === NONE ? number : arrived;
    const state = headed(this.state(from), this.order(from), message);
    if (state === undefined) return NONE;
    return state === this.state(from) ? from : this.#add(state, this.order(from));
  }

  #after(number: number, after: State): number {
    return this.number(after, orderAfter(this.order(number), this.state(number), after));
  }
}

type Happening = 'arrive' | 'honourAbort' | 'lead';
const HAPPENINGS: readonly Happening[] = ['arrive', 'honourAbort', 'lead'];

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
