/** One run of sections in workers, from its first line to its exit code: what `check` and `audit` have in common. */
import {
  decode,
  isBad,
  type ReportOptions,
  type Row,
  runSections,
  type Section,
  type Settings,
  show,
  verdictOf,
} from '../check/index.ts';
import { milliseconds, seconds } from './clock.ts';
import { EXIT } from './exit.ts';
import type { RunOptions } from './options.ts';
import { Pool } from './pool.ts';
import type { End } from './printer.ts';
import { chosen, printerOf } from './reporters/index.ts';
import { terminal } from './terminal.ts';
import { unexplored } from './unexplored.ts';

export interface Session {
  /** The command, as a person calls it. */
  readonly command: string;
  readonly settings: Settings;
  readonly sections: readonly Section[];
  /** How long, with how many workers, and who tells of it. */
  readonly options: Pick<RunOptions, 'workers' | 'budget' | 'json' | 'reporter'>;
  /** List every row. */
  readonly all?: true;
  /** Of a run that fails show the counterexample alone. */
  readonly brief?: boolean;
  /** What to show at the end. Default: of a run that fails the shortest counterexample. */
  readonly report?: (rows: readonly Row[]) => Promise<string | undefined>;
}

/** Gives the exit code. */
export async function runSession(session: Session): Promise<number> {
  const begun = seconds();
  const { command, settings, sections, all = false, brief = false } = session;
  const { workers, budget, json = false, reporter } = session.options;
  const deadline = milliseconds() + (budget ?? Number.POSITIVE_INFINITY);
  const printer = printerOf(chosen(reporter, json), { all, brief });
  const pool = new Pool({ settings, deadline, onProgress: (job, text) => printer.progress(job, text) });
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
  const end: End = interrupted ? 'interrupted' : verdictOf(rows);
  const report = session.report ?? ((those) => (end === 'violated' ? shortestOf(those) : Promise.resolve(undefined)));
  const told = await report(rows);
  printer.end({
    end,
    seconds: seconds() - begun,
    unexplored: unexplored(settings, sections, rows),
    ...(told === undefined ? {} : { report: told }),
    lanes: printer.wantsLanes === true ? await lanesOf(rows) : new Map(),
  });
  return EXIT[end];
}

/** The counterexamples of what failed, each in full. */
async function lanesOf(rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const lanes = new Map<string, string>();
  for (const { verdict, token } of rows) {
    if (token !== undefined && isBad(verdict)) lanes.set(token, await shown(token, WHOLE));
  }
  return lanes;
}

/** Files have room. */
const WHOLE = { width: 120, height: Number.MAX_SAFE_INTEGER };

async function shown(token: string, page: ReportOptions): Promise<string> {
  try {
    return (await show(decode(token), token, page)).text;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `The counterexample could not be shown again: ${why}`;
  }
}

/** Of all counterexamples the one with the fewest steps, as text. */
export async function shortestOf(rows: readonly Row[]): Promise<string | undefined> {
  const failed = rows.filter(({ verdict, token }) => isBad(verdict) && token !== undefined);
  const [shortest] = failed.sort((one, other) => (one.steps ?? 0) - (other.steps ?? 0));
  return shortest?.token === undefined ? undefined : shown(shortest.token, terminal());
}
