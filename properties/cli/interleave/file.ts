/** Has one file looked at, in a worker of its own: what it changes of its world, no other file sees. */
import { Worker } from 'node:worker_threads';
import { milliseconds } from '../clock.ts';
import { UsageError } from '../exit.ts';
import type { Answer, Order } from './worker.ts';

/** After the deadline a worker may take so long to come to an end by itself. In milliseconds. */
const GRACE_MS = 2000;
/** The longest time that a timer can be set to. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export type Told = Extract<Answer, { kind: 'progress' | 'finding' }>;

/**
 * Gives whether the worker came to an end by itself; false: it was stopped, for it did not heed the deadline.
 *
 * @throws UsageError where the file cannot be used
 */
export function lookAtFile(order: Order, tell: (told: Told) => void, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: order,
      stdout: true,
      stderr: true,
      execArgv: [],
    });
    // What the code prints is no part of what is reported.
    worker.stdout.pipe(process.stderr, { end: false });
    worker.stderr.pipe(process.stderr, { end: false });
    let settled = false;
    const left = order.deadline - milliseconds() + GRACE_MS;
    const timer = setTimeout(() => settle(() => resolve(false)), Math.min(left, TIMER_MS_MAX));
    const stop = (): void => settle(() => resolve(false));
    const settle = (end: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      worker.removeAllListeners('message');
      worker.terminate().then(end, end);
    };
    signal.addEventListener('abort', stop);
    worker.on('message', (answer: Answer) => {
      if (answer.kind === 'done') settle(() => resolve(true));
      else if (answer.kind === 'unusable') settle(() => reject(new UsageError(answer.message)));
      else tell(answer);
    });
    worker.once('error', (error: Error & { readonly code?: string }) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const usage = memory
        ? `${order.file} needs more memory than there is: give --max-states or --samples.`
        : undefined;
      settle(() => reject(usage === undefined ? error : new UsageError(usage)));
    });
    worker.once('exit', (code) => {
      settle(() => reject(new UsageError(`${order.file} ended its own thread, with exit code ${code}.`)));
    });
  });
}
