/**
 * Many programs on real threads, each history held to the model: the scenarios in turn, and generated programs between.
 *
 * While one program runs, the history of the one before is judged: that is half of the work, and disturbs the schedule a
 * little more.
 */
import { dialectOf } from '../audit/held.ts';
import { scenariosOffered, whyLeftOut } from '../audit/scenarios.ts';
import { type Acceptance, accept } from '../history/accept.ts';
import type { History } from '../history/history.ts';
import type { Implementation } from '../implementation.ts';
import { Random } from '../interleaving/random.ts';
import type { Program } from '../programs/program.ts';
import { SCENARIOS } from '../programs/scenarios.ts';
import { isCareful } from '../sampling/careful.ts';
import { generateProgram } from '../sampling/generate.ts';
import { historyText } from './history-text.ts';
import type { JitterMode } from './jitter.ts';
import { WorkerPool } from './pool.ts';
import { describeUnfinished, type Observation, observe, ThreadsError } from './run.ts';
import type { SeededFault } from './subject.ts';

export interface CheckOptions {
  readonly seed: number;
  readonly runs: number;
  /** The time in milliseconds, from any fixed point on. */
  readonly now: () => number;
  /** Asked between runs: no time left. */
  readonly expired?: () => boolean;
  /** Told after each run how many there were. */
  readonly onProgress?: (runs: number, events: number) => void;
  /** Workers to use; default: a pool of its own, closed afterwards. */
  readonly pool?: WorkerPool;
  /** Check the ports with this fault in them. */
  readonly fault?: SeededFault;
  /** Check these ports: a module, which each thread loads by its path. What it does not offer is not asked of it. */
  readonly own?: Implementation;
  /** Milliseconds without any event after which a run is ended; default 500. */
  readonly boundMs?: number;
  /** Programs to run instead of the usual ones, in turn. */
  readonly programs?: readonly NamedProgram[];
  /** How often each thread makes the calls of its program; default 1. */
  readonly rounds?: number;
  /** Delays to draw from, for each run. */
  readonly jitter?: readonly JitterMode[];
  /** End after so many rejections; default 3. */
  readonly rejectionsMax?: number;
}

export interface NamedProgram {
  readonly name: string;
  readonly program: Program;
}

/** A run as it was drawn. The schedule is the machine's own, so to run it again may not show the same. */
export interface PlannedRun extends NamedProgram {
  readonly looks: number;
  readonly jitter: JitterMode;
  readonly seed: number;
}

/** A history that the model cannot produce; or a thread that hung, died or threw. */
export interface Rejection {
  readonly run: PlannedRun;
  readonly history: History;
  /** The first event that cannot be explained; the number of events: the end. */
  readonly event: number;
  /** Absent where a thread hung, died or threw. */
  readonly clause?: Acceptance['clause'];
  readonly why: string;
  /** Who was inside a call at the end, and where asleep. */
  readonly unfinished: readonly string[];
}

/** What came of the runs on real threads. */
export interface ThreadsReport {
  readonly runs: number;
  /** Histories that differ: how much the schedules varied. */
  readonly distinct: number;
  readonly events: number;
  readonly accepted: number;
  /** Histories that fit too many runs of the model to follow. */
  readonly undecided: number;
  /** Runs that were ended before they came to rest: nothing is said about their end. */
  readonly cut: number;
  readonly rejected: readonly Rejection[];
  /** Calls made, by name. */
  readonly calls: Readonly<Record<string, number>>;
  /** Time ran out before all runs were made. */
  readonly expired: boolean;
}

/** Runs programs on worker threads until the runs are made, the time is over, or enough were rejected. */
export async function checkThreads(options: CheckOptions): Promise<ThreadsReport> {
  const pool = options.pool ?? new WorkerPool();
  try {
    return await new ThreadsCheck(options, pool).report();
  } finally {
    if (options.pool === undefined) await pool.close();
  }
}

/** A rejection as some lines of text. */
export function describeRejection({ run, history, event, why, unfinished }: Rejection): string[] {
  const { name, seed, looks, jitter } = run;
  return [
    why,
    `program: ${name}; seed ${seed}, ${looks} looks before sleeping, delays: ${jitter}`,
    ...historyText(history, { mark: event }),
    ...unfinished,
  ];
}

const JITTER: readonly JitterMode[] = ['none', 'accesses', 'calls', 'calls'];

/** Programs that are drawn until one is offered. */
const DRAWS_MAX = 100;

/** Whether an implementation can be asked to run a program, and may be: misuse only if it promises to refuse it. */
function isOffered(program: Program, own: Implementation, seed: number): boolean {
  if (whyLeftOut({ name: '', program }, own) !== undefined) return false;
  return own.promises?.refusals !== false || isCareful(program, seed);
}

