/**
 * Small delays at random, so that schedules vary although there are few cores: mostly none, often a spin of up to some
 * microseconds, now and then a nap that lets another thread have the core.
 */
import { Random } from '../interleaving/random.ts';

/** Where to delay: nowhere, between calls, or also before single accesses to shared memory. */
export type JitterMode = 'none' | 'calls' | 'accesses';

const NAP_MS = 0.02;
const POLL_MS = 0.05;

export class Jitter {
  readonly mode: JitterMode;
  readonly #random: Random;
  /** A word that nobody else has: to spin and to nap on. */
  readonly #own: Int32Array = new Int32Array(new SharedArrayBuffer(4));

  constructor(mode: JitterMode, seed: number) {
    this.mode = mode;
    this.#random = new Random(seed);
  }

  /** Before a call. */
  beforeCall(): void {
    if (this.mode === 'none') return;
    const drawn = this.#random.below(16);
    if (drawn === 0) this.#nap(NAP_MS);
    else if (drawn < 8) this.#spin(drawn + 4);
  }

  /** Before an access. Rarer: a call makes a dozen. */
  beforeAccess(): void {
    const drawn = this.#random.below(32);
    if (drawn === 0) this.#nap(NAP_MS);
    else if (drawn < 6) this.#spin(drawn + 3);
  }

  /** After a poll that found nothing: whoever polls lets others have the core. */
  afterEmptyPoll(): void {
    this.#nap(POLL_MS);
  }

  #spin(exponent: number): void {
    for (let left = this.#random.below(2 ** exponent); left > 0; left--) Atomics.load(this.#own, 0);
  }

  #nap(milliseconds: number): void {
    Atomics.wait(this.#own, 0, 0, milliseconds);
  }
}
