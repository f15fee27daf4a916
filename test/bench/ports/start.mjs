// Workers of a bench, ready to be asked.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** @param file in `peers/` */
export async function start(file, workerData, transferList = []) {
  const worker = new Worker(new URL(`./peers/${file}`, import.meta.url), { workerData, transferList });
  await once(worker, 'message');
  return worker;
}

/** Until a server is there that blocks from its first moment, and so cannot say that it is. */
export async function answered(call) {
  for (let tries = 500; ; tries -= 1) {
    try {
      return call();
    } catch (error) {
      if (error.code !== 'ENXIO' || tries === 0) throw error;
      await sleep(10);
    }
  }
}
