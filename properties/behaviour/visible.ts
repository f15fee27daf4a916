/**
 * The same runs as they can be seen. What a step returns is seen in a step of its own, after which the thread goes on: at
 * once, or as late as one likes.
 *
 * At once is what a run shows that is replayed. But whether the last operation of a call is the one that matters to others
 * makes no difference to them, for after it anything may happen before its thread returns. So what one implementation shows
 * at once is compared with what another shows at once or later; and to what it shows later that adds nothing: it is what
 * the other shows later than that.
 */
import { IntList } from '../interleaving/int-list.ts';
import { END } from './events.ts';
import { SILENT, type Steps } from './steps.ts';

/** The label of a step that nobody sees. */
export const UNSEEN = -1;

/** As `Steps`, with more states. Where nothing can move, and all have returned who can, `END` is seen. */
export interface Visible {
  readonly states: number;
  readonly first: Int32Array;
  readonly to: Int32Array;
  /** The event that is seen, or `UNSEEN`. */
  readonly label: Int32Array;
  /** Which choice it is, twice the thread and one for a wait that gives up; -1: a return or the end, which no scheduler chooses. */
  readonly choice: Int32Array;
}

const NO_CHOICE = -1;

/** When a thread returns, after the step in which its call ended. */
export type Returning = 'at once' | 'later';

export function visible(steps: Steps, returning: Returning): Visible {
  return new Unfolding(steps, returning).run();
}

class Unfolding {
  readonly #steps: Steps;
  readonly #returning: Returning;
  /** What each thread has still to return, as lists; by number. */
  readonly #pending: (readonly number[])[] = [];
  readonly #pendingNumbers = new Map<string, number>();
  readonly #numbers = new Map<number, number>();
  readonly #states = new IntList();
  readonly #owed = new IntList();
  readonly #first = new IntList();
  readonly #to = new IntList();
  readonly #label = new IntList();
  readonly #choice = new IntList();

  constructor(steps: Steps, returning: Returning) {
    this.#steps = steps;
    this.#returning = returning;
  }

  run(): Visible {
    this.#reach(0, this.#pendingNumber(this.#steps.initially));
    for (let at = 0; at < this.#states.length; at += 1) {
      this.#first.push(this.#to.length);
      this.#expand(at);
    }
    this.#first.push(this.#to.length);
    return {
      states: this.#states.length,
      first: this.#first.view(),
      to: this.#to.view(),
      label: this.#label.view(),
      choice: this.#choice.view(),
    };
  }

  #expand(at: number): void {
    const owed = this.#owed.at(at);
    const pending = this.#pending[owed] as readonly number[];
    if (this.#returning === 'later' || pending.every((list) => list === SILENT)) this.#expandMoves(at, owed, pending);
    for (const [thread, list] of pending.entries()) {
      if (list === SILENT) continue;
      const rest = this.#pendingNumber(pending.with(thread, this.#steps.returns.tail(list)));
      this.#add(this.#reach(this.#states.at(at), rest), this.#steps.returns.head(list), NO_CHOICE);
      if (this.#returning === 'at once') return;
    }
    const over = pending.every((list) => list === SILENT) && this.#steps.stuck.has(this.#states.at(at));
    if (over) this.#add(at, END, NO_CHOICE);
  }

  /** Threads that have nothing to return, and interrupts. */
  #expandMoves(at: number, owed: number, pending: readonly number[]): void {
    const { first, to, choice, ended, threads } = this.#steps;
    const state = this.#states.at(at);
    for (let step = first[state] as number; step < (first[state + 1] as number); step += 1) {
      const thread = (choice[step] as number) >> 1;
      if (thread < threads && pending[thread] !== SILENT) continue;
      const list = ended[step] as number;
      const next = list === SILENT ? owed : this.#pendingNumber(pending.with(thread, list));
      this.#add(this.#reach(to[step] as number, next), UNSEEN, choice[step] as number);
    }
  }

  #add(to: number, label: number, choice: number): void {
    this.#to.push(to);
    this.#label.push(label);
    this.#choice.push(choice);
  }

  #reach(state: number, owed: number): number {
    const key = owed * 2 ** 32 + state;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#states.length);
    this.#states.push(state);
    this.#owed.push(owed);
    return this.#states.length - 1;
  }

  #pendingNumber(pending: readonly number[]): number {
    const key = pending.join();
    const known = this.#pendingNumbers.get(key);
    if (known !== undefined) return known;
    this.#pendingNumbers.set(key, this.#pending.length);
    this.#pending.push(pending);
    return this.#pending.length - 1;
  }
}
