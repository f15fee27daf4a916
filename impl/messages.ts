/** A port as an async iterable, of the kind that `for await` takes. */
import { nextTurn } from './turn.ts';
import type { Wait } from './wait.ts';

/** A port that never runs empty must not keep timers and sockets waiting: after so many messages the event loop turns once. */
const MESSAGES_PER_TURN = 64;

type Result = IteratorResult<number, undefined>;

const END: Result = { done: true, value: undefined };

/** The messages of one port as they come, from `EventLoop.messages`. */
export class Messages implements AsyncIterableIterator<number, undefined> {
  readonly #take: () => Wait;
  readonly #pending = new Set<Wait>();
  #asked = 0;
  #turn: Promise<void> | undefined;
  #ended = false;

  /** Made by `EventLoop.messages`. @param take begins one wait for the port */
  constructor(take: () => Wait) {
    this.#take = take;
  }

  async next(): Promise<Result> {
    this.#asked++;
    if (this.#asked % MESSAGES_PER_TURN === 0) this.#turn ??= this.#turnOnce();
    // All that were asked for during the turn wait for it, so that they are still served in their order.
    if (this.#turn !== undefined) await this.#turn;
    if (this.#ended) return END;
    const wait = this.#take();
    this.#pending.add(wait);
    try {
      return { done: false, value: await wait.promise };
    } catch (error) {
      if (this.#ended) return END;
      this.#ended = true;
      throw error;
    } finally {
      this.#pending.delete(wait);
    }
  }

  /** Ends the iteration. What is asked for and not yet there is left on the port. */
  async return(): Promise<Result> {
    this.#ended = true;
    for (const wait of this.#pending) wait.fail(undefined);
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #turnOnce(): Promise<void> {
    return new Promise((resolve) => {
      nextTurn(() => {
        this.#turn = undefined;
        resolve();
      });
    });
  }
}
