/**
 * Small delays at random, so that schedules vary although there are few cores: mostly none, often a spin of up to some
 * microseconds, now and then a nap that lets another thread have the core.
 */
import { Random } from '../interleaving/random.ts';

/**
 * Where to delay: nowhere; between calls; also before single accesses to shared memory; or rarely, but for so long that all
 * others run until they wait. One such stall is what a preemption is to a scheduler that otherwise lets everybody run on.
 */
export const JITTER_MODES = ['none', 'calls', 'accesses', 'stalls'] as const;
export type JitterMode = (typeof JITTER_MODES)[number];

const NAP_MS = 0.02;
const STALL_MS = 0.4;
/** A call makes some dozens of accesses; from one to the next stall there are 8 to 256, as drawn once for each thread. */
const STALL_EXPONENT = 3;
const STALL_EXPONENTS = 6;
const POLL_MS = 0.05;

export class Jitter {
  readonly mode: JitterMode;
  readonly #random: Random;
  readonly #accessesOfAStall: number;
  /** A word that nobody else has: to spin and to nap on. */
  readonly #own: Int32Array = new Int32Array(new SharedArrayBuffer(4));

  constructor(mode: JitterMode, seed: number) {
    this.mode = mode;
    this.#random = new Random(seed);
    this.#accessesOfAStall = 2 ** (STALL_EXPONENT + this.#random.below(STALL_EXPONENTS));
  }

  /** Before a call. */
  beforeCall(): void {
    if (this.mode === 'none' || this.mode === 'stalls') return;
    this.#delay(16, 8, 4);
  }

  /** Before an access. Rarer: a call makes a dozen. */
  beforeAccess(): void {
    if (this.mode === 'stalls') this.#stall();
    else this.#delay(32, 6, 3);
  }

  /** Before a plain access. Rarer again: a call makes some dozens. */
  beforePlainAccess(): void {
    if (this.mode === 'stalls') this.#stall();
    else this.#delay(128, 8, 1);
  }

  /** After a poll that found nothing: whoever polls lets others have the core. */
  afterEmptyPoll(): void {
    this.#nap(POLL_MS);
  }

  /** One time in `all` a nap; in as many others as there are below `spins` a spin, of up to 2 to that plus `shift`. */
  #delay(all: number, spins: number, shift: number): void {
    const drawn = this.#random.below(all);
    if (drawn === 0) this.#nap(NAP_MS);
    else if (drawn < spins) this.#spin(drawn + shift);
  }

  #stall(): void {
    if (this.#random.below(this.#accessesOfAStall) === 0) this.#nap(STALL_MS);
  }

  #spin(exponent: number): void {
    for (let left = this.#random.below(2 ** exponent); left > 0; left--) Atomics.load(this.#own, 0);
  }

  #nap(milliseconds: number): void {
    Atomics.wait(this.#own, 0, 0, milliseconds);
  }
}
