/** A run of a suite, taken again: when a token is made of it, and when somebody asks for the token. */
import { digestOf, ReplayError } from '../check/counterexample.ts';
import { type SuiteToken, unpackChoices, unpackLoop } from '../check/token.ts';
import {
  type Choice,
  type Execution,
  exhaustive,
  followLoop,
  LookAlikes,
  type Loop,
  LoopWatch,
  lanes as lanesOf,
  onSuite,
  Program,
  SUITE_LIMITS,
  type Suite,
  type System,
  startExecution,
  type Violation,
  violationOf,
  withLookAlikes,
} from '../interleaving/index.ts';
import { SuiteError, suiteName, suitesIn } from './load.ts';

/** A run as text. */
export interface Retaken {
  /** Absent: nothing is violated. */
  readonly message?: string;
  readonly lanes: string;
  readonly steps: number;
  /** A character for each step, those of the loop, too. */
  readonly digest: string;
  /** The steps before the loop, or all where there is none. */
  readonly prefix: readonly Choice[];
}

/** A run that was found. */
export interface FoundRun {
  readonly choices: readonly Choice[];
  readonly loop?: Loop;
  readonly violation: Violation;
}

/** The page that the lanes are to fit. */
export interface PageOptions {
  /** Columns of text. */
  readonly width?: number;
}

/** @throws ReplayError where the code has changed, or is not there */
export async function replaySuite(token: SuiteToken, options: PageOptions): Promise<Retaken> {
  const lookAlikes = new LookAlikes();
  return withLookAlikes(lookAlikes, async () => {
    const suite = await suiteOf(token);
    const choices = unpackChoices(token.schedule);
    const retaken = onSuite(suite, lookAlikes, (system) => {
      const loop = token.loop === undefined ? undefined : unpackLoop(token.loop);
      const { execution, watch } = follow(system, choices, loop, token.digest);
      if (loop !== undefined && watch !== undefined) execution.violation ??= unending(watch, loop, token.violation);
      else if (LASTING.includes(token.violation)) execution.violation ??= lasting(system);
      return retakenOf(execution, choices, loop, options);
    });
    if (retaken.steps === 0 && retaken.message === undefined)
      throw new ReplayError('The schedule of this token is empty, and nothing is wrong before it.');
    return retaken;
  });
}

/** The run that was found: its words are numbered as a replay will number them. */
export function retake(
  suite: Suite,
  lookAlikes: LookAlikes,
  { choices, loop, violation }: FoundRun,
  options: PageOptions,
): Retaken {
  return onSuite(suite, lookAlikes, (system) => {
    const prefix = loop === undefined ? choices : closing(system, choices, loop);
    const { execution } = follow(system, prefix, loop);
    execution.violation ??= violation;
    return retakenOf(execution, prefix, loop, options);
  });
}

/** What is violated by all that may follow, and by no single run. */
const LASTING = ['livelock', 'lost-wakeup'];

function lasting(system: System): Violation | undefined {
  const { violation } = exhaustive(new Program(system, SUITE_LIMITS), { mergeHistories: true });
  return violation !== undefined && LASTING.includes(violation.kind) ? violation : undefined;
}

async function suiteOf({ file, suite: name }: SuiteToken): Promise<Suite> {
  try {
    const suite = (await suitesIn(file)).get(name);
    if (suite !== undefined) return suite;
  } catch (error) {
    throw error instanceof SuiteError ? new ReplayError(error.message) : error;
  }
  throw new ReplayError(`There is no ${suiteName(file, name)} any more.`);
}

/** The steps before the loop, with which it closes at once: see `followLoop`. */
function closing(system: System, choices: readonly Choice[], loop: Loop): readonly Choice[] {
  const { loopAt } = followLoop(new Program(system, SUITE_LIMITS), choices, loop);
  return loopAt === choices.length ? choices : [...choices, ...loop.choices];
}

/** A loop that closes, is fair and leaves a call open is a violation by itself: nothing has to be searched again. */
function unending(watch: LoopWatch, { thread }: Loop, kind: string): Violation {
  const flaw = watch.flaw(thread);
  if (flaw === undefined) return { ...violationOf(watch, thread), kind };
  throw new ReplayError(
    `The loop of this token is none any more: ${flaw}. The usual cause is that the code has changed since it was made.`,
  );
}

interface Followed {
  readonly execution: Execution;
  readonly watch?: LoopWatch;
}

function follow(system: System, choices: readonly Choice[], loop: Loop | undefined, digest?: string): Followed {
  const execution = startExecution(system, { record: true, limits: SUITE_LIMITS });
  const all = [...choices, ...(loop?.choices ?? [])];
  let watch: LoopWatch | undefined;
  for (const [index, choice] of all.entries()) {
    if (execution.violation !== undefined) break;
    if (index === choices.length) watch = new LoopWatch(execution);
    if (!execution.isEnabled(choice)) throw diverges(index, all.length);
    execution.take(choice);
    watch?.see(choice.thread);
    const step = execution.steps[index];
    if (digest !== undefined && step !== undefined && digest[index] !== digestOf(step))
      throw diverges(index, all.length);
  }
  return watch === undefined ? { execution } : { execution, watch };
}

function diverges(index: number, length: number): ReplayError {
  return new ReplayError(
    `The replay diverges at step ${index + 1} of ${length}: the code does something else there than when the token was ` +
      'made. The usual cause is that it has changed since.',
  );
}

function retakenOf(
  execution: Execution,
  prefix: readonly Choice[],
  loop: Loop | undefined,
  { width }: PageOptions,
): Retaken {
  const { violation, steps } = execution;
  return {
    ...(violation === undefined ? {} : { message: violation.message }),
    lanes: lanesOf(execution, {
      ...(width === undefined ? {} : { width }),
      ...(loop === undefined ? {} : { loopAt: prefix.length }),
    }),
    prefix,
    steps: execution.length,
    digest: steps.map(digestOf).join(''),
  };
}
