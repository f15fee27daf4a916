// A small concurrent program written against the standard globals, as a system of the engine.

import { type FullMemory, fullMemory } from '../memory.ts';
import { plainText } from '../plain-data.ts';
import { NONDETERMINISM_HINT } from '../recorder.ts';
import type { System, Update, VirtualThread } from '../system.ts';
import type { LookAlikes } from './look-alikes.ts';
import { type Named, namedWord } from './names.ts';
import { rehearse } from './rehearsal.ts';
import { SetupMemory } from './setup-memory.ts';
import { type Known, withSpinning } from './spinning.ts';

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
  /**
   * Names of threads whose function is called again whenever it has returned, for ever, such as servers that never go to
   * rest. Two calls share nothing but the shared memory. They may wait for ever, too.
   */
  readonly forever?: readonly string[];
  /** Judges the end of every run: throws, or returns false, where it is wrong. */
  finish?(shared: Shared): unknown;
  /** The same of every state. It sees memory only. */
  invariant?(shared: Shared): unknown;
}

/** @throws TypeError where something is missing */
export function checkSuite(suite: unknown): asserts suite is Suite {
  const given = (typeof suite === 'object' && suite !== null ? suite : {}) as Partial<Record<keyof Suite, unknown>>;
  const { setup, threads, daemons = [], forever = [], finish, invariant } = given;
  if (typeof setup !== 'function')
    throw new TypeError('There is no `setup`: a function that makes the shared memory and returns it.');
  const bodies = Object.entries(threads ?? {});
  if (bodies.length === 0) throw new TypeError('There are no `threads`: an object of functions, by name.');
  for (const [name, body] of bodies)
    if (typeof body !== 'function') throw new TypeError(`The thread "${name}" is no function.`);
  for (const [list, names] of Object.entries({ daemons, forever })) {
    if (!Array.isArray(names)) throw new TypeError(`\`${list}\` is no list of names of threads.`);
    const unknown = names.find((name: unknown) => !bodies.some(([thread]) => thread === name));
    if (unknown !== undefined) throw new TypeError(`\`${list}\` names "${String(unknown)}", which is no thread.`);
  }
  for (const [name, judge] of Object.entries({ finish, invariant }))
    if (judge !== undefined && typeof judge !== 'function') throw new TypeError(`\`${name}\` is no function.`);
}

/** Sets the memory up, and runs each thread once alone, to find the words. */
export function systemOfSuite(suite: Suite, lookAlikes: LookAlikes): System {
  const { backing } = lookAlikes;
  const { updates } = backing.elements;
  const judge = (body: (one: unknown) => unknown, memory: Int32Array): string | undefined =>
    complaint(() => backing.on(new SetupMemory(memory, updates), () => body(shared(suite, lookAlikes))));
  const { memory, first } = initialMemory(suite, lookAlikes, updates);
  const names = new Map<number, Named>();
  const named = (word: number): Named => {
    const found = names.get(word) ?? namedWord(lookAlikes, first, word);
    names.set(word, found);
    return found;
  };
  const { invariant, finish } = suite;
  return {
    memory,
    threads: Object.entries(suite.threads).map(([name, body]) => threadOf(suite, lookAlikes, name, body)),
    updates,
    words: (word) => named(word).name,
    show: (word, stored) => String(named(word).value(stored)),
    ...(invariant && { invariant: (words: Int32Array) => judge((one) => invariant.call(suite, one), words) }),
    ...(finish && { final: (words: Int32Array) => judge((one) => finish.call(suite, one), words) }),
  };
}

/** What `setup` makes, as on a memory of its own. */
function shared(suite: Suite, { backing }: LookAlikes): unknown {
  return backing.whileSettingUp(new SetupMemory([], backing.elements.updates), () => suite.setup());
}

function initialMemory(
  suite: Suite,
  lookAlikes: LookAlikes,
  updates: readonly Update[],
): { readonly memory: Int32Array; readonly first: unknown } {
  const { backing } = lookAlikes;
  const [one, other] = [new SetupMemory([], updates), new SetupMemory([], updates)];
  backing.cells.fixed = false;
  const first = backing.whileSettingUp(one, () => suite.setup());
  refuseAsync(lookAlikes, first, '`setup`');
  backing.whileSettingUp(other, () => suite.setup());
  for (let word = 0; word < backing.cells.count; word += 1) {
    if (one.get(word) === other.get(word)) continue;
    const { name, value } = namedWord(lookAlikes, first, word);
    const values = `${value(one.get(word))} and then ${value(other.get(word))}`;
    backing.refuse(
      `\`setup\` is not deterministic: run twice, it gave ${name} the value ${values}. ${NONDETERMINISM_HINT}`,
    );
  }
  const start = [...one.words];
  const bodies = [...Object.values(suite.threads), ...(suite.finish ? [suite.finish.bind(suite)] : [])];
  rehearse(
    start,
    updates,
    bodies.map((body) => (memory) => {
      const mine = shared(suite, lookAlikes);
      return backing.on(memory, () => body(mine));
    }),
  );
  if (backing.refusal !== undefined) throw backing.refusal;
  backing.cells.fixed = true;
  const memory = Int32Array.from({ length: Math.max(1, backing.cells.count) }, (_, word) => start[word] ?? 0);
  return { memory, first };
}

function threadOf(
  suite: Suite,
  lookAlikes: LookAlikes,
  name: string,
  body: (mine: unknown) => unknown,
): VirtualThread<string> {
  const run = (on: FullMemory): unknown => {
    const mine = shared(suite, lookAlikes);
    return lookAlikes.backing.on(on, () => body(mine));
  };
  const known: Known = new Map();
  const forever = suite.forever?.includes(name) === true;
  const daemon = forever || suite.daemons?.includes(name) === true;
  const step: VirtualThread<string>['step'] = (memory, local) => {
    const result = withSpinning(fullMemory(memory), run, run, known);
    refuseAsync(lookAlikes, result, `The thread "${name}"`);
    // Two names that take turns: the very same would say that the call has to be tried again.
    const next = forever ? (local === name ? `${name} again` : name) : undefined;
    return isPlain(result) ? { next, result } : { next };
  };
  return { name, start: name, describe: () => name, daemon, step };
}

function refuseAsync({ backing }: LookAlikes, result: unknown, who: string): void {
  if (typeof result !== 'object' || result === null || typeof Reflect.get(result, 'then') !== 'function') return;
  Promise.resolve(result).catch(() => undefined);
  backing.refuse(`${who} returned a promise. The checker runs synchronous code: nothing may be awaited.`);
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
