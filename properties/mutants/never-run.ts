/** Which mutants are in code that nothing runs: found by running what is tried first, and counting. */
import * as impl from '../../impl/index.ts';
import { claim } from '../../impl/system.ts';
import { breachOf, CONTRACTS } from '../contracts/index.ts';
import { IMPLEMENTATION } from '../implementation.ts';
import { exhaustive } from '../interleaving/index.ts';
import { explore, PROFILES } from '../model/index.ts';
import { systemOf } from '../programs/system.ts';
import type { Mutant } from './mutant.ts';
import { isIn, neverRun } from './reached.ts';
import { scenariosUpTo } from './sized.ts';

/** Steps of the largest scenario that is run for this. */
const STEPS_MAX = 8_000;

/** Names of mutants. */
export async function mutantsNeverRun(mutants: readonly Mutant[]): Promise<ReadonlySet<string>> {
  const files = [...new Set(mutants.map(({ file }) => file))];
  const ranges = await neverRun(files, async () => {
    for (const contract of CONTRACTS) breachOf(contract, { ...impl, claim });
    for (const { scenario } of scenariosUpTo(STEPS_MAX)) exhaustive(systemOf(scenario.program, IMPLEMENTATION));
    for (const world of PROFILES.smoke) explore(world);
  });
  return new Set(mutants.filter((mutant) => isIn(ranges, mutant)).map(({ name }) => name));
}
