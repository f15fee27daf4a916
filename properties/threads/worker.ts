/** The entry of a worker: one job after another, each answered with undefined, or with what went wrong. */
import { parentPort } from 'node:worker_threads';
import type { Thread } from '../../impl/thread.ts';
import { type Job, participate } from './participant.ts';
import { faultyThread, production, type SeededFault } from './subject.ts';

class JobWorker {
  /** A fault is loaded once. */
  readonly #faulty = new Map<string, Promise<typeof Thread>>();

  async attempt(job: Job): Promise<string | undefined> {
    try {
      const ThreadClass = job.fault === undefined ? undefined : await this.#load(job.fault);
      participate(job, production(job.looks, ThreadClass));
      return undefined;
    } catch (error) {
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
  }

  #load(fault: SeededFault): Promise<typeof Thread> {
    const key = JSON.stringify(fault);
    const known = this.#faulty.get(key) ?? faultyThread(fault);
    this.#faulty.set(key, known);
    return known;
  }
}

const port = parentPort;
if (port === null) throw new Error('this module runs in a worker');
const worker = new JobWorker();

port.on('message', async (job: Job) => {
  port.postMessage(await worker.attempt(job));
});
