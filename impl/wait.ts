/** One pending `await`: its promise, its deadline, and the ways in which it can end. Whichever comes first ends it. */
import type { KeepAlive } from './doorbell.ts';

/** When an `await` is to end without what it waits for. */
export interface AwaitOptions {
  /** Milliseconds until the wait ends with ETIMEDOUT; default: never. What was waited for is not affected. */
  readonly timeoutMs?: number;
  /** Ends the wait with the signal's reason. What was waited for is not affected. */
  readonly signal?: AbortSignal;
}

/** The waits at one place, of which each is one as long as it is pending. */
export interface Among {
  add(wait: Wait): unknown;
  delete(wait: Wait): unknown;
}

/** The waits for messages, found by their message. */
export class ByMessage implements Among {
  size = 0;
  readonly #first: (Wait | undefined)[] = [];

  add(wait: Wait): void {
    wait.next = this.#first[wait.message];
    this.#first[wait.message] = wait;
    this.size++;
  }

  delete(wait: Wait): void {
    let before = this.#first[wait.message];
    if (before === wait) this.#first[wait.message] = wait.next;
    else {
      while (before !== undefined && before.next !== wait) before = before.next;
      if (before !== undefined) before.next = wait.next;
    }
    this.size--;
  }

  /** The last one for a message; the others follow by `next`. */
  of(message: number): Wait | undefined {
    return this.#first[message];
  }
}

export class Wait {
  /** What is waited for, where it is a message. */
  readonly message: number;
  readonly promise: Promise<number>;
  /** Another wait for the same message. */
  next: Wait | undefined = undefined;
  readonly #among: Among;
  #resolve: (value: number) => void = nothing;
  #reject: (reason: unknown) => void = nothing;
  #alive: KeepAlive | undefined = undefined;
  #letGo: (() => void) | undefined = undefined;
  #isPending = true;

  /** @param among where it is found as long as it is pending */
  constructor(among: Among, message: number) {
    this.message = message;
    this.#among = among;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    among.add(this);
  }

  settle(value: number): void {
    if (this.#end()) this.#resolve(value);
  }

  fail(reason: unknown): void {
    if (this.#end()) this.#reject(reason);
  }

  /** To be called once, after the first poll: a wait that is over by then keeps nothing alive. */
  hold(alive: KeepAlive): this {
    if (!this.#isPending) return this;
    alive.hold();
    this.#alive = alive;
    return this;
  }

  /** The same, with an end: a wait that is over needs no timer and no listener. */
  persist(alive: KeepAlive, { timeoutMs, signal }: AwaitOptions, timedOut: (timeoutMs: number) => Error): this {
    if (!this.#isPending) return this;
    this.hold(alive);
    const finite = timeoutMs !== undefined && timeoutMs !== Number.POSITIVE_INFINITY;
    if (!finite && signal === undefined) return this;
    const timer = finite ? setTimeout(() => this.fail(timedOut(timeoutMs)), timeoutMs) : undefined;
    const aborted = (): void => this.fail(signal?.reason);
    signal?.addEventListener('abort', aborted, { once: true });
    this.#letGo = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    };
    return this;
  }

  /** Returns whether the wait was still pending. */
  #end(): boolean {
    if (!this.#isPending) return false;
    this.#isPending = false;
    this.#among.delete(this);
    this.#alive?.release();
    this.#letGo?.();
    return true;
  }
}

function nothing(): void {}
