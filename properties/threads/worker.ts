/** The entry of a worker: one job after another, each answered with undefined, or with what went wrong. */
import { parentPort } from 'node:worker_threads';
import { type Job, participate } from './participant.ts';
import { production } from './subject.ts';

const port = parentPort;
if (port === null) throw new Error('this module runs in a worker');

port.on('message', (job: Job) => {
  port.postMessage(attempt(job));
});

function attempt(job: Job): string | undefined {
  try {
    participate(job, production(job.looks));
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
