// Every interleaving, on several threads. What is found is what one thread finds: states, steps and depth are the same
// numbers; and where something is violated, the search is made again on one thread, which gives the same counterexample.
import { Worker } from 'node:worker_threads';
import { attach, createSystem, EventLoop, Payloads, type Thread } from '../../impl/index.ts';
import { builtFile } from '../built-file.ts';
import { EndStateCounts } from '../interleaving/end-states.ts';
import { MAX_STATES_DEFAULT } from '../interleaving/exhaustive-search.ts';
import { type ExhaustiveOptions, type ExhaustiveResult, exhaustive, type Program } from '../interleaving/index.ts';
import { settledPacking } from './first-packing.ts';
import { Allotment } from './layout.ts';
import type { Ended, Note, Part } from './note.ts';
import type { PartOptions } from './part-search.ts';
import { programFrom, type Source } from './source.ts';
import type { Order } from './worker.ts';

/** The bounds of a search. Monitors, final states and the progress check belong to the search on one thread. */
export interface ParallelOptions extends Pick<ExhaustiveOptions, 'maxStates' | 'onProgress'> {
  readonly workers: number;
  /** So many states are searched on one thread before others are started. Default 10 000. */
  readonly aloneStates?: number;
}

const ALONE_DEFAULT = 10_000;

/**
 * What a system does on all its interleavings, found by several threads, which talk through message ports.
 *
 * A search that `maxStates` ends, ends with a whole level, or where one worker alone has so many: later than on one thread.
 *
 * @throws RangeError for a number of workers below 1
 * @throws Error where the code under test cannot be checked, or a worker cannot be started
 */
export async function exhaustiveInParallel(source: Source, options: ParallelOptions): Promise<ExhaustiveResult> {
  const { workers, maxStates = MAX_STATES_DEFAULT, aloneStates = ALONE_DEFAULT, onProgress } = options;
  if (!Number.isSafeInteger(workers) || workers < 1)
    throw new RangeError(`workers is ${workers}: at least 1 searches.`);
  const program = await programFrom(source);
  const bounds = { maxStates, progressCheck: false, ...(onProgress === undefined ? {} : { onProgress }) };
  if (workers === 1) return exhaustive(program, bounds);
  const alone = exhaustive(program, { ...bounds, maxStates: Math.min(maxStates, aloneStates) });
  if (alone.verdict !== 'undecided' || maxStates <= aloneStates) return alone;
  const { bits } = settledPacking(program);
  const { verdict, ...counts } = await new ParallelSearch(source, { workers, maxStates, bits }, onProgress).run();
  return verdict === 'violated' ? again(program, bounds) : { verdict, ...counts, progressChecked: false };
}

function again(program: Program, bounds: ExhaustiveOptions): ExhaustiveResult {
  const result = exhaustive(program, { ...bounds, maxStates: Number.POSITIVE_INFINITY });
  if (result.verdict !== 'holds') return result;
  throw new Error('A violation found on several threads is not found on one: this is a fault of the checker.');
}

type Sum = Part & Pick<ExhaustiveResult, 'depth'>;
type Found = Sum & { readonly verdict: Ended };

class ParallelSearch {
  private readonly source: Source;
  private readonly options: PartOptions;
  private readonly workers: number;
  private readonly onProgress: ParallelOptions['onProgress'];
  private readonly allotment: Allotment;
  private readonly system: SharedArrayBuffer;
  private readonly thread: Thread;
  private readonly payloads: Payloads;
  private readonly latest: Part[] = [];
  private readonly ended: Ended[] = [];
  private stopping = false;

  constructor(source: Source, options: PartOptions, onProgress: ParallelOptions['onProgress']) {
    const { workers } = options;
    this.source = source;
    this.options = options;
    this.workers = workers;
    this.onProgress = onProgress;
    this.allotment = new Allotment(workers);
    this.system = createSystem(this.allotment.sizes);
    this.thread = attach(this.system, { thread: workers });
    this.payloads = new Payloads(this.thread);
  }

  async run(): Promise<Found> {
    const started = Array.from({ length: this.workers }, (_, worker) => this.start(worker));
    const died = Promise.race(started.map((worker) => death(worker)));
    try {
      await Promise.race([this.listen(), died]);
    } finally {
      await Promise.all(started.map((worker) => worker.terminate()));
    }
    return { ...this.sum(), verdict: this.verdict() };
  }

  private start(worker: number): Worker {
    const { system, source, options } = this;
    const order: Order = { system, worker, source, ...options };
    return new Worker(builtFile('properties/parallel/worker.js'), { workerData: order });
  }

  /** Until each worker has sent its part. */
  private async listen(): Promise<void> {
    const loop = new EventLoop(this.thread);
    const { go, stop } = this.allotment.starter;
    for (const message of [...go, stop]) this.thread.initmsg(message);
    for (let unready = this.workers, missing = this.workers; missing > 0; ) {
      const message = await loop.waitport(this.thread.id);
      const from = this.allotment.ownerOf(message);
      if (from === this.workers) continue;
      const note = this.payloads.getvalue(message) as Note;
      this.thread.replymsg(message, 0);
      if (note.kind === 'ready') {
        unready -= 1;
        if (unready === 0) for (const [worker, start] of go.entries()) this.send(worker, start, { kind: 'go' });
      }
      if (note.kind !== 'progress' && note.kind !== 'part') continue;
      this.latest[from] = note.part;
      if (note.kind === 'part') {
        this.ended[from] = note.ended;
        missing -= 1;
      } else if (!this.stopping && !this.goesOn()) {
        // One of them is enough: they tell each other, and end with the same level.
        this.stopping = true;
        this.send(0, stop, { kind: 'stop' });
      }
    }
  }

  private send(worker: number, message: number, note: Note): void {
    this.payloads.setvalue(message, note);
    this.thread.sendmsg(worker, message);
  }

  private goesOn(): boolean {
    const { states, depth, transitions, levels } = this.sum();
    return this.onProgress?.(states, depth, transitions, levels) !== false;
  }

  private sum(): Sum {
    const parts = this.latest.filter((part) => part !== undefined);
    const total = (of: 'states' | 'transitions' | 'terminals'): number =>
      parts.reduce((sum, part) => sum + part[of], 0);
    const depth = Math.max(0, ...parts.map(({ levels }) => levels.length - 1));
    const ends = new EndStateCounts();
    for (const part of parts) for (const end of part.ends) ends.count(end);
    const [states, transitions, terminals] = [total('states'), total('transitions'), total('terminals')];
    // A worker may have finished a depth that another is still at: what is not complete is left out.
    const complete = Math.min(...parts.map(({ levels }) => levels.length));
    const levels = Array.from({ length: Number.isFinite(complete) ? complete : 0 }, (_, depth) =>
      parts.reduce((sum, part) => sum + (part.levels[depth] ?? 0), 0),
    );
    return { states, transitions, terminals, depth, levels, ends: ends.all() };
  }

  private verdict(): Ended {
    if (this.ended.includes('violated')) return 'violated';
    return this.ended.includes('undecided') ? 'undecided' : 'holds';
  }
}

/** Never resolves; rejects when the worker dies. */
function death(worker: Worker): Promise<never> {
  return new Promise((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code !== 0) reject(new Error(`A worker of the search has exited with ${code}.`));
    });
  });
}
