/**
 * What can be seen of a run: that a call returned, and with what; and that nothing moves any more.
 *
 * A thread calls again as soon as it has returned, so a return says what is called next, and a list of returns is a whole
 * history.
 */
import type { History, HistoryEvent } from '../history/history.ts';
import type { CallEnd } from '../interleaving/index.ts';
import { callAt, firstLocal, type Local } from '../programs/agent.ts';
import type { Program } from '../programs/program.ts';
import type { Observed } from './observed.ts';

/** A call of a thread has returned. */
export interface Returned {
  readonly thread: number;
  /** The place in the program of the call. */
  readonly local: Local;
  readonly result: Observed;
  /** Where the thread goes on; absent: it has finished. */
  readonly next?: Local;
}

/** Nothing can move any more; who is inside a call stays there for ever. */
export const END = 0;

/** A word: numbers of events, in the order in which they were seen. */
export type Word = readonly number[];

/** Events by number. Two behaviours can be compared if they share one. */
export class Events {
  readonly #events: (Returned | undefined)[] = [undefined];
  readonly #numbers = new Map<string, number>();

  /** The number of an event; never `END`. */
  number({ thread, local, result, next }: CallEnd): number {
    const key = JSON.stringify([thread, local, result, next]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const goesOn = next === undefined || next === null ? {} : { next: next as Local };
    this.#numbers.set(key, this.#events.length);
    this.#events.push({ thread, local: local as Local, result: result as Observed, ...goesOn });
    return this.#events.length - 1;
  }

  /** Undefined: `END`. */
  event(number: number): Returned | undefined {
    return this.#events[number];
  }

  get count(): number {
    return this.#events.length;
  }

  /** A word as a history, with the calls that it implies. */
  history(program: Program, word: Word): History {
    const events: HistoryEvent[] = firstCalls(program);
    for (const number of word) events.push(...this.historyEvents(program, number));
    return { program, events, end: word.at(-1) === END ? 'quiescent' : 'cut' };
  }

  /** A return and the call that follows it; nothing for `END`. */
  historyEvents(program: Program, number: number): HistoryEvent[] {
    const event = this.#events[number];
    if (event === undefined) return [];
    const { thread, next } = event;
    const { seen, ...result } = event.result;
    const ended: HistoryEvent = { thread, result, ...(seen === undefined ? {} : { seen }) };
    return next === undefined ? [ended] : [ended, { thread, call: callAt(program, thread, next) }];
  }
}

/** Every thread is inside its first call from the start. */
export function firstCalls(program: Program): HistoryEvent[] {
  return program.threads.flatMap((operations, thread) => {
    const first = firstLocal(operations);
    return first === undefined ? [] : [{ thread, call: callAt(program, thread, first) }];
  });
}
