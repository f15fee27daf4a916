/** What every mutant is tried against first, run once on the unchanged modules: loading this module is the run. */
import * as impl from '../../impl/index.ts';
import { claim } from '../../impl/system.ts';
import { giveUp } from '../../model/actions.ts';
import { breachOf, CONTRACTS } from '../contracts/index.ts';
import { IMPLEMENTATION } from '../implementation.ts';
import { exhaustive } from '../interleaving/index.ts';
import { breaksGivingUp, CALLER_VIEWS, compareViews, explore, PROFILES, worldNamed } from '../model/index.ts';
import { systemOf } from '../programs/system.ts';
import { RefinementMonitor } from '../refinement/monitor.ts';
import { scenariosUpTo } from './sized.ts';

/** Steps of the largest scenario that is run for this. */
const STEPS_MAX = 8_000;

for (const contract of CONTRACTS) breachOf(contract, { ...impl, claim });
for (const world of PROFILES.smoke) explore(world);
for (const view of CALLER_VIEWS) compareViews(view);
breaksGivingUp(worldNamed('one message'), giveUp);
for (const { scenario } of scenariosUpTo(STEPS_MAX)) {
  const { program } = scenario;
  exhaustive(systemOf(program, IMPLEMENTATION), { monitor: new RefinementMonitor(program, IMPLEMENTATION) });
}
