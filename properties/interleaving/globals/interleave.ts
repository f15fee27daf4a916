// Every interleaving of code that was written against the standard globals, unchanged.

import type { ExhaustiveOptions } from '../exhaustive.ts';
import { type Exploration, explore } from '../explore.ts';
import type { LanesOptions } from '../lanes.ts';
import type { Limits, System } from '../system.ts';
import { LookAlikes } from './look-alikes.ts';
import { checkSuite, type Suite, systemOfSuite } from './suite.ts';

/** The bounds of the search, and how its report is laid out. */
export type InterleaveOptions = ExhaustiveOptions & LanesOptions;

/** A run of a thread that takes so many atomic operations has a loop without an end; to look further takes long. */
export const SUITE_LIMITS: Limits = { atomicOperations: 1000 };

/**
 * Puts look-alikes in the place of the standard globals while `body` runs, and what it waits for. On real buffers they do
 * what the real ones do.
 */
export async function withLookAlikes<Result>(
  lookAlikes: LookAlikes,
  body: () => Result | Promise<Result>,
): Promise<Result> {
  const names = Object.keys(lookAlikes.globals);
  const real = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const name of names)
    Object.defineProperty(globalThis, name, { value: lookAlikes.globals[name], configurable: true, writable: true });
  try {
    return await body();
  } finally {
    for (const [name, descriptor] of real) if (descriptor) Object.defineProperty(globalThis, name, descriptor);
  }
}

/**
 * Every interleaving of the suite that `load` gives. It is called, and the suite runs, with the look-alikes in place: code
 * that keeps a standard global for itself has to be loaded by it.
 *
 * @throws TypeError where the suite lacks something
 * @throws Error where the code cannot be checked: not deterministic, without a bound, or beyond what is supported
 */
export async function interleave<Shared>(
  load: () => Suite<Shared> | Promise<Suite<Shared>>,
  options: InterleaveOptions = {},
): Promise<Exploration> {
  const lookAlikes = new LookAlikes();
  return withLookAlikes(lookAlikes, async () => {
    const suite: unknown = await load();
    return onSuite(suite, lookAlikes, (system) => explore(system, { limits: SUITE_LIMITS, ...options }));
  });
}

/**
 * What `body` makes of the suite as a system. Called anew for as long as the suite touches elements that have no word yet.
 * The look-alikes are in place already.
 */
export function onSuite<Result>(suite: unknown, lookAlikes: LookAlikes, body: (system: System) => Result): Result {
  checkSuite(suite);
  const { backing } = lookAlikes;
  backing.reset();
  for (;;) {
    const system = systemOfSuite(suite, lookAlikes);
    const words = backing.cells.count;
    const result = attempt(() => body(system));
    if (backing.refusal !== undefined) throw backing.refusal;
    if (backing.cells.count === words) return result();
  }
}

/** What came of it, to be looked at later: a search that met a new element does not count, however it ended. */
function attempt<Result>(body: () => Result): () => Result {
  try {
    const result = body();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
