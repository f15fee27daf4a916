/** One run of sections in workers, from its first line to its exit code: what `check` and `audit` have in common. */
import { decode, isBad, type Row, runSections, type Section, type Settings, show, verdictOf } from '../check/index.ts';
import { milliseconds, seconds } from './clock.ts';
import { EXIT } from './exit.ts';
import { JsonPrinter } from './json.ts';
import { Pool } from './pool.ts';
import type { End, Printer } from './printer.ts';
import { progressOn } from './progress.ts';
import { terminal } from './terminal.ts';
import { TextPrinter } from './text.ts';

export interface Session {
  /** The command, as a person calls it. */
  readonly command: string;
  readonly settings: Settings;
  readonly sections: readonly Section[];
  readonly workers: number;
  /** In milliseconds. */
  readonly budget?: number;
  readonly json?: true;
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
  const { command, settings, sections, workers, budget } = session;
  const deadline = milliseconds() + (budget ?? Number.POSITIVE_INFINITY);
  const printer = printerOf(session);
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
  const report = session.report ?? ((all) => (end === 'violated' ? shortestOf(all) : Promise.resolve(undefined)));
  printer.end(end, seconds() - begun, await report(rows));
  return EXIT[end];
}

function printerOf({ json, all, brief }: Session): Printer {
  const write = (text: string): void => {
    process.stdout.write(text);
  };
  if (json === true) return new JsonPrinter(write);
  return new TextPrinter({
    write,
    progress: progressOn(process.stderr),
    width: terminal().width,
    brief: brief === true,
    all: all === true,
  });
}

/** Of all counterexamples the one with the fewest steps, as text. */
export async function shortestOf(rows: readonly Row[]): Promise<string | undefined> {
  const failed = rows.filter(({ verdict, token }) => isBad(verdict) && token !== undefined);
  const [shortest] = failed.sort((one, other) => (one.steps ?? 0) - (other.steps ?? 0));
  if (shortest?.token === undefined) return undefined;
  try {
    return (await show(decode(shortest.token), shortest.token, terminal())).text;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `The counterexample could not be shown again: ${why}`;
  }
}
