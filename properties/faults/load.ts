/** The implementation with a fault in it. */
import type { Thread } from '../../impl/thread.ts';
import { type Implementation, withThread } from '../implementation.ts';
import type { Fault } from './fault.ts';
import { reload } from './reload.ts';

/** @throws Error if there is no build, or the fault does not fit it any more */
export async function loadFault(fault: Fault): Promise<Implementation> {
  const module = await reload(`the fault "${fault.name}"`, 'impl/thread.js', fault.changes);
  return withThread(fault.name, (module as { readonly Thread: typeof Thread }).Thread);
}
