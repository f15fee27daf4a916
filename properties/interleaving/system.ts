// What is put under test: threads as deterministic step functions over one shared memory.
import type { SharedMemory } from './memory.ts';

/** A call has run to its end. */
export interface Outcome<Local> {
  /** Where the thread goes on: plain JSON data. `undefined`: the thread has finished. */
  readonly next: Local | undefined;
  /** Recorded in histories: plain JSON data. */
  readonly result?: unknown;
}

/** A thread as a step function: one call at a time, each from its start to its end. */
export interface VirtualThread<Local = unknown> {
  readonly name?: string;
  /** Where the thread starts: plain JSON data. */
  readonly start: Local;
  /**
   * Runs one call from its start to its end. It is run many times over, so it must be deterministic, must reach shared
   * memory through `memory` only, must keep nothing between runs, and must not catch what `memory` throws.
   *
   * A call that returns the very `local` it was given has to be tried again: that is how a loop that spins is written,
   * so that the search sees the thread come back to the same state.
   */
  step(memory: SharedMemory, local: Local): Outcome<Local>;
  /** Names the call about to run at `local`, for reports: `domsg port=1 msg=0`. */
  describe?(local: Local): string;
  /** Identity of the call that survives the removal of other calls. Default: thread name and running number. */
  identify?(local: Local): string;
  /** This thread may stay blocked, or never finish, like a server. */
  readonly daemon?: boolean;
}

/** An operation that reads a word, computes and writes it, in one step. */
export interface Update {
  readonly name: string;
  /** Of the stored value and the operand, both 32-bit integers; what is to be stored. */
  apply(before: number, operand: number): number;
}

/** What is under test: threads over one memory, and what must hold. */
export interface System {
  /** The initial words. Copied, never written. */
  readonly memory: Int32Array;
  readonly threads: readonly VirtualThread[];
  /** The name of a word in reports. Default: its index in brackets. */
  readonly words?: (word: number) => string;
  /** The result of a call in reports. Default: as JSON. */
  readonly results?: (result: unknown) => string;
  /** What `FullMemory.update` computes, by number of the operation. */
  readonly updates?: readonly Update[];
  /** A stored value in reports. Default: the number. */
  readonly show?: (word: number, stored: number) => string;
  /** Judged in every reachable state; a string says what is violated. */
  invariant?(memory: Int32Array): string | undefined;
  /** Judged where every thread that is no daemon has finished and nothing can move. */
  final?(memory: Int32Array): string | undefined;
}

/** Bounds against code that never stops. */
export interface Limits {
  /** Plain operations and ends of calls that a thread may perform between two atomic operations. Default 10 000. */
  readonly plainOperations?: number;
  /** Atomic operations that one call may perform on one path. Default 10 000. */
  readonly atomicOperations?: number;
}

/** A thread that is one call: `body` from its first line to its last. What it returns is recorded as the result. */
export function plainThread(name: string, body: (memory: SharedMemory) => unknown): VirtualThread<string> {
  return { name, start: name, describe: () => name, step: (memory) => ({ next: undefined, result: body(memory) }) };
}

/** What a part of a `sequence` returns to be run again from its start. */
export const AGAIN: unique symbol = Symbol('again');

/**
 * A thread that is a list of calls, one after another; a part that returns `AGAIN` is tried again: that is a spin loop.
 */
export function sequence(
  name: string,
  parts: readonly ((memory: SharedMemory) => unknown)[],
  daemon = false,
): VirtualThread<number> {
  return {
    name,
    daemon,
    start: 0,
    describe: (at) => `${name} part ${at}`,
    step: (memory, at) => {
      const result = parts[at]?.(memory);
      if (result === AGAIN) return { next: at };
      return { next: at + 1 < parts.length ? at + 1 : undefined, result };
    },
  };
}

export const THREADS_MAX = 32;

export function checkSystem(system: System): void {
  if (!(system.memory instanceof Int32Array)) throw new TypeError('The memory of a system must be an Int32Array.');
  const count = system.threads.length;
  if (count < 1 || count > THREADS_MAX) {
    throw new RangeError(`A system has 1 to ${THREADS_MAX} threads; this one has ${count}.`);
  }
  for (const [index, thread] of system.threads.entries()) {
    if (typeof thread?.step !== 'function') {
      throw new TypeError(`Thread ${index} has no step function. For a plain function use plainThread(name, body).`);
    }
  }
}

export function threadAt(system: System, thread: number): VirtualThread {
  const found = system.threads[thread];
  if (found === undefined)
    throw new RangeError(`There is no thread ${thread}; the system has ${system.threads.length}.`);
  return found;
}

export function threadName(system: System, thread: number): string {
  return threadAt(system, thread).name ?? `thread ${thread}`;
}

export function wordName(system: System, word: number): string {
  return system.words?.(word) ?? `[${word}]`;
}

export function valueText(system: System, word: number, stored: number): string {
  return system.show?.(word, stored) ?? String(stored);
}

export function describeCall(system: System, thread: number, local: unknown): string {
  return threadAt(system, thread).describe?.(local) ?? JSON.stringify(local);
}
