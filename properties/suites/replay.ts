/** A run of a suite, taken again: when a token is made of it, and when somebody asks for the token. */
import { digestOf, ReplayError } from '../check/counterexample.ts';
import { type SuiteToken, unpackChoices } from '../check/token.ts';
import {
  type Choice,
  type Execution,
  exhaustive,
  LookAlikes,
  lanes as lanesOf,
  onSuite,
  Program,
  SUITE_LIMITS,
  type Suite,
  type System,
  startExecution,
  type Violation,
  withLookAlikes,
} from '../interleaving/index.ts';
import { SuiteError, suiteName, suitesIn } from './load.ts';

/** A run as text. */
export interface Retaken {
  /** Absent: nothing is violated. */
  readonly message?: string;
  readonly lanes: string;
  readonly steps: number;
  /** A character for each step. */
  readonly digest: string;
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
      const execution = follow(system, choices, token.digest);
      if (LASTING.includes(token.violation)) execution.violation ??= lasting(system);
      return retakenOf(execution, options);
    });
    if (choices.length === 0 && retaken.message === undefined)
      throw new ReplayError('The schedule of this token is empty, and nothing is wrong before it.');
    return retaken;
  });
}

/** The run that was found: its words are numbered as a replay will number them. */
export function retake(
  suite: Suite,
  lookAlikes: LookAlikes,
  choices: readonly Choice[],
  violation: Violation,
  options: PageOptions,
): Retaken {
  return onSuite(suite, lookAlikes, (system) => {
    const execution = follow(system, choices);
    execution.violation ??= violation;
    return retakenOf(execution, options);
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

function follow(system: System, choices: readonly Choice[], digest?: string): Execution {
  const execution = startExecution(system, { record: true, limits: SUITE_LIMITS });
  for (const [index, choice] of choices.entries()) {
    if (execution.violation !== undefined) break;
    if (!execution.isEnabled(choice)) throw diverges(index, choices.length);
    execution.take(choice);
    const step = execution.steps[index];
    if (digest !== undefined && step !== undefined && digest[index] !== digestOf(step))
      throw diverges(index, choices.length);
  }
  return execution;
}

function diverges(index: number, length: number): ReplayError {
  return new ReplayError(
    `The replay diverges at step ${index + 1} of ${length}: the code does something else there than when the token was ` +
      'made. The usual cause is that it has changed since.',
  );
}

function retakenOf(execution: Execution, { width }: PageOptions): Retaken {
  const { violation, steps } = execution;
  return {
    ...(violation === undefined ? {} : { message: violation.message }),
    lanes: lanesOf(execution, width === undefined ? {} : { width }),
    steps: execution.length,
    digest: steps.map(digestOf).join(''),
  };
}
