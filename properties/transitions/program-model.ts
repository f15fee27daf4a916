/**
 * The transition system of the model for a program: everything that the model allows threads that make these calls.
 *
 * A call has its effect somewhere between its call and its return, so these are steps of their own. The implementation
 * refines the model if whatever its system shows, this one shows too.
 */
import type { Configuration, State } from '../../model/index.ts';
import { init, NONE, REPLY } from '../../model/index.ts';
import { StateStore } from '../interleaving/state-store.ts';
import { callAt, describeCall, firstLocal, type Local, nextLocal } from '../programs/agent.ts';
import { type Call, configurationOf, type Program, type Result } from '../programs/program.ts';
import { callActions, MODEL, type ModelActions, ownActions, type Phase, type Point } from '../refinement/explain.ts';
import { keyOf } from '../refinement/key.ts';
import { lookAt } from './configuration.ts';
import { type FindOptions, type Found, Tally } from './found.ts';
import { actionLabel, callLabel, endLabel, returnLabel } from './labels.ts';
import { TAU, TransitionSystemBuilder } from './transition-system.ts';

/** Where a thread is in its program. */
interface Position {
  readonly local: Local;
  readonly call: Call;
  /** How far the call is; undefined: it has not been made. */
  readonly phase: Phase | undefined;
}

/** What can happen next, whoever else is where: in the model, and to the thread that moves. */
interface Successor {
  readonly label: string;
  readonly kind: string;
  readonly state: number;
  readonly position: number;
}

/** The number of the position of a thread that has finished. */
const FINISHED = 0;

/** @param actions the actions of the model; a mutated model, or one that refuses less, has others */
export function findModelOf(program: Program, options: FindOptions, actions: ModelActions = MODEL): Found {
  return new Search(program, options, actions).run();
}

class Search {
  readonly #program: Program;
  readonly #configuration: Configuration;
  readonly #actions: ModelActions;
  readonly #options: FindOptions;
  readonly #observable: boolean;
  readonly #states: State[] = [];
  readonly #stateNumbers = new Map<string, number>();
  readonly #positions: (Position | undefined)[] = [undefined];
  readonly #positionNumbers = new Map<string, number>();
  readonly #ofThread = new Map<number, readonly Successor[]>();
  readonly #byItself: (readonly Successor[] | undefined)[] = [];
  readonly #builder = new TransitionSystemBuilder();
  readonly #taken = new Tally();
  readonly #ends = new Tally();
  readonly #store: StateStore;
  readonly #record: Int32Array;
  #sink = NONE;

  constructor(program: Program, options: FindOptions, actions: ModelActions) {
    this.#program = program;
    this.#configuration = configurationOf(program);
    this.#actions = actions;
    this.#options = options;
    this.#observable = options.observable === true;
    this.#record = new Int32Array(program.threads.length + 1);
    this.#store = new StateStore(this.#record.length);
  }

