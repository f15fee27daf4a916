/** Whether there is shared memory at all. In a page there is only if it is isolated from other origins. */
import { LwktError } from './error.ts';

/** @throws LwktError ENOTSUP: what is missing, and what to do */
export function checkSharedMemory(name: string): void {
  if (typeof SharedArrayBuffer === 'function') return;
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated;
  const sentence = `${name}: this page has no SharedArrayBuffer, because it is not isolated (crossOriginIsolated is ${isolated})`;
  const headers = '"Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp"';
  throw new LwktError('ENOTSUP', `${sentence}: serve it with the headers ${headers}`);
}
