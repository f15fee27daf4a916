// A small concurrent program written against the standard globals, as a system of the engine.

import { type FullMemory, fullMemory } from '../memory.ts';
import { plainText } from '../plain-data.ts';
import type { System, VirtualThread } from '../system.ts';
import type { LookAlikes } from './look-alikes.ts';
import { type Named, namedWord } from './names.ts';
import { SetupMemory } from './setup-memory.ts';
import { withSpinning } from './spinning.ts';

/**
 * What a person declares. All functions are ordinary code: they use `SharedArrayBuffer`, typed arrays and `Atomics`, and
 * know nothing of the checker.
 */
export interface Suite<Shared = unknown> {
  /** Makes the shared memory, and whatever wraps it. Run anew for each thread, as each worker would make its own. */
  setup(): Shared;
  /** The threads by name. What one returns is its result. */
  readonly threads: Readonly<Record<string, (shared: Shared) => unknown>>;
  /** Names of threads that may wait for ever, such as servers. */
  readonly daemons?: readonly string[];
  /** Judges the end of every run: throws, or returns false, where it is wrong. */
  finish?(shared: Shared): unknown;
  /** The same of every state. It sees memory only. */
  invariant?(shared: Shared): unknown;
}

/** @throws TypeError where something is missing */
export function checkSuite(suite: Partial<Suite>): asserts suite is Suite {
  if (typeof suite.setup !== 'function')
    throw new TypeError('There is no `setup`: a function that makes the shared memory and returns it.');
  const threads = Object.entries(suite.threads ?? {});
  if (threads.length === 0) throw new TypeError('There are no `threads`: an object of functions, by name.');
  for (const [name, body] of threads)
    if (typeof body !== 'function') throw new TypeError(`The thread "${name}" is no function.`);
  for (const name of suite.daemons ?? [])
    if (suite.threads?.[name] === undefined) throw new TypeError(`\`daemons\` names "${name}", which is no thread.`);
}

/** Sets the memory up once, to find its words. */
export function systemOfSuite(suite: Suite, lookAlikes: LookAlikes): System {
  const { cells, elements } = lookAlikes;
  const { updates } = elements;
  const scratch = new SetupMemory([], updates);
  cells.fixed = false;
  const first = lookAlikes.whileSettingUp(scratch, () => suite.setup());
  cells.fixed = true;
  const initial = Int32Array.from({ length: Math.max(1, cells.count) }, (_, word) => scratch.get(word));
  const names = new Map<number, Named>();
  const named = (word: number): Named => {
    const found = names.get(word) ?? namedWord(lookAlikes, first, word);
    names.set(word, found);
    return found;
  };
  /** What `setup` makes, as on a memory of its own. */
  const shared = (): unknown => lookAlikes.whileSettingUp(new SetupMemory([], updates), () => suite.setup());
  const judge = (body: ((one: unknown) => unknown) | undefined, memory: Int32Array): string | undefined => {
    if (body === undefined) return undefined;
    return complaint(() => lookAlikes.on(new SetupMemory(memory, updates), () => body(shared())));
  };
  const threads = Object.entries(suite.threads).map(([name, body]): VirtualThread<string> => {
    const step: VirtualThread<string>['step'] = (memory) => {
      const run = (on: FullMemory): unknown => {
        const mine = shared();
        return lookAlikes.on(on, () => body(mine));
      };
      const result = withSpinning(fullMemory(memory), run, run);
      return isPlain(result) ? { next: undefined, result } : { next: undefined };
    };
    return { name, start: name, describe: () => name, daemon: suite.daemons?.includes(name) === true, step };
  });
  return {
    memory: initial,
    threads,
    updates,
    words: (word) => named(word).name,
    show: (word, stored) => String(named(word).value(stored)),
    ...(suite.invariant === undefined
      ? {}
      : { invariant: (memory: Int32Array) => judge((one) => suite.invariant?.(one), memory) }),
    ...(suite.finish === undefined
      ? {}
      : { final: (memory: Int32Array) => judge((one) => suite.finish?.(one), memory) }),
  };
}

function isPlain(value: unknown): boolean {
  try {
    return value !== undefined && plainText(value, 'The result') !== '';
  } catch {
    return false;
  }
}

function complaint(body: () => unknown): string | undefined {
  try {
    return body() === false ? 'The assertion returned false.' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
