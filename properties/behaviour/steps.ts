/** All steps of all runs of a program, kept as flat lists while a search meets them. */
import type { CallEnd, Monitor, Move, StateView, Violation } from '../interleaving/index.ts';
import { IntList } from '../interleaving/int-list.ts';
import type { Events } from './events.ts';

/** No returns. */
export const SILENT = 0;

/** Lists of returns of one thread, by number: those that a step makes, in order. `SILENT` is the empty one. */
export class Returns {
  readonly #heads: number[] = [0];
  readonly #tails: number[] = [0];
  readonly #numbers = new Map<number, number>();

  /** The number of the list of `head`, and then those of the list `tail`. */
  add(head: number, tail: number): number {
    const key = head * 2 ** 26 + tail;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#heads.length);
    this.#heads.push(head);
    this.#tails.push(tail);
    return this.#heads.length - 1;
  }

  /** The first event of a list that is not empty. */
  head(list: number): number {
    return this.#heads[list] as number;
  }

  /** The list of the others. */
  tail(list: number): number {
    return this.#tails[list] as number;
  }
}

/** State 0 is the initial one. The steps from state s are those from `first[s]` up to `first[s + 1]`. */
export interface Steps {
  readonly states: number;
  /** Threads of the program; those beyond are interrupts. */
  readonly threads: number;
  readonly first: Int32Array;
  readonly to: Int32Array;
  /** Twice the thread that moves, plus one if its wait gives up. */
  readonly choice: Int32Array;
  /** What returns in this step, as a list of `returns`. */
  readonly ended: Int32Array;
  /** The states in which nothing can move. Others may have no steps because the search did not come to them. */
  readonly stuck: ReadonlySet<number>;
  readonly returns: Returns;
  /** What returns before the first step, of each thread. */
  readonly initially: readonly number[];
}

/** Keeps the steps that a search tells it of. Judges nothing: a state in which nothing can move is just one without steps. */
export class StepRecorder implements Monitor {
  readonly #threads: number;
  readonly #events: Events;
  readonly #returns = new Returns();
  #first = new IntList();
  #to = new IntList();
  #choice = new IntList();
  #ended = new IntList();
  /** By the number that a move gives the calls that end in it. */
  #lists: number[] = [SILENT];
  #initially: number[] = [];
  readonly #stuck = new Set<number>();
  #tags = 0;
  /** The tag of the initial state: a search may begin anew, with wider words or with another automaton. */
  #origin = 0;

  constructor(threads: number, events: Events) {
    this.#threads = threads;
    this.#events = events;
  }

  /** Each state is tagged once, so tags are numbers of states. */
  tag(_: StateView): number {
    this.#tags += 1;
    return this.#tags - 1;
  }

  begin(tag: number, calls: readonly CallEnd[]): undefined {
    this.#origin = tag;
    this.#stuck.clear();
    this.#lists = [SILENT];
    this.#first = new IntList();
    this.#to = new IntList();
    this.#choice = new IntList();
    this.#ended = new IntList();
    this.#initially = Array.from({ length: this.#threads }, (_, id) => this.#list(calls, id));
  }

  step(before: number, move: Move, after: number): Violation | undefined {
    const from = before - this.#origin;
    while (this.#first.length <= from) this.#first.push(this.#to.length);
    this.#to.push(after - this.#origin);
    this.#choice.push(move.thread * 2 + (move.kind === 'timeout' ? 1 : 0));
    this.#lists[move.crossing] ??= this.#list(move.calls, move.thread);
    this.#ended.push(this.#lists[move.crossing] as number);
    return undefined;
  }

  /** How a run may end is for the comparison to say. */
  stuck(tag: number): undefined {
    this.#stuck.add(tag - this.#origin);
    return undefined;
  }

  get steps(): Steps {
    const states = this.#tags - this.#origin;
    while (this.#first.length <= states) this.#first.push(this.#to.length);
    return {
      states,
      threads: this.#threads,
      first: this.#first.view(),
      to: this.#to.view(),
      choice: this.#choice.view(),
      ended: this.#ended.view(),
      stuck: this.#stuck,
      returns: this.#returns,
      initially: this.#initially,
    };
  }

  /** Interrupts make no calls, and a thread without operations has none to make. */
  #list(calls: readonly CallEnd[], thread: number): number {
    if (thread >= this.#threads) return SILENT;
    const own = calls.filter((call) => call.thread === thread && call.local !== null);
    return own.reduceRight((tail, call) => this.#returns.add(this.#events.number(call), tail), SILENT);
  }
}
