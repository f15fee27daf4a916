/** One mutant, tried with all that its profile allows. */
import type { Profile } from '../model/index.ts';
import { EFFORTS } from './effort.ts';
import type { Mutant } from './mutant.ts';
import type { Outcome } from './outcome.ts';
import { tryActions } from './try-actions.ts';
import { tryPorts } from './try-ports.ts';

/** @param alive called before each part of it: what begins now */
export function tryMutant(
  mutant: Mutant,
  profile: Profile,
  seed: number,
  alive: (what: string) => void,
): Promise<Outcome> {
  const { ports, actions } = EFFORTS[profile];
  return mutant.part === 'impl' ? tryPorts(mutant, { ...ports, seed }, alive) : tryActions(mutant, actions, alive);
}
