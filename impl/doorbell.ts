/**
 * Sleeping on a word without blocking: what `Atomics.wait` is to the waits that block.
 *
 * The protocol is that of `waiting.ts`, with the same mark in the same word, so a sender or replier need not know which of
 * the two its peer does. It is a predicate loop too: each ring polls what is pending, and goes to sleep again for the rest.
 *
 *   this thread: polls, finds nothing          the mark and what is waited for share the word, so the
 *   sender: pushes, finds no mark              attempt to set the mark finds the message, and the loop
 *   this thread: sets the mark?                polls again instead of sleeping beside it
 */

import { nextTurn } from './turn.ts';
import type { Waiting } from './waiting.ts';

export interface Watched {
  readonly words: Int32Array;
  readonly word: number;
  /** How many waits there are. */
  pending(): number;
  /** Settles those that can be settled. */
  poll(): void;
  /** Sets the sleep mark. Returns what the word then holds; undefined if there is something to poll for instead. */
  mark(): number | undefined;
}

export class Doorbell {
  readonly #watched: Watched;
  readonly #waiting: Waiting;
  readonly #site: number;
  /** A notify of the word will ring. Stays so when nothing is pending any more: `Atomics.waitAsync` cannot be taken back. */
  #armed = false;
  /** Turns of the event loop in which to look once more, before going to sleep. */
  #looks = 0;

  /** @param waiting how many turns of the event loop to go on polling at `site` before sleeping */
  constructor(watched: Watched, waiting: Waiting, site: number) {
    this.#watched = watched;
    this.#waiting = waiting;
    this.#site = site;
  }

  /** To be called when something is newly pending that nobody can have settled yet; from then on it rings by itself. */
  watch(): void {
    if (!this.#armed && this.#looks === 0) this.ring();
  }

  /** The same for what may be there already. */
  ring(): void {
    this.#watched.poll();
    if (this.#watched.pending() === 0 || this.#armed || this.#looks > 0) return;
    this.#looks = this.#waiting.attempts(this.#site);
    if (this.#looks > 0) nextTurn(this.#look);
    else this.#sleep();
  }

  readonly #look = (): void => {
    const before = this.#watched.pending();
    this.#watched.poll();
    const after = this.#watched.pending();
    this.#looks--;
    if (after < before) this.#found();
    else if (after === 0) this.#looks = 0;
    else if (this.#looks > 0) nextTurn(this.#look);
    else {
      this.#waiting.learn(this.#site, false);
      this.#sleep();
    }
  };

  #found(): void {
    this.#waiting.learn(this.#site, true);
    this.#looks = 0;
    this.ring();
  }

  #sleep(): void {
    const { words, word } = this.#watched;
    while (this.#watched.pending() > 0) {
      const marked = this.#watched.mark();
      const sleep = marked === undefined ? undefined : Atomics.waitAsync(words, word, marked);
      if (sleep?.async === true) {
        this.#armed = true;
        void sleep.value.then(this.#wake);
        return;
      }
      this.#watched.poll();
    }
  }

  readonly #wake = (): void => {
    this.#armed = false;
    this.ring();
  };
}

/**
 * Keeps the event loop alive while something is awaited: a pending `Atomics.waitAsync` alone does not, and a process that
 * only awaits its messages would end. In a page there is nothing to keep: its timers are plain numbers.
 */
export class KeepAlive {
  #holders = 0;
  #timer: Partial<Pick<NodeJS.Timeout, 'ref' | 'unref'>> | undefined;

  hold(): void {
    this.#holders++;
    if (this.#holders > 1) return;
    this.#timer ??= setInterval(() => undefined, 2 ** 31 - 1);
    this.#timer.ref?.();
  }

  release(): void {
    this.#holders--;
    if (this.#holders === 0) this.#timer?.unref?.();
  }
}
