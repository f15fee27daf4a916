/** A run of a suite, taken again: when a token is made of it, and when somebody asks for the token. */
import { digestOf, othersText, ReplayError } from '../check/counterexample.ts';
import { packChoices, packLoop, type SuiteToken, unpackChoices, unpackLoop } from '../check/token.ts';
import { VERSION } from '../check/version.ts';
import { changedSince } from '../fingerprints/index.ts';
import {
  type Choice,
  closedPrefix,
  type Execution,
  exhaustive,
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
import { SuiteError, suiteFingerprints, suiteName, suitesIn } from './load.ts';

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
  /** The schedule does not fit any more, so this is what others show. */
  readonly others?: Others;
}

/** What was looked at in place of a schedule that does not fit. */
export interface Others {
  readonly sentence: string;
  /** There are more states than were looked at. */
  readonly cut: boolean;
  /** Of the run that violates something. */
  readonly token?: SuiteToken;
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

/** @throws ReplayError where the run does not fit, though no file has changed, or the code is not there */
export async function replaySuite(token: SuiteToken, options: PageOptions): Promise<Retaken> {
  const lookAlikes = new LookAlikes();
  return withLookAlikes(lookAlikes, async () => {
    const suite = await suiteOf(token);
    const isOther = changedSince(token.fingerprints, suiteFingerprints(token.file)).length > 0;
    const unfit = isOther ? onSuite(suite, lookAlikes, (system) => unfitting(system, token)) : undefined;
    if (unfit !== undefined) return others(suite, lookAlikes, token, options, unfit);
    const retaken = onSuite(suite, lookAlikes, (system) => {
      const [choices, loop] = [unpackChoices(token.schedule), token.loop && unpackLoop(token.loop)];
      const { execution, watch } = follow(system, choices, loop, isOther ? undefined : token.digest);
      if (loop !== undefined && watch !== undefined) execution.violation ??= unending(watch, loop, token.violation);
      else if (LASTING.includes(token.violation)) execution.violation ??= lasting(system);
      return retakenOf(execution, choices, loop, options);
    });
    if (isOther && retaken.message === undefined) return others(suite, lookAlikes, token, options);
    if (retaken.steps === 0 && retaken.message === undefined)
      throw new ReplayError('The schedule of this token is empty, and nothing is wrong before it.');
    return retaken;
  });
}

/** One schedule of other code says little where it shows nothing wrong, so all are looked at. */
function others(
  suite: Suite,
  lookAlikes: LookAlikes,
  token: SuiteToken,
  options: PageOptions,
  unfit?: Unfitting,
): Retaken {
  const all = [...unpackChoices(token.schedule), ...(token.loop === undefined ? [] : unpackLoop(token.loop).choices)];
  const { verdict, violation, schedule, states, ...found } = onSuite(suite, lookAlikes, (system) =>
    exhaustive(new Program(system, SUITE_LIMITS), { mergeHistories: true, maxStates: OTHERS_MAX }),
  );
  const cut = verdict === 'undecided';
  const sentence = othersText(unfit?.why, states, cut, violation !== undefined);
  if (violation === undefined || schedule === undefined) {
    const taken = all.slice(0, unfit?.steps);
    const fit = onSuite(suite, lookAlikes, (system) =>
      retakenOf(follow(system, taken, undefined).execution, taken, undefined, options),
    );
    return { ...fit, others: { sentence, cut } };
  }
  const again = { choices: schedule, violation, ...(found.loop && { loop: found.loop }) };
  const retaken = retake(suite, lookAlikes, again, options);
  const { loop: _, ...rest } = token;
  const other: SuiteToken = {
    ...rest,
    version: VERSION,
    fingerprints: suiteFingerprints(token.file),
    violation: violation.kind,
    schedule: packChoices(retaken.prefix),
    ...(found.loop && { loop: packLoop(found.loop) }),
    digest: retaken.digest,
  };
  return { ...retaken, others: { sentence, cut, token: other } };
}

/** So many states are looked at where a schedule does not fit any more. */
const OTHERS_MAX = 100_000;

interface Unfitting {
  /** So many of its steps can be taken. */
  readonly steps: number;
  readonly why: string;
}

/** Undefined: all of the run can be taken, or a violation ends it before. */
function unfitting(system: System, token: SuiteToken): Unfitting | undefined {
  const [choices, loop] = [unpackChoices(token.schedule), token.loop && unpackLoop(token.loop)];
  const execution = startExecution(system, { limits: SUITE_LIMITS });
  const all = [...choices, ...(loop?.choices ?? [])];
  let watch: LoopWatch | undefined;
  for (const [index, choice] of all.entries()) {
    if (execution.violation !== undefined) return undefined;
    if (index === choices.length) watch = new LoopWatch(execution);
    if (!execution.isEnabled(choice)) {
      const why = `step ${index + 1} of ${all.length} is for thread ${choice.thread}, which cannot move there`;
      return { steps: index, why };
    }
    execution.take(choice);
    watch?.see(choice.thread);
  }
  const flaw = execution.violation === undefined && loop !== undefined ? watch?.flaw(loop.thread) : undefined;
  return flaw === undefined ? undefined : { steps: all.length, why: `its loop is none any more, ${flaw}` };
}

/** The run that was found: its words are numbered as a replay will number them. */
export function retake(
  suite: Suite,
  lookAlikes: LookAlikes,
  { choices, loop, violation }: FoundRun,
  options: PageOptions,
): Retaken {
  return onSuite(suite, lookAlikes, (system) => {
    const prefix = loop === undefined ? choices : closedPrefix(new Program(system, SUITE_LIMITS), choices, loop);
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
      'made. By their fingerprints its files are the same: a package that they import, or lwkt, has changed since.',
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
