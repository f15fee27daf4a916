/** When a call is to end without its answer: one time for all that it waits for. */
import { LwktError } from '../error.ts';

export class Deadline {
  readonly timeoutMs: number;
  readonly #what: string;
  readonly #at: number;

  /** @param timeoutMs milliseconds from now; Infinity for never */
  constructor(timeoutMs: number, what: string) {
    this.timeoutMs = timeoutMs;
    this.#what = what;
    this.#at = timeoutMs === Number.POSITIVE_INFINITY ? timeoutMs : performance.now() + timeoutMs;
  }

  get leftMs(): number {
    return this.timeoutMs === Number.POSITIVE_INFINITY ? this.timeoutMs : Math.max(0, this.#at - performance.now());
  }

  error(): LwktError {
    return new LwktError('ETIMEDOUT', `${this.#what} did not end within ${this.timeoutMs} ms`);
  }
}
