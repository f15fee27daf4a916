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
