/**
 * The one door to shared memory: everything the algorithm does to words that other threads can see goes through here.
 *
 * In production it is the thin class below, which the JIT sees through. A checker hands in its own, and not one line of
 * the algorithm differs between the two.
 */
export interface Memory {
  /** Plain read: of words that one thread owns at a time. */
  get(word: number): number;
  /** Plain write. */
  set(word: number, value: number): void;
  /** Atomic from here on. */
  load(word: number): number;
  /** Whether any bit of `mask` is set. Less is learnt than by `load`, so a checker has fewer cases to tell apart. */
  test(word: number, mask: number): boolean;
  store(word: number, value: number): void;
  exchange(word: number, value: number): number;
  /** Returns what it found: the exchange happened if that is `expected`. */
  compareExchange(word: number, expected: number, replacement: number): number;
  add(word: number, value: number): number;
  and(word: number, value: number): number;
  or(word: number, value: number): number;
  /** Sleeps while the word holds `value`, until a notify or for `timeoutMs` milliseconds. */
  wait(word: number, value: number, timeoutMs?: number): 'ok' | 'not-equal' | 'timed-out';
  /** Wakes all that sleep on the word, or the first `count` of them. */
  notify(word: number, count?: number): void;
}

/** `Memory` over a SharedArrayBuffer. */
export class AtomicsMemory implements Memory {
  readonly words: Int32Array;

  constructor(buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer);
  }

  get(word: number): number {
    return this.words[word] as number;
  }

  set(word: number, value: number): void {
    this.words[word] = value;
  }

  load(word: number): number {
    return Atomics.load(this.words, word);
  }

  test(word: number, mask: number): boolean {
    return (Atomics.load(this.words, word) & mask) !== 0;
  }

  store(word: number, value: number): void {
    Atomics.store(this.words, word, value);
  }

  exchange(word: number, value: number): number {
    return Atomics.exchange(this.words, word, value);
  }

  compareExchange(word: number, expected: number, replacement: number): number {
    return Atomics.compareExchange(this.words, word, expected, replacement);
  }

  add(word: number, value: number): number {
    return Atomics.add(this.words, word, value);
  }

  and(word: number, value: number): number {
    return Atomics.and(this.words, word, value);
  }

  or(word: number, value: number): number {
    return Atomics.or(this.words, word, value);
  }

  wait(word: number, value: number, timeoutMs?: number): 'ok' | 'not-equal' | 'timed-out' {
    return Atomics.wait(this.words, word, value, timeoutMs);
  }

  notify(word: number, count?: number): void {
    Atomics.notify(this.words, word, count);
  }
}
