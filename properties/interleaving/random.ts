// Random numbers that are the same everywhere and can be taken up where they were left: sfc32 of Chris Doty-Humphrey's
// PractRand, a counter and three words of chaos. One stream for each purpose.

/** The four words of the generator: plain data. */
export type RandomState = readonly [number, number, number, number];

/** A stream of random numbers: the same for the same seed, everywhere. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  constructor(seed: number | RandomState) {
    if (typeof seed === 'number') {
      // The seed goes into all three words, and the first outputs are thrown away, as the author advises.
      [this.a, this.b, this.c, this.counter] = [seed | 0, (seed / 2 ** 32) | 0, 0x9e3779b9 | 0, 1];
      for (let round = 0; round < 12; round += 1) this.next();
    } else {
      [this.a, this.b, this.c, this.counter] = seed;
    }
  }

  get state(): RandomState {
    return [this.a, this.b, this.c, this.counter];
  }

  /** An integer from 0 to 2^32 - 1. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** An integer from 0 to `bound - 1`, all equally likely. `bound` from 1 to 2^32. */
  below(bound: number): number {
    if (!(bound >= 1 && bound <= 2 ** 32)) throw new RangeError(`There is no random number below ${bound}.`);
    // The last, incomplete stretch of multiples of the bound is drawn again, or small numbers would be likelier.
    const limit = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const drawn = this.next();
      if (drawn < limit) return drawn % bound;
    }
  }

  /** A random order of 0 to `count - 1`. */
  order(count: number): number[] {
    const order = Array.from({ length: count }, (_, index) => index);
    for (let last = count - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      const kept = order[last] as number;
      order[last] = order[other] as number;
      order[other] = kept;
    }
    return order;
  }
}
