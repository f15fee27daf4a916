/** `lwkt interleave <file...>`: anybody's code over shared memory, unchanged, through every interleaving. */
import { existsSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { Command, Option } from 'commander';
import { VERSION } from '../check/index.ts';
import { STRATEGY_NAMES, type StrategyName } from '../interleaving/index.ts';
import type { Look } from '../suites/index.ts';
import { freshSeed, milliseconds, seconds } from './clock.ts';
import { EXIT, EXIT_CODES, type Finish, UsageError } from './exit.ts';
import { lookAtFile, type Told } from './interleave/file.ts';
import { counterexampleText, progressText, type Result, resultText } from './interleave/text.ts';
import { duration as inWords } from './numbers.ts';
import { count, duration, seed, states, workers } from './options.ts';
import { type Progress, progressOn } from './progress.ts';
import { terminal } from './terminal.ts';

export interface InterleaveOptions {
  /** In milliseconds. */
  readonly budget?: number;
  readonly maxStates?: number;
  readonly samples?: number;
  readonly strategy?: StrategyName;
  readonly seed?: number;
  readonly workers: number;
  /** `--no-merge`: count states as they are. */
  readonly merge: boolean;
  readonly keepGoing?: true;
  readonly json?: true;
}

interface Session {
  readonly options: InterleaveOptions;
  readonly look: Omit<Look, 'onProgress'>;
  readonly deadline: number;
  readonly progress: Progress;
  readonly results: Result[];
  readonly abort: AbortController;
}

/** Gives the exit code. @throws UsageError for what cannot be checked */
export async function interleaveFiles(given: readonly string[], options: InterleaveOptions): Promise<number> {
  const files = given.map(fileNamed);
  checkOptions(options);
  const look = lookOf(options);
  const deadline = milliseconds() + (options.budget ?? Number.POSITIVE_INFINITY);
  const abort = new AbortController();
  const session: Session = { options, look, deadline, abort, results: [], progress: progressOn(process.stderr) };
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
    abort.abort();
  };
  process.once('SIGINT', interrupt);
  const begun = seconds();
  const { samples, seed: drawn } = look;
  line(session, { type: 'start', version: VERSION, command: 'interleave', files, ...look }, () =>
    samples === undefined ? '' : `${samples} runs each, ${options.strategy ?? 'random-walk'}, seed ${drawn}\n`,
  );
  try {
    await atOnce(files, options.workers, (file) => lookAtOne(session, file));
  } finally {
    abort.abort();
    process.removeListener('SIGINT', interrupt);
    session.progress.stop();
  }
  const end = interrupted ? 'interrupted' : verdictOf(session.results);
  const took = seconds() - begun;
  line(session, { type: 'end', verdict: end, exit: EXIT[end], seconds: took }, () => endText(session, end, took));
  return EXIT[end];
}

function checkOptions({ samples, strategy, maxStates, keepGoing }: InterleaveOptions): void {
  if (strategy !== undefined && samples === undefined)
    throw new UsageError('--strategy says how runs are drawn, and not how many: add --samples.');
  if (keepGoing !== undefined && samples !== undefined)
    throw new UsageError('--keep-going is of the search of all runs, and --samples draws some: give one of them.');
  if (maxStates !== undefined && samples !== undefined)
    throw new UsageError('--max-states bounds the search of all runs, and --samples draws some: give one of them.');
}

