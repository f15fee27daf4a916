/**
 * A counterexample made as small as it gets, and then certified: without any one of its calls every interleaving passes, and
 * with fewer preemptions every schedule does. Both are looked at exhaustively, and counted.
 */
import { exhaustive, fewestPreemptions, fromChoices, type Violation } from '../interleaving/index.ts';
import type { Program } from '../programs/program.ts';
import { systemOf } from '../programs/system.ts';
import { clauseOf } from '../refinement/clause-of.ts';
import { RefinementMonitor } from '../refinement/monitor.ts';
import type { Counterexample } from './counterexample.ts';
import { plural } from './program-text.ts';

/** The counterexample, and what is known of what it needs. */
export interface Certified {
  readonly counterexample: Counterexample;
  /** Calls that were taken out of the program that was given. */
  readonly removed: number;
  /** Calls that are left, each of which is needed. */
  readonly calls: number;
  /** The fewest with which it shows. Absent: no one schedule shows it. */
  readonly preemptions?: number;
  /** States of the programs without one of the calls, and their interleavings, all of which pass. */
  readonly states: number;
  readonly interleavings: number;
  /** Schedules with fewer preemptions, all of which pass. */
  readonly schedules: number;
  /** Why not all of that is certain. */
  readonly stopped?: string;
}

/** So much of each program without one call is looked at, and so many schedules of the smallest. */
const STATES_MAX = 30_000;
const RUNS_MAX = 30_000;
const STEPS_MAX = 400;

/** Undefined: it is not one whose every step is judged, so there is nothing to certify it by. */
export function certify(given: Counterexample): Certified | undefined {
  const { implementation, violation, against } = given;
  if (implementation.abstraction === undefined || against !== undefined) return undefined;
  if (violation.kind === 'history' || violation.kind === 'difference') return undefined;
  let current = given;
  for (let removed = 0; ; removed += 1) {
    const without = withoutOneCall(current);
    if ('smaller' in without) current = without.smaller;
    else return { ...byPreemptions(current), ...without, removed, calls: callsOf(current.program).length };
  }
}

/** The counterexample as small as it gets, or as it is where that cannot be said. */
export function smallestOf(given: Counterexample): Counterexample {
  return certify(given)?.counterexample ?? given;
}

/** As the last lines of a report. */
export function certificateText(certified: Certified): string {
  const { calls, preemptions, states, interleavings, schedules, removed, stopped } = certified;
  const smaller = removed === 0 ? '' : `Made smaller by ${plural(removed, 'call')}. `;
  if (stopped !== undefined) return `${smaller}Not certified as smallest: ${stopped}.`;
  const needed =
    calls === 1
      ? 'Its one call is needed: without it'
      : `Each of its ${calls} calls is needed: without any one of them`;
  const ways = Number.isFinite(interleavings) ? `all ${plural(interleavings, 'interleaving')}` : 'all interleavings';
  const first = `${smaller}${needed}, ${ways} pass (${plural(states, 'state')}).`;
  if (preemptions === undefined) return first;
  if (preemptions === 0) return `${first} It takes no preemption.`;
  const fewer = schedules === 1 ? 'the one schedule without passes' : `all ${schedules} schedules with fewer pass`;
  return `${first} It takes ${plural(preemptions, 'preemption')}: ${fewer}.`;
}

type Without =
  | { readonly smaller: Counterexample }
  | { readonly states: number; readonly interleavings: number; readonly stopped?: string };

function withoutOneCall(current: Counterexample): Without {
  const { implementation, program, violation } = current;
  let [states, interleavings] = [0, 0];
  let stopped: string | undefined;
  for (const { thread, at } of callsOf(program)) {
    const fewer = without(program, thread, at);
    const monitor = new RefinementMonitor(fewer, implementation);
    const result = exhaustive(systemOf(fewer, implementation), { monitor, maxStates: STATES_MAX });
    if (result.violation !== undefined && isSame(result.violation, violation)) {
      const { loop: _, ...given } = current;
      const found = { choices: result.schedule ?? [], violation: result.violation };
      return { smaller: { ...given, program: fewer, ...found, ...(result.loop && { loop: result.loop }) } };
    }
    if (result.violation !== undefined)
      stopped ??= `without call ${at + 1} of thread ${thread} ${otherwise(result.violation)}`;
    if (result.verdict === 'undecided')
      stopped ??= `without call ${at + 1} of thread ${thread} there are more than ${STATES_MAX} states`;
    states += result.states;
    interleavings += result.interleavings ?? Number.NaN;
  }
  return { states, interleavings, ...(stopped === undefined ? {} : { stopped }) };
}

type ByPreemptions = Pick<Certified, 'counterexample' | 'schedules' | 'preemptions' | 'stopped'>;

/** The same program, with as few preemptions as can be. What only all interleavings show has none of its own. */
function byPreemptions(current: Counterexample): ByPreemptions {
  const { implementation, program, choices, violation, loop } = current;
  if (violation.kind === 'livelock' || loop !== undefined) return { counterexample: current, schedules: 0 };
  const system = systemOf(program, implementation);
  const known = fromChoices(system, choices).length;
  let other: Violation | undefined;
  const { found, runs, complete } = fewestPreemptions(system, {
    monitor: new RefinementMonitor(program, implementation),
    below: known,
    maxRuns: RUNS_MAX,
    maxSteps: STEPS_MAX,
    isWanted: (each) => {
      if (!isSame(each, violation)) other ??= each;
      return isSame(each, violation);
    },
  });
  if (other !== undefined) {
    const stopped = `with fewer preemptions ${otherwise(other)}`;
    return { counterexample: current, preemptions: known, schedules: runs, stopped };
  }
  if (!complete) {
    const stopped = `there are more than ${RUNS_MAX} schedules with fewer than ${plural(known, 'preemption')}`;
    return { counterexample: current, preemptions: known, schedules: runs, stopped };
  }
  if (found === undefined) return { counterexample: current, preemptions: known, schedules: runs };
  const { preemptions } = found;
  const counterexample = { ...current, choices: found.choices, violation: found.violation };
  // Those with fewer, without those that had to be run before it was met.
  const below = fewestPreemptions(system, {
    monitor: new RefinementMonitor(program, implementation),
    below: preemptions,
    maxRuns: RUNS_MAX,
    maxSteps: STEPS_MAX,
    isWanted: (each) => isSame(each, violation),
  });
  return { counterexample, preemptions, schedules: below.runs };
}

/** What goes wrong in another way does not pass, and hides what would have come after it. */
function otherwise(violation: Violation): string {
  return `something else goes wrong first (${clauseOf(violation) ?? violation.kind})`;
}

function isSame(one: Violation, other: Violation): boolean {
  return (clauseOf(one) ?? one.kind) === (clauseOf(other) ?? other.kind);
}

function callsOf({ threads }: Program): { readonly thread: number; readonly at: number }[] {
  return threads.flatMap((operations, thread) => operations.map((_, at) => ({ thread, at })));
}

function without(program: Program, thread: number, at: number): Program {
  const threads = program.threads.map((operations, index) =>
    index === thread ? operations.filter((_, each) => each !== at) : operations,
  );
  return { ...program, threads };
}
