/**
 * The messages of one connection. A message whose caller gave up is late: it is still its target's, and comes back into the
 * pool when it is really back, not before. So a late reply finds nobody whom it could confuse.
 */
import { standingOf } from '../checks.ts';
import { LwktError } from '../error.ts';
import type { EventLoop } from '../event-loop.ts';
import { STRANGER } from '../standing.ts';
import type { Thread } from '../thread.ts';
import { MESSAGE } from '../words.ts';

/** What a call does when all messages of its connection are out. */
export type WhenExhausted = 'wait' | 'fail' | 'grow';

/** Messages of a connection that does not say how many. */
const USUAL = 8;

interface Waiter {
  readonly resolve: (message: number) => void;
}

/** Hands out idle messages of one thread, each to one call at a time. */
export class Pool {
  readonly #thread: Thread;
  readonly #loop: () => EventLoop;
  readonly #whenExhausted: WhenExhausted;
  readonly #free: number[] = [];
  readonly #late = new Set<number>();
  /** In the order in which they came. */
  readonly #waiters = new Set<Waiter>();
  /** Ends the awaits for late messages when nobody waits for them any more. */
  #awaiting: AbortController | undefined;
  #size = 0;

  /**
   * @param size how many messages; default: 8, or as many as the system has left
   * @throws LwktError ENOBUFS (it has not so many)
   */
  constructor(thread: Thread, loop: () => EventLoop, size: number | undefined, whenExhausted: WhenExhausted) {
    this.#thread = thread;
    this.#loop = loop;
    this.#whenExhausted = whenExhausted;
    while (this.#size < (size ?? USUAL) && this.#grow());
    if (this.#size >= (size ?? 1)) return;
    const sentence = `the system has ${this.#size} messages left for a connection that asks for ${size ?? 1}`;
    throw new LwktError('ENOBUFS', `connect: ${sentence}: make it with more, or ask for fewer`);
  }

  /** How many messages the connection has. */
  get size(): number {
    return this.#size;
  }

  /** How many wait for messages. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /** A message, if there is one now; undefined where the call is to wait for one. @throws LwktError ENOBUFS */
  take(): number | undefined {
    if (this.#waiters.size === 0) {
      if (this.#free.length === 0) this.#sweep();
      const message = this.#free.pop();
      if (message !== undefined) return message;
    }
    if (this.#whenExhausted === 'wait') return undefined;
    if (this.#whenExhausted === 'grow' && this.#grow()) return this.#free.pop();
    throw this.#exhausted(this.#whenExhausted === 'grow' ? ', and the system has no more' : '');
  }

  /** A message as soon as one is back. `forget` ends the wait, and returns whether it had not ended yet. */
  wait(): { readonly message: Promise<number>; readonly forget: () => boolean } {
    let waiter: Waiter = { resolve: () => undefined };
    const message = new Promise<number>((resolve) => {
      waiter = { resolve };
    });
    this.#waiters.add(waiter);
    this.#awaitLate();
    return { message, forget: () => this.#forget(waiter) };
  }

  /** A message for a caller that blocks: only for those that are late it can wait. @throws LwktError ENOBUFS */
  takeBlocking(sliceMs: number, goOn: () => void): number {
    for (;;) {
      const message = this.take();
      if (message !== undefined) return message;
      const [late] = this.#late;
      if (late === undefined)
        throw this.#exhausted(' in calls of this same thread, which cannot end while it blocks: use await');
      if (waited(this.#thread, late, sliceMs) !== undefined) this.#takeBack(late);
      else goOn();
    }
  }

  /** A call is through with its message. */
  release(message: number): void {
    const [waiter] = this.#waiters;
    if (waiter === undefined) {
      this.#free.push(message);
      return;
    }
    this.#forget(waiter);
    waiter.resolve(message);
  }

  /** A call gives up on its message, which is still out. */
  abandon(message: number): void {
    this.#late.add(message);
    if (this.#waiters.size > 0) this.#awaitLate();
  }

  #forget(waiter: Waiter): boolean {
    const waited = this.#waiters.delete(waiter);
    if (this.#waiters.size === 0) {
      this.#awaiting?.abort();
      this.#awaiting = undefined;
    }
    return waited;
  }

  /** Takes back what was late and has come. */
  #sweep(): void {
    for (const message of this.#late) if (this.#thread.isDone(message)) this.#takeBack(message);
  }

  #takeBack(message: number): void {
    this.#thread.waitmsg(message);
    if (this.#late.delete(message)) this.release(message);
  }

  #awaitLate(): void {
    // Anew for all of them, so that a message that has just become late is among them.
    this.#awaiting?.abort();
    this.#awaiting = new AbortController();
    const { signal } = this.#awaiting;
    for (const message of this.#late) {
      this.#loop()
        .waitmsg(message, { signal })
        .then(
          // Meanwhile it may have been taken back already, and be late once more.
          () => this.#late.has(message) && this.#thread.isDone(message) && this.#takeBack(message),
          () => undefined,
        );
    }
  }

  /** Makes a message of the system, which was nobody's, one of this pool. Returns whether there was one. */
  #grow(): boolean {
    const { memory, layout } = this.#thread;
    for (let message = 0; message < layout.messages; message++) {
      if (standingOf(this.#thread, message) !== STRANGER) continue;
      if (memory.load(layout.message(message) + MESSAGE.claim) !== 0) continue;
      try {
        this.#thread.initmsg(message);
      } catch {
        continue; // another thread was faster
      }
      this.#size++;
      this.#free.push(message);
      return true;
    }
    return false;
  }

  #exhausted(more: string): LwktError {
    return new LwktError('ENOBUFS', `all ${this.#size} messages of the connection are out${more}`);
  }
}

/** Waits for a message for at most so long. Returns its code, or undefined. */
export function waited(thread: Thread, message: number, timeoutMs: number): number | undefined {
  try {
    return thread.waitmsg(message, timeoutMs);
  } catch (error) {
    if (error instanceof LwktError && error.code === 'ETIMEDOUT') return undefined;
    throw error;
  }
}
