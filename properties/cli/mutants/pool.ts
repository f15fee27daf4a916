/**
 * Processes that try mutants. A mutant may loop without end or fill all memory, so each has a bound on its silence, and
 * whoever breaks it is killed: the mutant hangs, and the next is given to a new process.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job, Row, Settings } from '../../check/index.ts';
import { EFFORTS } from '../../mutants/effort.ts';
import { equivalentsOf, type Mutant, type Outcome, PARTS } from '../../mutants/index.ts';
import { seconds } from '../clock.ts';
import type { PoolOptions } from '../pool.ts';
import type { Runner } from '../session.ts';
import type { Answer, Order } from './process.ts';

/** Enough for the largest scenario that is tried, and little enough for several at once. */
const MEMORY_MB = 3_000;

export class MutantPool implements Runner {
  readonly #settings: Settings;
  readonly #mutants: ReadonlyMap<string, Mutant>;
  readonly #neverRun: ReadonlySet<string>;
  readonly #onProgress: PoolOptions['onProgress'];
  readonly #reasons = new Map(PARTS.flatMap((part) => [...equivalentsOf(part)]));
  readonly #patienceMs: number;
  readonly #idle: ChildProcess[] = [];
  readonly #all = new Set<ChildProcess>();

  /**
   * @param neverRun names of those in code that nothing runs
   * @param patienceMs how long one may be silent; default: as the profile says
   */
  constructor(
    settings: Settings,
    mutants: readonly Mutant[],
    neverRun: ReadonlySet<string>,
    onProgress: PoolOptions['onProgress'],
    patienceMs: number = EFFORTS[settings.profile].patienceMs,
  ) {
    this.#patienceMs = patienceMs;
    this.#settings = settings;
    this.#mutants = new Map(mutants.map((mutant) => [mutant.name, mutant]));
    this.#neverRun = neverRun;
    this.#onProgress = onProgress;
    process.once('exit', () => this.#killAll());
  }

  async run(job: Job, emit: (row: Row) => void): Promise<void> {
    const mutant = this.#mutants.get(job.name);
    if (mutant === undefined) throw new RangeError(`There is no mutant ${job.name}.`);
    const reason = this.#reasons.get(mutant.name);
    const row = { section: job.section.name, name: mutant.name, bound: '', seconds: 0 };
    if (this.#neverRun.has(mutant.name)) {
      emit({ ...row, verdict: 'never run', group: 'in code that nothing runs' });
      return;
    }
    const { equivalents } = EFFORTS[this.#settings.profile];
    if (reason !== undefined && !equivalents) {
      emit({ ...row, verdict: 'equivalent', group: reason, message: reason });
      return;
    }
    const start = seconds();
    const outcome = await this.#tried(job, mutant);
    emit({ ...row, ...rowOf(mutant, outcome, reason), seconds: seconds() - start });
  }

  async close(): Promise<void> {
    this.#killAll();
  }

  #killAll(): void {
    for (const child of this.#all) child.kill('SIGKILL');
  }

  async #tried(job: Job, mutant: Mutant): Promise<Outcome> {
    const child = this.#idle.pop() ?? this.#start();
    const { profile, seed } = this.#settings;
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      let last = 'loading it';
      let timer: NodeJS.Timeout | undefined;
      const patienceMs = this.#patienceMs;
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        settle();
      };
      const hangs = (message: string): void =>
        end(() => {
          this.#all.delete(child);
          child.kill('SIGKILL');
          resolve({ verdict: 'hangs', by: last, states: 0, message });
        });
      const wait = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => hangs(`no sign of life for ${patienceMs / 1000} seconds`), patienceMs);
      };
      wait();
      child.on('exit', () => hangs('the process that ran it died'));
      child.on('message', (answer: Answer) => {
        if (answer.kind === 'alive') {
          last = answer.what;
          this.#onProgress(job, last);
          wait();
        } else if (answer.kind === 'done') end(() => resolve(answer.outcome));
        else end(() => reject(new Error(answer.message)));
      });
      child.send({ mutant, profile, seed } satisfies Order);
    });
    if (this.#all.has(child)) this.#idle.push(child);
    return outcome;
  }

  #start(): ChildProcess {
    // Whatever it has to say of its death is said in the row.
    const child = fork(fileURLToPath(new URL('./process.js', import.meta.url)), {
      execArgv: [`--max-old-space-size=${MEMORY_MB}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#all.add(child);
    return child;
  }
}

/** @param reason why it is said to be equivalent: then it must survive */
function rowOf(
  mutant: Mutant,
  { verdict, by = '', states, clause, steps, message }: Outcome,
  reason: string | undefined,
): Pick<Row, 'verdict' | 'bound'> & Partial<Row> {
  const found = {
    bound: by,
    states,
    ...(clause === undefined ? {} : { clause }),
    ...(steps === undefined ? {} : { steps }),
    ...(message === undefined ? {} : { message }),
  };
  if (reason === undefined) {
    const group = verdict === 'survived' ? {} : { group: `${mutant.operator}, ${verdict}` };
    return { ...found, ...group, verdict };
  }
  if (verdict === 'survived') return { ...found, verdict: 'equivalent', group: reason, message: reason };
  return { ...found, verdict: 'missed', message: `said to be equivalent, but ${verdict} by ${by}: ${message ?? ''}` };
}
