/** Whether a module can be run on worker threads at all. */
import type { Implementation } from '../implementation.ts';
import { WorkerPool } from './pool.ts';

/** Milliseconds that a module may take to load. */
const LOAD_MS = 10_000;

/** Why not, as the end of a sentence; undefined: it can. */
export async function whyNotOnThreads(own: Implementation): Promise<string | undefined> {
  if (own.interrupts !== undefined) return 'it needs interrupts, which worker threads do not have';
  const pool = new WorkerPool();
  const [worker] = pool.lease(1);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ readonly why: string }>((resolve) => {
    timer = setTimeout(() => resolve({ why: `it was not loaded within ${LOAD_MS / 1000} seconds` }), LOAD_MS);
  });
  try {
    const ended = await Promise.race([worker?.start({ probe: own.name }), late]);
    return ended === undefined ? undefined : `a worker thread cannot load it: ${ended.why}`;
  } finally {
    clearTimeout(timer);
    await pool.close();
  }
}
