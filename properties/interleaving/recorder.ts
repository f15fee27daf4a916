// Runs a call as far as is known of it, and one operation further. JavaScript cannot stop a function in its middle and
// go on later; but a call's run depends on nothing but the results it has read, so running it anew with those results
// brings it to the same point, and a private sentinel thrown at the first operation beyond takes it off the stack.
import type { FullMemory } from './memory.ts';
import * as operation from './operations.ts';

/** What is known of a call: its operations so far with their results, and where a new operation is put. */
export interface Tape {
  readonly length: number;
  /** The result of operation `at`, checked to be the one recorded; throws where the code did something else. */
  replay(at: number, kind: number, word: number, a: number, b: number): number;
  /** A number for these words and values. */
  group(words: readonly number[], values: readonly number[]): number;
  /** An operation beyond the end; throws where there are too many. */
  append(kind: number, word: number, a: number, b: number): void;
}

export type Ending<Value> =
  | { readonly how: 'suspended' }
  | { readonly how: 'returned'; readonly value: Value }
  | { readonly how: 'threw'; readonly error: unknown };

const SENTINEL: unique symbol = Symbol('the checker takes this call off the stack; let it pass');

export function runRecorded<Value>(words: number, tape: Tape, call: (memory: FullMemory) => Value): Ending<Value> {
  const recorder = new Recorder(words, tape);
  let ending: Ending<Value>;
  try {
    ending = { how: 'returned', value: call(recorder) };
  } catch (error) {
    ending = error === SENTINEL ? { how: 'suspended' } : { how: 'threw', error };
  }
  return recorder.check(ending);
}

class Recorder implements FullMemory {
  private at = 0;
  private dead = false;
  private failure: unknown;
  private readonly words: number;
  private readonly tape: Tape;

  constructor(words: number, tape: Tape) {
    this.words = words;
    this.tape = tape;
  }

  /** After the run: a failure of our own goes before whatever the code made of the sentinel. */
  check<Value>(ending: Ending<Value>): Ending<Value> {
    if (this.failure !== undefined) throw this.failure;
    if (this.dead && ending.how !== 'suspended') {
      throw new Error(
        'The call caught what an operation on the memory threw. The checker takes a call off the stack that way, so ' +
          'the code must let it pass: catch only errors of your own, or rethrow what you do not know.',
      );
    }
    if (!this.dead && this.at < this.tape.length) {
      throw new Error(
        `The call is not deterministic: run again with the same results, it ended after ${this.at} operations where ` +
          `it had performed ${this.tape.length} before. ${NONDETERMINISM_HINT}`,
      );
    }
    return ending;
  }

  // A `finally` of the code under test may run operations while the sentinel passes: they throw it again and do
  // nothing.
  private operate(kind: number, word: number, a: number, b: number): number {
    if (this.dead) throw SENTINEL;
    if (!Number.isInteger(word) || word < 0 || word >= this.words) {
      throw new RangeError(
        `${operation.operationName(kind)}: there is no word ${word}; the memory has ${this.words} words.`,
      );
    }
    try {
      if (this.at < this.tape.length) {
        const result = this.tape.replay(this.at, kind, word, a, b);
        this.at += 1;
        return result;
      }
      this.tape.append(kind, word, a, b);
    } catch (error) {
      this.failure = error;
      this.dead = true;
      throw SENTINEL;
    }
    if (operation.isVoid(kind)) {
      this.at += 1;
      return 0;
    }
    this.dead = true;
    throw SENTINEL;
  }

  get(word: number): number {
    return this.operate(operation.GET, word, 0, 0);
  }
  set(word: number, value: number): void {
    this.operate(operation.SET, word, value | 0, 0);
  }
  load(word: number): number {
    return this.operate(operation.LOAD, word, 0, 0);
  }
  test(word: number, mask: number): boolean {
    return this.operate(operation.TEST, word, mask | 0, 0) !== 0;
  }
  store(word: number, value: number): void {
    this.operate(operation.STORE, word, value | 0, 0);
  }
  exchange(word: number, value: number): number {
    return this.operate(operation.EXCHANGE, word, value | 0, 0);
  }
  compareExchange(word: number, expected: number, replacement: number): number {
    return this.operate(operation.COMPARE_EXCHANGE, word, expected | 0, replacement | 0);
  }
  add(word: number, value: number): number {
    return this.operate(operation.ADD, word, value | 0, 0);
  }
  and(word: number, value: number): number {
    return this.operate(operation.AND, word, value | 0, 0);
  }
  or(word: number, value: number): number {
    return this.operate(operation.OR, word, value | 0, 0);
  }
  update(word: number, code: number, operand: number): number {
    return this.operate(operation.UPDATE, word, operand | 0, code);
  }
  wait(word: number, value: number, timeoutMs?: number): 'ok' | 'not-equal' | 'timed-out' {
    const result = this.operate(operation.WAIT, word, value | 0, isFiniteTimeout(timeoutMs) ? 1 : 0);
    return operation.WAIT_RESULTS[result] ?? 'ok';
  }
  notify(word: number, count?: number): void {
    this.operate(operation.NOTIFY, word, wakeLimit(count), 0);
  }
  awaitChange(words: readonly number[], values: readonly number[], again?: boolean): void {
    this.operate(operation.AWAIT, words[0] ?? -1, this.tape.group(words, values), again === true ? 1 : 0);
  }
  notifyCount(word: number, count?: number): number {
    return this.operate(operation.NOTIFY_COUNT, word, wakeLimit(count), 0);
  }
}

export const NONDETERMINISM_HINT: string =
  'The usual causes are a clock, a random number, or a variable outside the call that an earlier run has changed.';

export function isFiniteTimeout(timeoutMs: number | undefined): boolean {
  return timeoutMs !== undefined && !Number.isNaN(timeoutMs) && timeoutMs !== Number.POSITIVE_INFINITY;
}

export function wakeLimit(count: number | undefined): number {
  if (count === undefined || count > 0x7fffffff) return operation.EVERYONE;
  return Number.isNaN(count) ? 0 : Math.max(0, Math.trunc(count));
}
