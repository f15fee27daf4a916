// The memory while nothing runs concurrently: before the threads start, and after the last has ended.
import type { FullMemory } from '../memory.ts';
import { isFiniteTimeout } from '../recorder.ts';
import type { Update } from '../system.ts';

export class SetupMemory implements FullMemory {
  /** Words beyond the end are 0. */
  readonly words: number[];
  private readonly updates: readonly Update[];

  constructor(words: Iterable<number>, updates: readonly Update[]) {
    this.words = [...words];
    this.updates = updates;
  }

  get(word: number): number {
    return this.words[word] ?? 0;
  }
  set(word: number, value: number): void {
    while (this.words.length < word) this.words.push(0);
    this.words[word] = value | 0;
  }
  load(word: number): number {
    return this.get(word);
  }
  test(word: number, mask: number): boolean {
    return (this.get(word) & mask) !== 0;
  }
  store(word: number, value: number): void {
    this.set(word, value);
  }
  exchange(word: number, value: number): number {
    return this.change(word, value);
  }
  compareExchange(word: number, expected: number, replacement: number): number {
    const old = this.get(word);
    return old === (expected | 0) ? this.change(word, replacement) : old;
  }
  add(word: number, value: number): number {
    return this.change(word, this.get(word) + value);
  }
  and(word: number, value: number): number {
    return this.change(word, this.get(word) & value);
  }
  or(word: number, value: number): number {
    return this.change(word, this.get(word) | value);
  }
  update(word: number, code: number, operand: number): number {
    return this.change(word, this.updates[code]?.apply(this.get(word), operand) ?? 0);
  }
  wait(word: number, value: number, timeoutMs?: number): 'not-equal' | 'timed-out' {
    if (this.get(word) !== value) return 'not-equal';
    if (isFiniteTimeout(timeoutMs)) return 'timed-out';
    throw new Error('Atomics.wait would sleep for ever here: no thread runs while memory is set up or looked at.');
  }
  notify(): void {
    // Nobody sleeps.
  }
  awaitChange(): void {
    throw new Error('Nothing changes here: no thread runs while memory is set up or looked at.');
  }
  notifyCount(): number {
    return 0;
  }

  private change(word: number, value: number): number {
    const old = this.get(word);
    this.set(word, value);
    return old;
  }
}
