/**
 * A program on real threads: one worker for each thread, one history of what they saw.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { AtomicsMemory } from '../../impl/memory.ts';
import type { History, HistoryStream } from '../history/history.ts';
import type { Implementation } from '../implementation.ts';
import { Random } from '../interleaving/random.ts';
import { describeCall, shapeOf } from '../programs/agent.ts';
import type { Call, Program } from '../programs/program.ts';
import { Control, STATUS } from './control.ts';
import type { JitterMode } from './jitter.ts';
import { LogReader, makeLog } from './log.ts';
import { type Ended, type PooledWorker, WorkerPool } from './pool.ts';
import { production, type SeededFault } from './subject.ts';
import { type Seen, Watch } from './watch.ts';

export interface RunOptions {
  /** The time in milliseconds, from any fixed point on. */
  readonly now: () => number;
  /** Workers to use; default: a pool of its own, closed afterwards. */
  readonly pool?: WorkerPool;
  /** Looks before sleeping, the budget of the wait policy; default 10 000 as in production, 0: sleep at once. */
  readonly looks?: number;
  /** How often each thread makes the calls of its program; default 1. */
  readonly rounds?: number;
  /** Also record that each message is initialised, which happens before the common start. Default: false. */
  readonly initialisation?: boolean;
  /** Small delays at random; default: between calls. */
  readonly jitter?: JitterMode;
  /** Of the delays; default 0. */
  readonly seed?: number;
  /** Milliseconds without any event after which a run is ended; default 500. */
  readonly boundMs?: number;
  /** Milliseconds that a thread has for obeying the stop before its worker is ended; default 2000. */
  readonly graceMs?: number;
  /** Events that each thread may record, after which it stops; default 512. */
  readonly capacity?: number;
  /** Run the ports with this fault in them. */
  readonly fault?: SeededFault;
  /** Run these ports: a module, by whose path each thread loads them. */
  readonly own?: Implementation;
}

/** A thread that was inside a call when the run ended. */
export interface Unfinished {
  readonly thread: number;
  readonly call: Call;
  /** The word it slept on, and what that word held; absent: it was not asleep. */
  readonly asleep?: { readonly word: string; readonly expected: number; readonly holds: number };
}

export interface Observation {
  readonly history: History;
  readonly unfinished: readonly Unfinished[];
}

/** As an observation, for runs so long that their events are better not held in memory. */
export interface Recording {
  readonly history: HistoryStream;
  readonly unfinished: readonly Unfinished[];
}

/** A thread that hung, died, or threw what is no refusal. What was recorded up to there is with it. */
export class ThreadsError extends Error {
  override readonly name = 'ThreadsError';
  readonly thread: number;
  /** The call it was in; undefined: between calls, or before the first. */
  readonly call: Call | undefined;
  readonly history: History;

  constructor(thread: number, call: Call | undefined, why: string, history: History) {
    super(`thread ${thread}, ${call === undefined ? 'outside any call' : `inside ${describeCall(call)}`}: ${why}`);
    this.thread = thread;
    this.call = call;
    this.history = history;
  }
}

/**
 * Runs a program on worker threads over the ports as they are in production, and returns what the threads saw.
 *
 * @throws ThreadsError when a thread hangs without sleeping, dies or throws: its worker is ended, the pool stays usable
 */
export async function runOnThreads(program: Program, options: RunOptions): Promise<History> {
  return (await observe(program, options)).history;
}

/** As `runOnThreads`, and says who was inside a call at the end. @throws ThreadsError */
export async function observe(program: Program, options: RunOptions): Promise<Observation> {
  const { history, unfinished } = await record(program, options);
  return { history: { ...history, events: [...history.events] }, unfinished };
}

/** As `observe`; the events are read out of the log as they are asked for. @throws ThreadsError */
export async function record(program: Program, options: RunOptions): Promise<Recording> {
  const pool = options.pool ?? new WorkerPool();
  const workers = pool.lease(program.threads.length);
  try {
    return await new Run(program, options, workers).record();
  } finally {
    pool.release();
    if (options.pool === undefined) await pool.close();
  }
}

/** `thread 1 is inside waitport port 1, asleep on port1.head, which holds -1`. */
export function describeUnfinished({ thread, call, asleep }: Unfinished): string {
  const inside = `thread ${thread} is inside ${describeCall(call)}`;
  if (asleep === undefined) return `${inside}, awake`;
  const { word, expected, holds } = asleep;
  const lost = expected === holds ? '' : ` although it went to sleep on ${expected}: nobody has woken it`;
  return `${inside}, asleep on ${word}, which holds ${holds}${lost}`;
}

const TICK_MS = 1;
const START_MS = 10_000;

class Run {
  readonly #program: Program;
  readonly #options: RunOptions;
  readonly #workers: readonly PooledWorker[];
  readonly #implementation: Implementation;
  readonly #system: AtomicsMemory;
  readonly #control: Control;
  readonly #capacity: number;
  readonly #log: SharedArrayBuffer;
  readonly #reader: LogReader;
  readonly #ended = new Map<number, Ended>();
  /** Resolves when every thread has ended. */
  #all: Promise<unknown> = Promise.resolve();

  constructor(program: Program, options: RunOptions, workers: readonly PooledWorker[]) {
    this.#program = program;
    this.#options = options;
    this.#workers = workers;
    this.#implementation = options.own ?? production(this.#looks);
    const shape = shapeOf(program);
    this.#system = new AtomicsMemory(new SharedArrayBuffer(this.#implementation.words(shape) * 4));
    this.#implementation.format(this.#system, shape);
    this.#control = Control.make(shape.threads);
    this.#capacity = options.capacity ?? 512;
    this.#log = makeLog(shape.threads, this.#capacity);
    this.#reader = new LogReader(this.#log, this.#capacity, this.#control, program);
  }

