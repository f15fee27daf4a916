/** `lwkt check`: runs the sections in workers and prints what they find. */
import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import {
  decode,
  faultNamed,
  isBad,
  isCheckerFault,
  modelFaultNamed,
  type Profile,
  type Row,
  runSections,
  type SectionName,
  type Settings,
  SOUND,
  sectionsOf,
  show,
  UnknownName,
  verdictOf,
} from '../check/index.ts';
import { freshSeed, milliseconds, seconds } from './clock.ts';
import { EXIT, EXIT_CODES, type Finish, UsageError } from './exit.ts';
import { JsonPrinter } from './json.ts';
import { duration, profile, sections, seed, workers } from './options.ts';
import { Pool } from './pool.ts';
import type { End, Printer } from './printer.ts';
import { progressOn } from './progress.ts';
import { terminal } from './terminal.ts';
import { TextPrinter } from './text.ts';

export interface CheckOptions {
  readonly profile: Profile;
  readonly only: readonly SectionName[];
  readonly workers: number;
  readonly seed?: number;
  /** In milliseconds. */
  readonly budget?: number;
  readonly fault?: string;
  readonly json?: true;
  /** List every row. */
  readonly all?: true;
}

/** Gives the exit code. */
export async function check(options: CheckOptions): Promise<number> {
  const begun = seconds();
  const settings = settingsOf(options);
  const deadline = milliseconds() + (options.budget ?? Number.POSITIVE_INFINITY);
  const printer = printerOf(options);
  const { workers, budget } = options;
  const pool = new Pool({ settings, deadline, onProgress: (job, text) => printer.progress(job, text) });
  let interrupted = false;
  process.once('SIGINT', () => {
    interrupted = true;
    pool.close();
  });
  printer.start({ settings, workers, ...(budget === undefined ? {} : { budgetMs: budget }) });
  const stopped = (): string | undefined => {
    if (interrupted) return 'interrupted';
    return milliseconds() >= deadline ? 'the budget is used up' : undefined;
  };
  const rows = await runSections({
    sections: sectionsOf(settings, options.only),
    settings,
    width: workers,
    stopped,
    execute: (job, emit) => pool.run(job, emit).finally(() => printer.done(job)),
    onSection: (section) => printer.section(section),
    onRow: (row) => printer.row(row),
  });
  await pool.close();
  const end: End = interrupted ? 'interrupted' : verdictOf(rows);
  printer.end(end, seconds() - begun, end === 'violated' ? await firstReport(rows) : undefined);
  return EXIT[end];
}

function settingsOf({ profile, seed = freshSeed(), fault }: CheckOptions): Settings {
  const settings = { profile, seed, implementation: SOUND };
  if (fault === undefined) return settings;
  try {
    const name = faultNamed(fault);
    if (isCheckerFault(name)) return { ...settings, checkerFault: name };
    return modelFaultNamed(name) === undefined
      ? { ...settings, implementation: name }
      : { ...settings, modelFault: name };
  } catch (error) {
    throw error instanceof UnknownName ? new UsageError(error.message) : error;
  }
}

function printerOf({ json, fault, all }: CheckOptions): Printer {
  const write = (text: string): void => {
    process.stdout.write(text);
  };
  if (json === true) return new JsonPrinter(write);
  return new TextPrinter({
    write,
    progress: progressOn(process.stderr),
    width: terminal().width,
    brief: fault !== undefined,
    all: all === true,
  });
}

/** Of all counterexamples the one with the fewest steps. */
async function firstReport(rows: readonly Row[]): Promise<string | undefined> {
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

export function checkCommand(finish: Finish): Command {
  return new Command('check')
    .description('hold the implementation to the specification')
    .addOption(new Option('--profile <name>', 'smoke, normal or deep').default('normal').argParser(profile))
    .addOption(new Option('--budget <time>', 'stop after this time, such as 20s or 2m').argParser(duration))
    .addOption(new Option('--seed <n>', 'of everything random; default: a new one each time').argParser(seed))
    .addOption(new Option('--only <sections>', 'only these sections, and always awake').argParser(sections).default([]))
    .addOption(
      new Option('--fault <name>', 'check with this seeded fault of the implementation, the model or the checker'),
    )
    .addOption(new Option('--workers <n>', 'threads that do the work').argParser(workers).default(cores()))
    .addOption(new Option('--all', 'list every seeded fault, not only how many there are'))
    .addOption(new Option('--json', 'one JSON object a line'))
    .addHelpText('after', EXIT_CODES)
    .action(async (options: CheckOptions) => finish(await check(options)));
}

const CORES_MAX = 8;

function cores(): number {
  return Math.min(availableParallelism(), CORES_MAX);
}
