/** Worker threads that run the jobs of a check, so that both cores are used and Ctrl-C is heard at once. */
import { Worker } from 'node:worker_threads';
import type { Job, Row, Settings } from '../check/index.ts';
import type { Answer, Order } from './worker.ts';

export interface PoolOptions {
  readonly settings: Settings;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly onProgress: (job: Job, text: string) => void;
}

export class Pool {
  private readonly options: PoolOptions;
  private readonly idle: Worker[] = [];
  private readonly all = new Set<Worker>();

  constructor(options: PoolOptions) {
    this.options = options;
  }

  /** Runs a job in an idle worker, or in a new one. */
  async run(job: Job, emit: (row: Row) => void): Promise<void> {
    const worker = this.idle.pop() ?? this.start();
    await this.ask(worker, job, emit);
    this.idle.push(worker);
  }

  async close(): Promise<void> {
    await Promise.all([...this.all].map((worker) => worker.terminate()));
  }

  private start(): Worker {
    const worker = new Worker(new URL('./worker.js', import.meta.url));
    this.all.add(worker);
    worker.once('exit', () => this.all.delete(worker));
    return worker;
  }

  private ask(worker: Worker, job: Job, emit: (row: Row) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        worker.removeAllListeners('message').removeAllListeners('error').removeListener('exit', gone);
        end();
      };
      const gone = (): void => settle(() => reject(new Error('its worker thread ended')));
      worker.on('message', (answer: Answer) => {
        if (answer.kind === 'row') emit(answer.row);
        else if (answer.kind === 'progress') this.options.onProgress(job, answer.text);
        else settle(answer.kind === 'done' ? resolve : () => reject(new Error(answer.message)));
      });
      worker.once('error', (error) => settle(() => reject(error)));
      worker.once('exit', gone);
      const { settings, deadline } = this.options;
      worker.postMessage({ section: job.section.name, job: job.name, settings, deadline } satisfies Order);
    });
  }
}