  async record(): Promise<Recording> {
    this.#start();
    const watch = await this.#untilStarted();
    const { seen, asleep } = await this.#untilOver(watch);
    const { quiescent, hung } = await this.#stop(watch, seen, asleep);
    const end = quiescent ? 'quiescent' : 'cut';
    this.#complain(end, hung);
    return { history: this.#history(end), unfinished: this.#unfinished(seen) };
  }

  get #looks(): number {
    const { looks = 10_000, jitter } = this.#options;
    // With delays before every look, a full budget would take tens of milliseconds.
    return jitter === 'accesses' || jitter === 'stalls' ? Math.min(looks, 16) : looks;
  }

  #start(): void {
    const { jitter = 'calls', seed = 0, rounds = 1, initialisation = false, fault, own } = this.#options;
    const random = new Random(seed);
    const common = {
      program: this.#program,
      system: this.#system.words.buffer as SharedArrayBuffer,
      control: this.#control.buffer,
      log: this.#log,
      capacity: this.#capacity,
      looks: this.#looks,
      rounds,
      initialisation,
      jitter,
      ...(fault === undefined ? {} : { fault }),
      ...(own === undefined ? {} : { module: own.name }),
    };
    const jobs = this.#workers.map(async (worker, thread) => {
      this.#ended.set(thread, await worker.start({ ...common, thread, seed: random.next() }));
    });
    this.#all = Promise.all(jobs);
  }

  async #untilStarted(): Promise<Watch> {
    const { now, boundMs = 500 } = this.#options;
    const late = now() + START_MS;
    while (!this.#control.started && !this.#failed && now() < late) await this.#tick();
    return new Watch(this.#program, this.#control, this.#system.words, this.#reader, boundMs, now());
  }

  async #untilOver(watch: Watch): Promise<{ seen: Seen[]; asleep: boolean }> {
    for (;;) {
      const seen = watch.look(this.#left);
      const over = seen.length === 0 || this.#failed || this.#anyFull || !this.#control.started;
      if (over) return { seen, asleep: false };
      const verdict = watch.judge(seen, this.#options.now());
      if (verdict !== 'go on') return { seen, asleep: verdict === 'asleep' };
      await this.#tick();
    }
  }

  /** Makes every thread end: by the stop, or with its worker. */
  async #stop(
    watch: Watch,
    seen: readonly Seen[],
    asleep: boolean,
  ): Promise<{ quiescent: boolean; hung: readonly number[] }> {
    const { now, graceMs = 2000 } = this.#options;
    this.#control.stop();
    const slept = watch.wake(seen) && asleep && !this.#anyFull;
    const late = now() + graceMs;
    while (this.#left.length > 0 && now() < late) {
      watch.wake(watch.look(this.#left));
      await this.#tick();
    }
    const hung = this.#left;
    await Promise.all(hung.map((thread) => this.#workers[thread]?.terminate()));
    await this.#all;
    return { quiescent: slept || this.#allFinished, hung };
  }

  /** One tick of the clock, or less if every thread ends. */
  async #tick(): Promise<void> {
    await Promise.race([this.#all, delay(TICK_MS)]);
  }

  get #left(): number[] {
    return [...this.#program.threads.keys()].filter((thread) => !this.#ended.has(thread));
  }

  get #failed(): boolean {
    return [...this.#ended.values()].some((ended) => ended !== undefined);
  }

  /** A thread that has stopped for want of room could still move. */
  get #anyFull(): boolean {
    return [...this.#program.threads.keys()].some((thread) => this.#control.look(thread).status === STATUS.full);
  }

  get #allFinished(): boolean {
    return [...this.#program.threads.keys()].every((thread) => this.#control.look(thread).status === STATUS.finished);
  }

  #history(end: History['end']): HistoryStream {
    const reader = this.#reader;
    return { program: this.#program, events: { [Symbol.iterator]: () => reader.events() }, end };
  }

  /** @throws ThreadsError for what a thread did that no thread may do */
  #complain(end: History['end'], hung: readonly number[]): void {
    for (const thread of this.#program.threads.keys()) {
      const ended = this.#ended.get(thread);
      const isHung = hung.includes(thread);
      if (!isHung && ended === undefined) continue;
      const why = isHung
        ? 'it neither sleeps nor returns nor obeys the stop; its worker was ended'
        : `it ${ended?.how}: ${ended?.why}`;
      const history = this.#history(end);
      throw new ThreadsError(thread, this.#callOf(thread), why, { ...history, events: [...history.events] });
    }
  }

  #unfinished(seen: readonly Seen[]): Unfinished[] {
    const shape = shapeOf(this.#program);
    return [...this.#program.threads.keys()].flatMap((thread) => {
      const call = this.#callOf(thread);
      if (call === undefined) return [];
      const at = seen.find((each) => each.thread === thread);
      if (at?.status !== STATUS.asleep) return [{ thread, call }];
      const word = this.#implementation.wordName?.(shape, at.word) ?? `word ${at.word}`;
      return [{ thread, call, asleep: { word, expected: at.value, holds: at.holds } }];
    });
  }

  /** The call that a thread has not returned from. */
  #callOf(thread: number): Call | undefined {
    const last = this.#reader.last(thread);
    return last !== undefined && 'call' in last ? last.call : undefined;
  }
}
