/** `lwkt record`: runs programs on worker threads and writes down what the threads called and what they got. */
import { Command, Option } from 'commander';
import { VERSION } from '../check/index.ts';
import type { HistoryStream } from '../history/history.ts';
import { SCENARIOS } from '../programs/scenarios.ts';
import {
  describeUnfinished,
  JITTER_MODES,
  type JitterMode,
  record as recordRun,
  type SeededFault,
  ThreadsError,
  type Unfinished,
  WorkerPool,
} from '../threads/index.ts';
import { traceLines } from '../validate/index.ts';
import { freshSeed, milliseconds } from './clock.ts';
import { EXIT, EXIT_CODES, type Finish } from './exit.ts';
import { count, seed } from './options.ts';
import { type Progress, progressOn } from './progress.ts';
import { faultOf, programOf } from './record/choose.ts';
import { type Output, outputFor } from './record/output.ts';

export interface RecordOptions {
  /** The name of a scenario, or a file; absent: a random program. */
  readonly program?: string;
  readonly runs: number;
  readonly rounds: number;
  readonly seed?: number;
  readonly delays: JitterMode;
  /** Events that each thread may record. */
  readonly events: number;
  readonly fault?: string;
  /** `-`, a file, or a directory. */
  readonly out: string;
  readonly list?: true;
}

/** Looks before sleeping: some runs sleep at once, most poll as the ports do in production. */
const LOOKS = [0, 10_000, 10_000];

/** Gives the exit code: 1 where a thread hung, died or threw. What was recorded until then is written all the same. */
export async function record(options: RecordOptions): Promise<number> {
  if (options.list === true) {
    process.stdout.write(list());
    return EXIT.holds;
  }
  const output = outputFor(options.out, options.runs);
  const fault = options.fault === undefined ? undefined : faultOf(options.fault);
  const programs = programOf(options.program);
  const first = options.seed ?? freshSeed();
  if (options.seed === undefined) process.stderr.write(`seed ${first}\n`);
  const pool = new WorkerPool();
  const session: Session = { options, fault, programs, pool, output, progress: progressOn(process.stderr) };
  try {
    let code: number = EXIT.holds;
    for (let run = 1; run <= options.runs; run++) {
      const ended = await recordOne(session, run, (first + run - 1) % SEEDS);
      code = Math.max(code, ended);
    }
    return code;
  } finally {
    session.progress.stop();
    await pool.close();
  }
}

const SEEDS = 2 ** 32;

interface Session {
  readonly options: RecordOptions;
  readonly fault: SeededFault | undefined;
  readonly programs: ReturnType<typeof programOf>;
  readonly pool: WorkerPool;
  readonly output: Output;
  readonly progress: Progress;
}

/** All that is drawn for a run comes from its seed. */
async function recordOne(session: Session, run: number, runSeed: number): Promise<number> {
  const { options, output, progress } = session;
  const { name, program } = session.programs(runSeed);
  const by = `${name}, seed ${runSeed}`;
  progress.show('record', by, `run ${run} of ${options.runs}`);
  const { history, unfinished, failure } = await attempt(session, program, runSeed);
  let events = 0;
  const counted: HistoryStream = {
    ...history,
    events: each(history.events, () => {
      events++;
    }),
  };
  const fault = session.fault === undefined ? '' : ` with the fault "${session.fault.name}"`;
  const where = await output.write(run, traceLines(counted, `lwkt ${VERSION} record: ${by}${fault}`));
  progress.done(by);
  progress.clear();
  const lines = [`${by}: ${events} events to ${where}, ${endText(history.end)}`];
  if (options.runs === 1) lines.push(...unfinished.map((one) => `  ${describeUnfinished(one)}`));
  if (failure !== undefined) lines.push(`  ${failure}`);
  process.stderr.write(`${lines.join('\n')}\n`);
  return failure === undefined ? EXIT.holds : EXIT.violated;
}

interface Attempt {
  readonly history: HistoryStream;
  readonly unfinished: readonly Unfinished[];
  readonly failure?: string;
}

async function attempt(
  { options, fault, pool }: Session,
  program: HistoryStream['program'],
  runSeed: number,
): Promise<Attempt> {
  const { rounds, delays: jitter, events: capacity } = options;
  const looks = LOOKS[runSeed % LOOKS.length] ?? 0;
  const given = fault === undefined ? {} : { fault };
  try {
    return await recordRun(program, {
      now: milliseconds,
      pool,
      looks,
      initialisation: true,
      rounds,
      jitter,
      capacity,
      seed: runSeed,
      ...given,
    });
  } catch (error) {
    if (error instanceof ThreadsError) return { history: error.history, unfinished: [], failure: error.message };
    throw error;
  }
}

function* each<T>(items: Iterable<T>, tell: () => void): Generator<T> {
  for (const item of items) {
    tell();
    yield item;
  }
}

function endText(end: HistoryStream['end']): string {
  return end === 'quiescent'
    ? 'until nothing moved any more'
    : 'then cut: nothing came of it for too long, or a thread had no room left (--events)';
}

function list(): string {
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  return SCENARIOS.map(({ name, about }) => `${name.padEnd(width)}  ${about}\n`).join('');
}

export function recordCommand(finish: Finish): Command {
  return new Command('record')
    .description('run a program on worker threads and write what they saw as a trace (lwkt-trace/1), for validate')
    .addOption(
      new Option('--program <name or file>', 'a scenario, or a program as JSON; default: a random one each run'),
    )
    .addOption(
      new Option('--runs <n>', 'one trace each, with a seed each').argParser(count('number of runs')).default(1),
    )
    .addOption(
      new Option('--rounds <n>', 'how often each thread makes its calls')
        .argParser(count('number of rounds'))
        .default(1),
    )
    .addOption(
      new Option('--seed <n>', 'of random programs and of delays; default: a new one each time').argParser(seed),
    )
    .addOption(new Option('--delays <where>', 'small ones at random').choices(JITTER_MODES).default('calls'))
    .addOption(
      new Option('--events <n>', 'that each thread may record').argParser(count('number of events')).default(200_000),
    )
    .addOption(new Option('--fault <name>', 'run the ports with this seeded fault in them'))
    .addOption(
      new Option('--out <file or directory>', 'a directory for several runs; - is standard output').default('-'),
    )
    .addOption(new Option('--list', 'list the scenarios'))
    .addHelpText('after', EXIT_CODES)
    .action(async (options: RecordOptions) => finish(await record(options)));
}
