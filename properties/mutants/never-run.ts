/** Which mutants are in code that nothing runs: found by running what is tried first, and counting. */
import type { Mutant } from './mutant.ts';
import { isIn, neverRun } from './reached.ts';

/** Names of mutants. */
export async function mutantsNeverRun(mutants: readonly Mutant[]): Promise<ReadonlySet<string>> {
  const files = [...new Set(mutants.map(({ file }) => file))];
  const ranges = await neverRun(files, 'properties/mutants/tried-first.js');
  return new Set(mutants.filter((mutant) => isIn(ranges, mutant)).map(({ name }) => name));
}
