/** `lwkt validate`: says of recorded histories whether the model can produce them. */
import { createReadStream } from 'node:fs';
import { Command, Option } from 'commander';
import { wrap } from '../interleaving/lanes.ts';
import { type Judgement, judge, linesOf, type Verdict } from '../validate/index.ts';
import { milliseconds } from './clock.ts';
import { colours as pc } from './colours.ts';
import { EXIT, EXIT_CODES, type Finish } from './exit.ts';
import { duration } from './options.ts';
import { progressOn } from './progress.ts';
import { terminal } from './terminal.ts';

export interface ValidateOptions {
  /** Milliseconds for all files together. */
  readonly budget: number;
  readonly json?: true;
}

/** Rows of the page that are not lanes. */
const ROWS_AROUND = 8;

/**
 * Judges files one after the other; `-` is standard input. Prints what it finds and gives the exit code: 0 all conform,
 * 1 any does not, 2 any is unreadable, 3 undecided within the budget.
 */
export async function validate(files: readonly string[], options: ValidateOptions): Promise<number> {
  const deadline = milliseconds() + options.budget;
  const progress = progressOn(process.stderr);
  const verdicts: Verdict[] = [];
  for (const file of files) {
    const began = milliseconds();
    const judgement = await judgeFile(file, {
      expired: () => milliseconds() > deadline,
      onProgress: (events) => progress.show('validate', file, `${events} events`),
      lines: terminal().height - ROWS_AROUND,
    });
    progress.clear();
    const seconds = (milliseconds() - began) / 1000;
    process.stdout.write(options.json === true ? jsonLine(file, judgement) : page(file, judgement, seconds));
    verdicts.push(judgement.verdict);
  }
  progress.stop();
  if (options.json !== true && files.length > 1) process.stdout.write(`${summary(verdicts)}\n`);
  return exitCode(verdicts);
}

async function judgeFile(file: string, options: Parameters<typeof judge>[1]): Promise<Judgement> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  try {
    return await judge(linesOf(input), options);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return { verdict: 'unreadable', why: error.message, events: 0, points: 0, lanes: [] };
  }
}

function jsonLine(file: string, { verdict, line, clause, why }: Judgement): string {
  const found = { file, verdict, line: line ?? null, clause: clause ?? null, why: why ?? null };
  return `${JSON.stringify(found)}\n`;
}

const PAINT: Readonly<Record<Verdict, (text: string) => string>> = {
  conforms: pc.green,
  violates: pc.red,
  misuse: pc.red,
  undecided: pc.yellow,
  unreadable: pc.magenta,
};

function page(file: string, judgement: Judgement, seconds: number): string {
  const { verdict, line, why, events, points, lanes } = judgement;
  const work = pc.dim(`${events} events, ${points} points of the model, ${seconds.toFixed(1)} s`);
  const where = line === undefined ? '' : `, line ${line}`;
  const lines = [`${PAINT[verdict](verdict.padEnd(10))} ${file}${where}  ${work}`];
  if (why !== undefined) lines.push(...wrap(why, terminal().width - 2).map((each) => `  ${each}`));
  if (lanes.length > 0) lines.push('', ...lanes.map((each) => (each.startsWith('>') ? pc.red(each) : each)), '');
  return `${lines.join('\n')}\n`;
}

const SUMMED: readonly Verdict[] = ['conforms', 'violates', 'misuse', 'undecided', 'unreadable'];

function summary(verdicts: readonly Verdict[]): string {
  const counts = SUMMED.map((verdict) => [verdict, verdicts.filter((one) => one === verdict).length] as const);
  const parts = counts.filter(([, count]) => count > 0).map(([verdict, count]) => `${verdict}: ${count}`);
  return `${verdicts.length} files; ${parts.join(', ')}`;
}

function exitCode(verdicts: readonly Verdict[]): number {
  if (verdicts.includes('unreadable')) return EXIT.usage;
  if (verdicts.includes('violates') || verdicts.includes('misuse')) return EXIT.violated;
  return verdicts.includes('undecided') ? EXIT.undecided : EXIT.holds;
}

export function validateCommand(finish: Finish): Command {
  return new Command('validate')
    .description('say of recorded histories (lwkt-trace/1) whether the model can produce them')
    .argument('<files...>', 'traces; - is standard input')
    .addOption(new Option('--budget <time>', 'for all files together').default(60_000, '60s').argParser(duration))
    .addOption(new Option('--json', 'one JSON object a line'))
    .addHelpText('after', EXIT_CODES)
    .action(async (files: string[], options: ValidateOptions) => finish(await validate(files, options)));
}
