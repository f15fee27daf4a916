/** Starts workers that serve, and ends them when the test does. */
import { Worker } from 'node:worker_threads';
import { createSystem, type Sizes, watch } from '../../impl/index.ts';
import { bounded, checkBuild } from '../impl/harness.ts';

const SIZES: Sizes = { threads: 3, messages: 32, payloadBytes: 2048 };

/** A system, and a worker that serves in it as thread 1. */
export function served(data: object = {}, sizes: Partial<Sizes> = {}): { system: SharedArrayBuffer; worker: Worker } {
  checkBuild();
  const system = createSystem({ ...SIZES, ...sizes });
  const file = new URL('./workers/serve.mjs', import.meta.url);
  const worker = watch(new Worker(file, { workerData: { system, ...data }, stderr: true }), system, 1);
  // Some tests have it crash: the parent is told by an event that else would end the test run.
  worker.on('error', () => undefined);
  workers.push(worker);
  return { system, worker };
}

const workers: Worker[] = [];

export async function endWorkers(): Promise<void> {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
}

/** Every await of these tests: in time, or it is named. */
export function soon<T>(promise: Promise<T>, what = 'an await'): Promise<T> {
  return bounded(promise, () => `${what} hangs`, 10_000);
}
