// The one door to shared memory. Code under test reaches its words through this interface and through nothing else, so
// that the same lines run over a real Int32Array with Atomics and over the virtual memory of the checker.

/**
 * Words are 32-bit signed integers, addressed by index. Values are converted as `Atomics` converts them (`value | 0`).
 */
export interface SharedMemory {
  /** Plain read: for a word that has one owner at a time. */
  get(word: number): number;
  /** Plain write: for a word that has one owner at a time. */
  set(word: number, value: number): void;
  /** Atomic read. From here on, every operation is sequentially consistent. */
  load(word: number): number;
  /**
   * Atomic read of which only `(value & mask) !== 0` is learnt. Prefer it to `load` where one bit is asked: fewer
   * states.
   */
  test(word: number, mask: number): boolean;
  store(word: number, value: number): void;
  /** Returns the old value, as do the operations below. */
  exchange(word: number, value: number): number;
  compareExchange(word: number, expected: number, replacement: number): number;
  add(word: number, value: number): number;
  and(word: number, value: number): number;
  or(word: number, value: number): number;
  /** Compares and falls asleep in one step. `timeoutMs` in milliseconds; absent, NaN or Infinity: no time limit. */
  wait(word: number, value: number, timeoutMs?: number): 'ok' | 'not-equal' | 'timed-out';
  /** Wakes up to `count` (default: all) of those asleep on the word, in the order of their arrival. */
  notify(word: number, count?: number): void;
}

/** What code that was not written for the checker also needs: every operation of `Atomics`, with its result. */
export interface FullMemory extends SharedMemory {
  /** Atomic. Computes by `System.updates[operation]`; returns the old value. */
  update(word: number, operation: number, operand: number): number;
  /**
   * Goes on once one of the words has another value than the one beside it: a loop that spins, as one operation.
   *
   * @param again the code looked at the words, one operation each, since it last waited so, and found these values again:
   * what it does from here on is what it did from there
   */
  awaitChange(words: readonly number[], values: readonly number[], again?: boolean): void;
  /** As `notify`, and tells how many it woke. */
  notifyCount(word: number, count?: number): number;
}

/** The checker's memories have every operation; only an interface that says so is missing. */
export function fullMemory(memory: SharedMemory): FullMemory {
  if ('update' in memory && 'notifyCount' in memory && 'awaitChange' in memory) return memory as FullMemory;
  throw new TypeError('This memory lacks operations of Atomics: it is not one of the checker.');
}