/** Events of each thread that there is room for, times the rounds. */
const CAPACITY = 512;

/** One run and what it left. */
interface Done {
  readonly run: PlannedRun;
  readonly outcome: Observation | ThreadsError;
}

class ThreadsCheck {
  readonly #options: CheckOptions;
  readonly #pool: WorkerPool;
  readonly #random: Random;
  readonly #histories = new Set<string>();
  readonly #calls: Record<string, number> = {};
  readonly #rejected: Rejection[] = [];
  #planned = 0;
  #runs = 0;
  #events = 0;
  #accepted = 0;
  #undecided = 0;
  #cut = 0;
  #expired = false;

  constructor(options: CheckOptions, pool: WorkerPool) {
    this.#options = options;
    this.#pool = pool;
    this.#random = new Random(options.seed);
  }

  async report(): Promise<ThreadsReport> {
    let running = this.#next();
    while (running !== undefined) {
      const done = await running;
      running = this.#next();
      this.#judge(done);
      if (this.#rejected.length < (this.#options.rejectionsMax ?? 3)) continue;
      await running;
      break;
    }
    return {
      runs: this.#runs,
      distinct: this.#histories.size,
      events: this.#events,
      accepted: this.#accepted,
      undecided: this.#undecided,
      cut: this.#cut,
      rejected: this.#rejected,
      calls: this.#calls,
      expired: this.#expired,
    };
  }

  #next(): Promise<Done> | undefined {
    this.#expired ||= this.#planned < this.#options.runs && this.#options.expired?.() === true;
    if (this.#planned >= this.#options.runs || this.#expired) return undefined;
    return this.#run(this.#plan());
  }

  /** Every draw comes from the one seed, in the order of the runs. */
  #plan(): PlannedRun {
    const number = this.#planned++;
    const seed = this.#random.next();
    const { jitter = JITTER } = this.#options;
    const mode = jitter[this.#random.below(jitter.length)] ?? 'calls';
    return {
      ...this.#program(number, seed),
      looks: this.#random.below(3) === 0 ? 0 : 10_000,
      jitter: mode,
      seed,
    };
  }

  #program(number: number, seed: number): NamedProgram {
    const { programs, own } = this.#options;
    const listed = programs ?? (own === undefined ? SCENARIOS : scenariosOffered(own));
    const turn = programs === undefined ? number >> 1 : number;
    const chosen = listed[turn % listed.length];
    if (chosen !== undefined && (programs !== undefined || number % 2 === 0)) return chosen;
    const random = new Random(seed);
    for (let draws = 0; draws < DRAWS_MAX; draws++) {
      const program = generateProgram((bound) => random.below(bound));
      if (own === undefined || isOffered(program, own, seed)) return { name: `generated from ${seed}`, program };
    }
    return listed[turn % listed.length] as NamedProgram;
  }

  async #run(run: PlannedRun): Promise<Done> {
    const { now, fault, own, boundMs, rounds = 1 } = this.#options;
    const { program, looks, jitter, seed } = run;
    const given = {
      ...(fault === undefined ? {} : { fault }),
      ...(own === undefined ? {} : { own }),
      ...(boundMs === undefined ? {} : { boundMs }),
    };
    const capacity = CAPACITY * rounds;
    const options = { now, pool: this.#pool, looks, jitter, seed, rounds, capacity, ...given };
    try {
      return { run, outcome: await observe(program, options) };
    } catch (error) {
      if (error instanceof ThreadsError) return { run, outcome: error };
      throw error;
    }
  }

  #judge({ run, outcome }: Done): void {
    const { history } = outcome;
    this.#count(history);
    if (outcome instanceof ThreadsError) {
      this.#rejected.push({ run, history, event: history.events.length, why: outcome.message, unfinished: [] });
      return;
    }
    const {
      verdict,
      event = history.events.length,
      clause,
      why = '',
    } = accept(history, dialectOf(this.#options.own ?? {}));
    // After misuse nothing is to be expected of who does not refuse it.
    if (verdict === 'conforms' || (verdict === 'misuse' && this.#options.own !== undefined)) this.#accepted++;
    else if (verdict === 'undecided') this.#undecided++;
    else {
      const unfinished = outcome.unfinished.map(describeUnfinished);
      this.#rejected.push({ run, history, event, ...(clause === undefined ? {} : { clause }), why, unfinished });
    }
  }

  #count(history: History): void {
    this.#runs++;
    this.#events += history.events.length;
    if (history.end === 'cut') this.#cut++;
    this.#histories.add(JSON.stringify(history));
    for (const event of history.events) {
      if ('call' in event) this.#calls[event.call.name] = (this.#calls[event.call.name] ?? 0) + 1;
    }
    this.#options.onProgress?.(this.#runs, this.#events);
  }
}
