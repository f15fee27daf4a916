/** The entry of a worker: one job after another, each answered with undefined, or with what went wrong. */
import { parentPort } from 'node:worker_threads';
import { loadModule } from '../audit/module.ts';
import type { Implementation } from '../implementation.ts';
import { messageOf } from '../message.ts';
import { type Job, participate } from './participant.ts';
import { faultyThread, production } from './subject.ts';

/** Only whether the module can be loaded here. */
export interface Probe {
  readonly probe: string;
}

class JobWorker {
  /** What is loaded is loaded once. */
  readonly #loaded = new Map<string, Promise<unknown>>();

  async attempt(job: Job | Probe): Promise<string | undefined> {
    try {
      if ('probe' in job) await this.#module(job.probe);
      else participate(job, await this.#implementation(job));
      return undefined;
    } catch (error) {
      if ('probe' in job) return messageOf(error);
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
  }

  async #implementation({ module, fault, looks }: Job): Promise<Implementation> {
    if (module !== undefined) return this.#module(module);
    if (fault === undefined) return production(looks);
    return production(looks, await this.#once(JSON.stringify(fault), () => faultyThread(fault)));
  }

  #module(name: string): Promise<Implementation> {
    return this.#once(name, () => loadModule(name));
  }

  #once<Loaded>(key: string, load: () => Promise<Loaded>): Promise<Loaded> {
    const loaded = (this.#loaded.get(key) as Promise<Loaded> | undefined) ?? load();
    this.#loaded.set(key, loaded);
    return loaded;
  }
}

const port = parentPort;
if (port === null) throw new Error('this module runs in a worker');
const worker = new JobWorker();

port.on('message', async (job: Job | Probe) => {
  port.postMessage(await worker.attempt(job));
});
