/** One run of sections in workers, from its first line to its exit code: what `check` and `audit` have in common. */
import {
  isBad,
  type Job,
  type Row,
  type Running,
  regressionOf,
  runSections,
  type Section,
  type Settings,
  verdictOf,
} from '../check/index.ts';
import { remember } from '../regressions/index.ts';
import { milliseconds, seconds } from './clock.ts';
import { Counterexamples } from './counterexamples.ts';
import { EXIT } from './exit.ts';
import type { RunOptions } from './options.ts';
import { Pool, type PoolOptions } from './pool.ts';
import type { End } from './printer.ts';
import { chosen, printerOf } from './reporters/index.ts';
import { unexplored } from './unexplored.ts';

/** Runs one job after another, or several at once. */
export interface Runner {
  run(job: Job, emit: (row: Row) => void): Promise<void>;
  close(): Promise<void>;
}

export interface Session {
  /** The command, as a person calls it. */
  readonly command: string;
  readonly settings: Settings;
  readonly sections: readonly Section[];
  /** How long, with how many workers, and who tells of it. */
  readonly options: Pick<RunOptions, 'workers' | 'budget' | 'json' | 'reporter'>;
  /** Who runs the jobs, where workers cannot. Told the deadline in milliseconds since 1970. */
  readonly runner?: (deadline: number, onProgress: PoolOptions['onProgress']) => Runner;
  /** The process that may be run to show its counterexamples. */
  readonly exec?: Running;
  /** List every row. */
  readonly all?: true;
  /** Of a run that fails show the counterexample alone. */
  readonly brief?: boolean;
  /** What to show at the end. Default: of a run that fails the shortest counterexample. */
  readonly report?: (rows: readonly Row[], found: Counterexamples) => Promise<string | undefined>;
}

/** Gives the exit code. */
export async function runSession(session: Session): Promise<number> {
  const begun = seconds();
  const { command, settings, sections, all = false, brief = false } = session;
  const { workers, budget, json = false, reporter } = session.options;
  const deadline = milliseconds() + (budget ?? Number.POSITIVE_INFINITY);
  const printer = printerOf(chosen(reporter, json), { all, brief });
  const onProgress = (job: Job, text: string): void => printer.progress(job, text);
  const pool = session.runner?.(deadline, onProgress) ?? new Pool({ settings, deadline, onProgress });
  let interrupted = false;
  process.once('SIGINT', () => {
    interrupted = true;
    pool.close();
  });
  printer.start({ command, settings, workers, ...(budget === undefined ? {} : { budgetMs: budget }) });
  const stopped = (): string | undefined => {
    if (interrupted) return 'interrupted';
    return milliseconds() >= deadline ? 'the budget is used up' : undefined;
  };
  const rows = await runSections({
    sections,
    settings,
    width: workers,
    stopped,
    execute: (job, emit) => pool.run(job, emit).finally(() => printer.done(job)),
    onSection: (section) => printer.section(section),
    onRow: (row) => printer.row(row),
  });
  await pool.close();
  const end: End = interrupted ? 'interrupted' : endOf(rows, settings);
  const found = new Counterexamples(settings, session.exec);
  const shown = (): Promise<string | undefined> =>
    settings.keepGoing === true ? found.eachSort(rows) : found.shortestOf(rows);
  const told = await (session.report?.(rows, found) ?? (end === 'violated' ? shown() : undefined));
  const report = [told, ...(await rememberAll(rows, settings))].filter((part) => part !== undefined).join('\n\n');
  printer.end({
    end,
    seconds: seconds() - begun,
    unexplored: unexplored(settings, sections, rows),
    ...(report === '' ? {} : { report }),
    lanes: printer.wantsLanes === true ? await found.lanesOf(rows) : new Map(),
  });
  return EXIT[end];
}

/** Writes down what has failed for the first time, of each clause the shortest. Gives what is to be said of it. */
async function rememberAll(rows: readonly Row[], { regressions: folder }: Settings): Promise<readonly string[]> {
  if (folder === undefined) return [];
  const lines: string[] = [];
  for (const row of shortestOfEach(rows)) {
    try {
      const regression = await regressionOf(row);
      const path = regression === undefined ? undefined : remember(folder, regression);
      if (path !== undefined) lines.push(`Remembered, and tried first from now on: ${path}`);
    } catch (error) {
      lines.push(`Not remembered: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function shortestOfEach(rows: readonly Row[]): readonly Row[] {
  const failed = rows.filter(({ verdict, token }) => isBad(verdict) && token !== undefined);
  const shortest = new Map<string, Row>();
  for (const row of failed.sort((one, other) => (one.steps ?? 0) - (other.steps ?? 0))) {
    const sort = row.clause ?? row.name;
    if (!shortest.has(sort)) shortest.set(sort, row);
  }
  return [...shortest.values()];
}

/** A process that does not answer as it should has violated nothing. */
function endOf(rows: readonly Row[], { external }: Settings): End {
  const bad = rows.filter(({ verdict }) => isBad(verdict));
  const onlyFailed = bad.length > 0 && bad.every(({ verdict }) => verdict === 'failed');
  return external === true && onlyFailed ? 'failed' : verdictOf(rows);
}