  run(): Found {
    const { maxStates, onProgress } = this.#options;
    this.#record[0] = this.#stateNumber(init(this.#configuration));
    for (const [thread, operations] of this.#program.threads.entries())
      this.#record[thread + 1] = this.#positionNumber(thread, firstLocal(operations), undefined);
    this.#reach();
    let next = 0;
    for (; next < this.#store.count && this.#store.count <= maxStates; next += 1) {
      if ((next & 1023) === 1023 && onProgress?.(this.#store.count) === false) break;
      this.#expand(next);
    }
    return {
      system: this.#builder.finish(),
      complete: next === this.#store.count,
      taken: this.#taken.counts,
      ends: this.#ends.counts,
    };
  }

  /** The number, in the system, of the state that `#record` holds. */
  #reach(): number {
    let hash = 0;
    for (const part of this.#record) hash = Math.imul(hash ^ part, 0x9e3779b1) ^ (hash >>> 15);
    return this.#builder.state(this.#store.add(this.#record, hash));
  }

  #expand(number: number): void {
    const at = this.#store.offsetOf(number);
    const whole = this.#store.chunkOf(number).slice(at, at + this.#record.length);
    const state = whole[0] as number;
    const from = this.#builder.state(number);
    let moves = 0;
    const take = (successor: Successor, thread: number): void => {
      moves += 1;
      this.#record.set(whole);
      this.#record[0] = successor.state;
      if (thread !== NONE) this.#record[thread + 1] = successor.position;
      this.#taken.add(successor.kind);
      this.#builder.add(from, successor.label, this.#reach());
    };
    for (const thread of this.#program.threads.keys())
      for (const successor of this.#stepsOf(state, whole[thread + 1] as number)) take(successor, thread);
    for (const successor of this.#happenings(state)) take(successor, NONE);
    if (moves === 0) this.#stuck(from, whole);
  }

  /** What a thread at a position can do. */
  #stepsOf(state: number, position: number): readonly Successor[] {
    const at = this.#positions[position];
    if (at === undefined) return [];
    const key = state * 2 ** 20 + position;
    let known = this.#ofThread.get(key);
    if (known === undefined) {
      known = this.#findSteps(state, at);
      this.#ofThread.set(key, known);
    }
    return known;
  }

  #findSteps(number: number, { local, call, phase }: Position): readonly Successor[] {
    const state = this.#states[number] as State;
    const { thread } = call;
    if (phase === undefined) {
      const position = this.#positionNumber(thread, local, 'fresh');
      return [{ label: callLabel(call), kind: 'call', state: number, position }];
    }
    if (typeof phase === 'object') {
      const isRequest = (message: number): boolean =>
        this.#program.messages[message] !== thread || ((state.messages[message]?.flags ?? 0) & REPLY) === 0;
      const next = nextLocal(this.#program, local, call, phase, isRequest);
      const position = this.#positionNumber(thread, next, undefined);
      const label = returnLabel(call, phase, lookAt(state, call, phase));
      return [{ label, kind: 'return', state: number, position }];
    }
    const current = { call, ...this.#mayEndAs(state, call, phase) };
    const points = [...callActions(this.#configuration, current, { state, at: 0, phase }, this.#actions)];
    return points.map((point) => ({
      ...this.#internal(point, `thread ${thread}: `),
      state: this.#stateNumber(point.state),
      position: this.#positionNumber(thread, local, point.phase),
    }));
  }

  /** The results that are no action's: a call is refused, or gives up at its limit. */
  #mayEndAs(state: State, call: Call, phase: 'fresh' | 'inside'): { readonly result?: Result } {
    const refusal = phase === 'fresh' && this.#actions.calls[call.name].refuses?.(this.#configuration, state, call);
    if (refusal !== undefined && refusal !== false) return { result: { refused: refusal.code } };
    return call.timeout === true ? { result: { refused: 'ETIMEDOUT' } } : {};
  }

  /** What happens by itself. */
  #happenings(number: number): readonly Successor[] {
    let known = this.#byItself[number];
    if (known === undefined) {
      const from: Point = { state: this.#states[number] as State, at: 0, phase: 'fresh' };
      const points = [...this.#program.threads.keys()].flatMap((thread) => [
        ...ownActions(this.#configuration, thread, from, this.#actions),
      ]);
      known = points.map((point) => ({
        ...this.#internal(point, ''),
        state: this.#stateNumber(point.state),
        position: NONE,
      }));
      this.#byItself[number] = known;
    }
    return known;
  }

  #internal({ by, phase }: Point, who: string): Pick<Successor, 'label' | 'kind'> {
    const kind = by?.action.name ?? (typeof phase === 'object' && 'refused' in phase ? phase.refused : 'refused');
    const label = by === undefined ? `${who}ends with ${kind}` : actionLabel(by.action, by.p);
    return this.#observable ? { label: TAU, kind: 'internal' } : { label, kind };
  }

  #stuck(from: number, whole: Int32Array): void {
    const inside = [...this.#program.threads.keys()].filter((thread) => whole[thread + 1] !== FINISHED);
    const calls = inside.flatMap((thread) => {
      const position = this.#positions[whole[thread + 1] as number];
      return position === undefined ? [] : [`thread ${thread} in ${describeCall(position.call)}`];
    });
    this.#ends.add(calls.join(', '));
    if (!this.#observable) return;
    this.#taken.add('end');
    if (this.#sink === NONE) this.#sink = this.#builder.fresh();
    this.#builder.add(from, endLabel(inside), this.#sink);
  }

  #stateNumber(state: State): number {
    const key = keyOf(state);
    const known = this.#stateNumbers.get(key);
    if (known !== undefined) return known;
    this.#stateNumbers.set(key, this.#states.length);
    this.#states.push(state);
    return this.#states.length - 1;
  }

  #positionNumber(thread: number, local: Local | undefined, phase: Phase | undefined): number {
    if (local === undefined) return FINISHED;
    const key = JSON.stringify([thread, local, phase ?? null]);
    const known = this.#positionNumbers.get(key);
    if (known !== undefined) return known;
    this.#positionNumbers.set(key, this.#positions.length);
    this.#positions.push({ local, call: callAt(this.#program, thread, local), phase });
    return this.#positions.length - 1;
  }
}
