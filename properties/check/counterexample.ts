/** A run that violates something: made into a token when it is found, and run again when somebody asks for it. */
import { heldRun, judgedSystem, seenRun } from '../audit/held.ts';
import { type Changed, changedSince } from '../fingerprints/index.ts';
import type { Implementation } from '../implementation.ts';
import {
  type Choice,
  closedPrefix,
  type Execution,
  exhaustive,
  fromChoices,
  type Loop,
  LoopWatch,
  type Step,
  type System,
  startExecution,
  type Violation,
  violationOf,
} from '../interleaving/index.ts';
import type { Program } from '../programs/program.ts';
import { systemOf } from '../programs/system.ts';
import { RefinementMonitor } from '../refinement/monitor.ts';
import { runCase } from '../sampling/index.ts';
import { runFingerprints } from './found-with.ts';
import { encode, packChoices, packLoop, type RunToken, unpackChoices, unpackLoop } from './token.ts';
import { VERSION } from './version.ts';

/** A run that violates something: a program on an implementation, and the choices that lead there. */
export interface Counterexample {
  readonly implementation: Implementation;
  readonly program: Program;
  readonly choices: readonly Choice[];
  readonly violation: Violation;
  /** What repeats after the choices for ever, where a call never ends. */
  readonly loop?: Loop;
  /** The implementation that does not show this run, where that is all there is to it. */
  readonly against?: Implementation;
}

/** What has come of a run that was taken again. */
export interface Replayed {
  readonly execution: Execution;
  /** The steps before the loop, where the run is one that goes round for ever. */
  readonly loopAt?: number;
  /** Absent: nothing is violated any more. */
  readonly violation?: Violation;
  /** The parts that are others than when it was found. */
  readonly changed?: readonly Changed[];
  /** Why not all of its steps could be taken, where something has changed. */
  readonly stopped?: string;
}

/** The run of a token is none of the program any more. The message says at which step, and why. */
export class ReplayError extends Error {}

/** The counterexample as text that `lwkt replay` takes. */
export function tokenOf(found: Counterexample): string {
  const { implementation, program, violation, loop, against } = found;
  const choices =
    loop === undefined ? found.choices : closedPrefix(judgedSystem(program, implementation), found.choices, loop);
  const { execution } = retake({ ...found, choices, seenOnly: against !== undefined });
  return encode({
    v: 2,
    kind: 'run',
    version: VERSION,
    fingerprints: runFingerprints(program, implementation, against),
    implementation: implementation.name,
    program,
    violation: violation.kind,
    schedule: packChoices(choices),
    ...(loop && { loop: packLoop(loop) }),
    digest: execution.steps.map(digestOf).join(''),
    ...(against === undefined ? {} : { against: against.name }),
  });
}

/**
 * Takes the run of a token again, step by step. On another program or implementation than it was found with, as far as its
 * schedule goes there.
 *
 * @throws ReplayError if it does not go to its end, though nothing that is known has changed
 */
export function replayRun(token: RunToken, implementation: Implementation): Replayed {
  const { program, fingerprints } = token;
  const choices = unpackChoices(token.schedule);
  const changed = changedSince(fingerprints, runFingerprints(program, implementation));
  const run = { implementation, program, choices, ...(token.loop && { loop: unpackLoop(token.loop) }) };
  const isOther = changed.some(({ part }) => part !== 'model');
  const replayed = { ...retake({ ...run, token, seenOnly: token.against !== undefined, isOther }), changed };
  // A fault may show before the first step; but no step and no fault is no replay.
  if (replayed.execution.length === 0 && replayed.violation === undefined && token.against === undefined) {
    throw new ReplayError(
      'The schedule of this token is empty, and nothing is wrong before it: there is nothing to replay.',
    );
  }
  return replayed;
}

interface Retake extends Pick<Counterexample, 'implementation' | 'program' | 'choices' | 'loop'> {
  readonly token?: RunToken;
  readonly seenOnly: boolean;
  /** What is run is known to be another than when the token was made, so the steps may be others. */
  readonly isOther?: boolean;
}