function lookOf({ samples, strategy, maxStates, merge, keepGoing, seed: given }: InterleaveOptions): Session['look'] {
  return {
    seed: given ?? (samples === undefined ? 1 : freshSeed()),
    width: terminal().width,
    ...(merge ? {} : { unmerged: true }),
    ...(keepGoing === undefined ? {} : { keepGoing }),
    ...(samples === undefined ? {} : { samples }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(maxStates === undefined ? {} : { maxStates }),
  };
}

/** As a token carries it: from this directory, if it is below it. */
function fileNamed(path: string): string {
  if (!existsSync(path)) throw new UsageError(`There is no file "${path}".`);
  if (!statSync(path).isFile()) throw new UsageError(`"${path}" is no file.`);
  const below = relative(process.cwd(), resolve(path));
  return below.startsWith('..') || isAbsolute(below) ? resolve(path) : below.split(sep).join('/');
}

async function lookAtOne(session: Session, file: string): Promise<void> {
  const { look, deadline, progress, results, abort } = session;
  const begun = seconds();
  const found: Result[] = [];
  const tell = (told: Told): void => {
    const job = told.suite === '' ? file : `${file} ${told.suite}`;
    if (told.kind === 'progress') progress.show('interleave', job, progressText(told.looked, told.seconds));
    else {
      progress.done(job);
      const { suite, finding, seconds: took } = told;
      found.push({ file, suite, finding, seconds: took });
      report(session, { file, suite, finding, seconds: took });
    }
  };
  const ended = await lookAtFile({ file, look, deadline }, tell, abort.signal);
  results.push(...found);
  if (ended || abort.signal.aborted) return;
  const stopped = { file, suite: '', seconds: seconds() - begun };
  results.push(stopped);
  report(session, stopped);
}

function report(session: Session, result: Result): void {
  const { finding, ...where } = result;
  const { lanes: _, ...data } = finding ?? { verdict: 'undecided' };
  line(session, { type: 'suite', ...where, ...data }, () => resultText(result));
}

/** A line of JSON, or text for people. */
function line({ options, progress }: Session, data: object, text: () => string): void {
  progress.clear();
  process.stdout.write(options.json === true ? `${JSON.stringify(data)}\n` : text());
}

type End = 'holds' | 'violated' | 'undecided' | 'interrupted';

function verdictOf(results: readonly Result[]): End {
  if (results.some(({ finding }) => finding?.verdict === 'violated')) return 'violated';
  return results.some(({ finding }) => (finding?.verdict ?? 'undecided') === 'undecided') ? 'undecided' : 'holds';
}

/** The shortest counterexample, and what it all comes to. */
function endText({ results, look, options }: Session, end: End, took: number): string {
  const failed = results.filter(({ finding }) => finding?.lanes !== undefined);
  const steps = ({ finding }: Result): number => finding?.violation?.steps ?? 0;
  const shortestFirst = failed.toSorted((one, other) => steps(one) - steps(other));
  const lanes = shortestFirst
    .slice(0, options.keepGoing === true ? failed.length : 1)
    .map(counterexampleText)
    .join('');
  const holds = look.samples === undefined ? 'Every interleaving holds' : 'No run failed';
  const sentences: Readonly<Record<End, string>> = {
    holds,
    violated: `${failed.length} of ${results.length} suites violated`,
    undecided: 'Undecided: not everything was looked at; so far nothing is violated',
    interrupted: 'Interrupted: this is what is known so far',
  };
  return `${lanes}\n${sentences[end]} (${inWords(took)}).\n`;
}

/** So many of them at a time. */
async function atOnce<Item>(items: readonly Item[], width: number, body: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    for (const item of waiting) await body(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
}

const MORE = `
A file exports \`setup\` and \`threads\` (and \`finish\`, \`invariant\`, \`daemons\`, \`forever\`), as default or by name, or several
such suites by name as \`suites\`. Its code uses SharedArrayBuffer, typed arrays and Atomics as it likes.

Examples:
  lwkt interleave lock.mjs queue.mjs
  lwkt interleave queue.mjs --budget 1m
  lwkt interleave queue.mjs --samples 100000 --strategy pct --seed 7`;

export function interleaveCommand(finish: Finish): Command {
  return new Command('interleave')
    .description('run code of your own over shared memory, unchanged, through every interleaving')
    .argument('<file...>', 'modules that export suites')
    .addOption(new Option('--budget <time>', 'stop after this time, such as 20s or 2m').argParser(duration))
    .addOption(new Option('--max-states <n>', 'stop beyond so many states of a suite').argParser(states))
    .addOption(
      new Option('--samples <n>', 'draw so many runs at random, in place of all').argParser(count('number of runs')),
    )
    .addOption(new Option('--strategy <name>', 'how runs are drawn; default: random-walk').choices(STRATEGY_NAMES))
    .addOption(new Option('--seed <n>', 'of runs drawn at random; default: a new one each time').argParser(seed))
    .addOption(new Option('--no-merge', 'tell states apart that differ only in what code has read and forgotten'))
    .addOption(new Option('--workers <n>', 'files looked at at a time').argParser(workers).default(2))
    .addOption(new Option('--keep-going', 'look at all that is wrong, and show one run of each sort'))
    .addOption(new Option('--json', 'one JSON object a line'))
    .addHelpText('after', `${MORE}\n${EXIT_CODES}`)
    .action(async (files: string[], options: InterleaveOptions) => finish(await interleaveFiles(files, options)));
}
