/**
 * Workers that are started once and used for many runs: to start one takes longer than to run a program.
 */
import { Worker } from 'node:worker_threads';
import { builtFile } from '../built-file.ts';
import type { Job } from './participant.ts';
import type { Probe } from './worker.ts';

/** How a job ended: undefined is well. */
export type Ended = undefined | { readonly how: 'threw' | 'died'; readonly why: string };

/** The workers of a pool do not keep the process alive. */
export class WorkerPool {
  readonly #workers: (PooledWorker | undefined)[] = [];
  #leased = false;

  /**
   * Workers for a run, each idle. Give them back with `release`.
   *
   * @throws Error when the pool is in use: one run at a time
   */
  lease(count: number): PooledWorker[] {
    if (this.#leased) throw new Error('the pool is running a program: one run at a time');
    const workers = Array.from({ length: count }, (_, index) => {
      const kept = this.#workers[index];
      const worker = kept?.idle === true ? kept : new PooledWorker();
      this.#workers[index] = worker;
      return worker;
    });
    this.#leased = true;
    return workers;
  }

  release(): void {
    this.#leased = false;
  }

  /** Ends all workers, whatever they do. */
  async close(): Promise<void> {
    const workers = this.#workers.splice(0);
    await Promise.all(workers.map((worker) => worker?.terminate()));
  }
}

export class PooledWorker {
  readonly #worker: Worker;
  #settle: ((ended: Ended) => void) | undefined;
  #dead: string | undefined;

  constructor() {
    this.#worker = new Worker(builtFile('properties/threads/worker.js'), { stdout: false, stderr: false });
    this.#worker.unref();
    this.#worker.on('message', (why: string | undefined) => {
      this.#end(why === undefined ? undefined : { how: 'threw', why });
    });
    this.#worker.on('error', (error) => this.#die(error.message));
    this.#worker.on('exit', (code) => this.#die(`its worker exited with ${code}`));
  }

  /** Ready for a job. */
  get idle(): boolean {
    return this.#settle === undefined && this.#dead === undefined;
  }

  /** Does a job. Never rejects. */
  start(job: Job | Probe): Promise<Ended> {
    return new Promise((resolve) => {
      if (this.#dead !== undefined) return resolve({ how: 'died', why: this.#dead });
      this.#settle = resolve;
      this.#worker.postMessage(job);
    });
  }

  /** Ends the worker, also out of an endless loop. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #die(why: string): void {
    this.#dead ??= why;
    this.#end({ how: 'died', why: this.#dead });
  }

  #end(ended: Ended): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(ended);
  }
}
