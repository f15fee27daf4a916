/** Runs roles on worker threads with a bound; what does not end in time is named, with the words it may be stuck on. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { AtomicsMemory, Layout, type Sizes } from '../../impl/index.ts';
import { MESSAGE, PORT } from '../../impl/words.ts';

/** What all roles together may take, in milliseconds. Longer than any single wait in a role. */
const BOUND_MS = 25_000;

export interface Job {
  readonly role: string;
  readonly args: { readonly thread: number; readonly [name: string]: unknown };
}

export interface Team {
  /** The results of all jobs, in their order. */
  readonly results: Promise<unknown[]>;
  readonly workers: readonly Worker[];
  /** Resolves when that worker has posted a note. */
  note(index: number): Promise<unknown>;
}

/** The workers run the built files: built from what is here, or the test would be of something else. */
export function checkBuild(): void {
  const built = new URL('../../dist/impl/', import.meta.url);
  const source = new URL('../../impl/', import.meta.url);
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const js = new URL(name.replace(/\.ts$/, '.js'), built);
    if (existsSync(js) && statSync(js).mtimeMs >= statSync(new URL(name, source)).mtimeMs) continue;
    throw new Error(`dist/impl is older than impl/${name}: run "npm run build"`);
  }
}

export function start(sizes: Sizes, buffer: SharedArrayBuffer, jobs: readonly Job[]): Team {
  checkBuild();
  const file = new URL('./workers/worker.mjs', import.meta.url);
  const workers = jobs.map(({ role, args }) => new Worker(file, { workerData: { role, buffer, args } }));
  const unfinished = new Set(jobs.keys());
  const finished = workers.map(
    (worker, index) =>
      new Promise<unknown>((resolve, reject) => {
        worker.on('message', (message: { result?: unknown; note?: unknown }) => {
          if (!('result' in message)) return;
          unfinished.delete(index);
          resolve(message.result);
        });
        worker.on('error', (error) => reject(describe(error, jobs[index])));
        worker.on('exit', () => reject(new Error(`${nameOf(jobs[index])} ended without a result`)));
      }),
  );
  const note = (index: number): Promise<unknown> =>
    new Promise((resolve) => {
      workers[index]?.on('message', (message: { note?: unknown }) => {
        if (message.note !== undefined) resolve(message.note);
      });
    });
  const results = bounded(Promise.all(finished), () => {
    const names = [...unfinished].map((index) => nameOf(jobs[index])).join(', ');
    return `still running after ${BOUND_MS} ms: ${names}\n${picture(sizes, buffer)}`;
  }).finally(() => Promise.all(workers.map((worker) => worker.terminate())));
  return { results, workers, note };
}

/** Runs all jobs to their end. */
export async function run(sizes: Sizes, buffer: SharedArrayBuffer, jobs: readonly Job[]): Promise<unknown[]> {
  return start(sizes, buffer, jobs).results;
}

/** Fails with a sentence if `promise` takes too long. */
export async function bounded<T>(promise: Promise<T>, late: () => string, ms: number = BOUND_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(late())), ms);
  });
  return Promise.race([promise, bound]).finally(() => clearTimeout(timer));
}

function nameOf(job: Job | undefined): string {
  return `${job?.role} on thread ${job?.args.thread}`;
}

function describe(error: unknown, job: Job | undefined): Error {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Error(`${nameOf(job)}: ${text}`);
}

/** Who sleeps where, for a test that hangs. Racy, as it must be. */
function picture(sizes: Sizes, buffer: SharedArrayBuffer): string {
  const layout = new Layout(sizes);
  const { words } = new AtomicsMemory(buffer);
  const heads = Array.from({ length: layout.ports }, (_, port) => words[layout.port(port) + PORT.head]);
  const lines = [`heads of the ports (-1: its owner sleeps, 0: empty, m: message m-1): ${heads.join(' ')}`];
  for (let message = 0; message < layout.messages; message++) {
    const at = layout.message(message);
    const state = words[at + MESSAGE.state] ?? 0;
    if ((state & 3) === 2) lines.push(`somebody sleeps for message ${message}, which is not DONE (state ${state})`);
  }
  return lines.join('\n');
}
