/** The implementation with a fault in it. */
import type { Thread } from '../../impl/thread.ts';
import { canonical, fingerprint, fingerprintOfPorts } from '../fingerprints/index.ts';
import { type Implementation, withThread } from '../implementation.ts';
import type { Fault } from './fault.ts';
import { reload } from './reload.ts';

/** @throws Error if there is no build, or the fault does not fit it any more */
export async function loadFault(fault: Fault): Promise<Implementation> {
  const module = await reload(`the fault "${fault.name}"`, 'impl/thread.js', fault.changes);
  const implementation = withThread(fault.name, (module as { readonly Thread: typeof Thread }).Thread);
  return { ...implementation, fingerprint: () => fingerprintOfFault(fault) };
}

/** Of the ports, and of what is changed in them. */
function fingerprintOfFault({ changes }: Fault): string | undefined {
  const ports = fingerprintOfPorts();
  return ports === undefined ? undefined : fingerprint([ports, canonical(changes)]);
}
