/** A mutant made to run: the message ports with that change, or the actions of the model with it. */
import type { Action } from '../../model/index.ts';
import { reload } from '../faults/reload.ts';
import { type Implementation, type Modules, withPorts } from '../implementation.ts';
import type { Mutant } from './mutant.ts';

/** @throws Error if it cannot even be loaded */
export async function loadPorts(mutant: Mutant): Promise<Implementation> {
  return withPorts(mutant.name, (await reload(mutant.name, 'impl/index.js', [mutant])) as Modules);
}

/** What they are held to stays as it is: properties of the model are not made from its actions. @throws as `loadPorts` */
export async function loadActions(mutant: Mutant): Promise<readonly Action[]> {
  const changed = (await reload(mutant.name, 'model/index.js', [mutant])) as { readonly ACTIONS: readonly Action[] };
  return changed.ACTIONS;
}
