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

export interface Watched {
  readonly words: Int32Array;
  readonly word: number;
  /** Settles what can be settled. Returns whether anything is still pending. */
  poll(): boolean;
  /** Sets the sleep mark. Returns what the word then holds; undefined if there is something to poll for instead. */
  mark(): number | undefined;
}

export class Doorbell {
  readonly #watched: Watched;
  /** A notify of the word will ring. Stays so when nothing is pending any more: `Atomics.waitAsync` cannot be taken back. */
  #armed = false;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** To be called when something is newly pending; from then on it rings by itself. */
  ring(): void {
    const { words, word } = this.#watched;
    while (this.#watched.poll() && !this.#armed) {
      const marked = this.#watched.mark();
      if (marked === undefined) continue;
      const sleep = Atomics.waitAsync(words, word, marked);
      if (!sleep.async) continue;
      this.#armed = true;
      void sleep.value.then(() => {
        this.#armed = false;
        this.ring();
      });
      return;
    }
  }
}

/**
 * Keeps the event loop alive while something is awaited: a pending `Atomics.waitAsync` alone does not, and a process that
 * only awaits its messages would end.
 */
export class KeepAlive {
  #holders = 0;
  #timer: NodeJS.Timeout | undefined;

  hold(): void {
    this.#holders++;
    if (this.#holders > 1) return;
    this.#timer ??= setInterval(() => undefined, 2 ** 31 - 1);
    this.#timer.ref();
  }

  release(): void {
    this.#holders--;
    if (this.#holders === 0) this.#timer?.unref();
  }
}