function retake({ implementation, program, choices, loop, token, seenOnly, isOther = false }: Retake): Replayed {
  const { system, monitor } = seenOnly ? seenRun(program, implementation) : heldRun(program, implementation);
  const execution = startExecution(system, { monitor, record: true });
  const all = [...choices, ...(loop?.choices ?? [])];
  let watch: LoopWatch | undefined;
  for (const [index, choice] of all.entries()) {
    if (execution.violation !== undefined) break;
    if (loop !== undefined && index === choices.length) watch = new LoopWatch(execution);
    if (!execution.isEnabled(choice)) {
      const why = cannotMove(execution, choice);
      if (isOther) return { execution, stopped: `step ${index + 1} of ${all.length} ${why}` };
      throw new ReplayError(`The replay diverges at step ${index + 1} of ${all.length}: it ${why}. ${cause(token)}`);
    }
    execution.take(choice);
    watch?.see(choice.thread);
    if (!isOther) checkDigest(execution, index, token);
  }
  if (loop !== undefined && watch !== undefined && execution.violation === undefined) {
    const flaw = token === undefined ? undefined : watch.flaw(loop.thread);
    if (flaw !== undefined && isOther) return { execution, stopped: `its loop is none any more, ${flaw}` };
    if (flaw !== undefined) throw new ReplayError(`The loop of this token is none any more: ${flaw}. ${cause(token)}`);
    if (token !== undefined)
      execution.violation = unending(watch, loop, token, () => lasting(system, program, implementation));
    return { execution, loopAt: choices.length, ...(execution.violation && { violation: execution.violation }) };
  }
  if (token?.violation === 'livelock') execution.violation ??= lasting(system, program, implementation);
  const bySteps = implementation.abstraction !== undefined;
  if (token?.violation === 'history' && bySteps) execution.violation ??= judgeHistory(program, implementation, choices);
  return execution.violation === undefined ? { execution } : { execution, violation: execution.violation };
}

/** That a thread never gets on is a matter of all that may follow, so all of it is looked at again. */
function lasting(system: System, program: Program, implementation: Implementation): Violation | undefined {
  // Without an abstraction function, monitors judge single runs only; whether a thread gets on they need not say.
  const monitor =
    implementation.abstraction === undefined ? {} : { monitor: new RefinementMonitor(program, implementation) };
  const { violation, loop } = exhaustive(system, monitor);
  return loop === undefined ? undefined : violation;
}

/** A loop that closes, is fair and leaves a call open is a violation by itself: nothing has to be searched again. */
function unending(
  watch: LoopWatch,
  { thread }: Loop,
  token: RunToken,
  again: () => Violation | undefined,
): Violation | undefined {
  // What a monitor awaits is no call: whether it comes the monitor has to say.
  if (thread < 0) return again();
  return { ...violationOf(watch, thread), kind: token.violation };
}

/** What steps do not show, the history may: it is judged from outside. */
function judgeHistory(
  program: Program,
  implementation: Implementation,
  choices: readonly Choice[],
): Violation | undefined {
  const schedule = fromChoices(systemOf(program, implementation), choices);
  return runCase({ program, schedule, seed: 0 }, implementation);
}

function checkDigest(execution: Execution, index: number, token: RunToken | undefined): void {
  const step = execution.steps[index];
  const recorded = token?.digest[index];
  if (token === undefined || step === undefined || recorded === digestOf(step)) return;
  const by = execution.system.threads[step.choice.thread]?.name ?? `thread ${step.choice.thread}`;
  throw new ReplayError(
    `The replay diverges at step ${index + 1} of ${token.digest.length}: ${by} does another operation in ` +
      `${step.operation} now than when the token was made${versions(token)}. ${cause(token)}`,
  );
}

function versions({ version }: RunToken): string {
  return version === VERSION ? '' : ` (by version ${version}; this is ${VERSION})`;
}

/** What was another by its fingerprint does not come here. */
function cause(token: RunToken | undefined): string {
  if (token?.fingerprints.implementation === undefined) return 'The usual cause is that the code has changed since.';
  return 'By their fingerprints the program and the implementation are the same: lwkt, or a package, has changed since.';
}

function cannotMove(execution: Execution, { thread, kind }: Choice): string {
  const does = kind === 'run' ? 'to run' : 'to give up waiting';
  const able = execution.enabled().map((choice) => `thread ${choice.thread}`);
  const instead = able.length === 0 ? 'nothing can move' : `only ${able.join(' and ')} can move`;
  return `is for thread ${thread} ${does}, but ${instead} there`;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** One character for what a step did: which operations, on which words, with which results. */
export function digestOf(step: Step): string {
  let hash = Math.imul(step.asleepOn + 2, 0x01000193);
  for (const { kind, word, result, after } of step.accesses) {
    for (const part of [kind, word, result, after]) hash = Math.imul(hash ^ part, 0x01000193) + 0x9e3779b9;
  }
  hash ^= hash >>> 15;
  return DIGITS[(hash ^ (hash >>> 7)) & 63] as string;
}

/**
 * What was looked at besides a schedule that is of other code than today's: a sentence or two.
 *
 * @param unfit why the schedule cannot be followed to its end; absent: it can
 */
export function othersText(unfit: string | undefined, states: number, cut: boolean, isViolated: boolean): string {
  const fit = unfit === undefined ? 'The schedule violates nothing any more.' : `The schedule does not fit: ${unfit}.`;
  const looked = cut
    ? `The first ${states} states of every interleaving were looked at`
    : `Every interleaving was looked at (${states} states)`;
  return `${fit} ${looked} as well, with ${isViolated ? 'this violation' : 'no violation'}.`;
}
