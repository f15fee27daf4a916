/** A mutant made to run: the message ports with that change, or the actions of the model with it. */
import type * as model from '../../model/index.ts';
import type { Parts } from '../contracts/index.ts';
import { reload, reloadAll } from '../faults/reload.ts';
import { type Implementation, withPorts } from '../implementation.ts';
import type { Mutant } from './mutant.ts';

/** The ports, as modules and put together. */
export interface Ports {
  readonly parts: Parts;
  readonly implementation: Implementation;
}

/** @throws Error if they cannot even be loaded */
export async function loadPorts(mutant: Mutant): Promise<Ports> {
  const [face, system] = await reloadAll(mutant.name, ['impl/index.js', 'impl/system.js'], [mutant]);
  const parts = { ...(face as Parts), claim: (system as Parts).claim };
  return { parts, implementation: withPorts(mutant.name, parts) };
}

/** The actions of a changed model, and what it says of waits that give up. */
export type Actions = Pick<typeof model, 'ACTIONS' | 'giveUp'>;

/** What they are held to stays as it is: properties of the model are not made from its actions. @throws as `loadPorts` */
export async function loadActions(mutant: Mutant): Promise<Actions> {
  return (await reload(mutant.name, 'model/index.js', [mutant])) as Actions;
}
