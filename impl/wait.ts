/** One pending `await`: its promise, its deadline, and the ways in which it can end. Whichever comes first ends it. */
import type { KeepAlive } from './doorbell.ts';

/** When an `await` is to end without what it waits for. */
export interface AwaitOptions {
  /** Milliseconds until the wait ends with ETIMEDOUT; default: never. What was waited for is not affected. */
  readonly timeoutMs?: number;
  /** Ends the wait with the signal's reason. What was waited for is not affected. */
  readonly signal?: AbortSignal;
}

export class Wait {
  /** What is waited for, where it is a message. */
  readonly message: number;
  readonly promise: Promise<number>;
  readonly #among: Set<Wait>;
  #resolve: (value: number) => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;
  #letGo: () => void = () => undefined;

  /** @param among the waits that the doorbell polls; this one is in there as long as it is pending */
  constructor(among: Set<Wait>, message: number) {
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

  /** To be called once, if the wait is still pending after the first poll: most never need a timer or a listener. */
  persist(alive: KeepAlive, { timeoutMs, signal }: AwaitOptions, timedOut: () => Error): void {
    if (!this.#among.has(this)) return;
    alive.hold();
    const finite = timeoutMs !== undefined && timeoutMs !== Number.POSITIVE_INFINITY;
    const timer = finite ? setTimeout(() => this.fail(timedOut()), timeoutMs) : undefined;
    const aborted = (): void => this.fail(signal?.reason);
    signal?.addEventListener('abort', aborted, { once: true });
    this.#letGo = () => {
      alive.release();
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    };
  }

  /** Returns whether the wait was still pending. */
  #end(): boolean {
    if (!this.#among.delete(this)) return false;
    this.#letGo();
    return true;
  }
}
