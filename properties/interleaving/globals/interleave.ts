// Every interleaving of code that was written against the standard globals, unchanged.

import type { ExhaustiveOptions } from '../exhaustive.ts';
import { type Exploration, explore } from '../explore.ts';
import type { LanesOptions } from '../lanes.ts';
import { LookAlikes } from './look-alikes.ts';
import { checkSuite, type Suite, systemOfSuite } from './suite.ts';

export type InterleaveOptions = ExhaustiveOptions & LanesOptions;

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
 * Every interleaving of the suite that `load` gives. It is called, and the suite runs, with the look-alikes in place.
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
    const suite: Partial<Suite> = (await load()) as Suite;
    checkSuite(suite);
    for (;;) {
      const system = systemOfSuite(suite, lookAlikes);
      const words = lookAlikes.cells.count;
      const exploration = attempt(() => explore(system, options));
      if (lookAlikes.cells.count === words) return exploration();
    }
  });
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
