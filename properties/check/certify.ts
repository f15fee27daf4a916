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
  /** Something else goes wrong in some of them, which then end there. */
  readonly others?: true;
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
  const { calls, preemptions, states, interleavings, schedules, removed, others, stopped } = certified;
  const smaller = removed === 0 ? '' : `Made smaller by ${plural(removed, 'call')}. `;
  if (stopped !== undefined) return `${smaller}Not certified as smallest: ${stopped}.`;
  const needed =
    calls === 1
      ? 'Its one call is needed: without it'
      : `Each of its ${calls} calls is needed: without any one of them`;
  const ways = Number.isFinite(interleavings) ? `all ${plural(interleavings, 'interleaving')}` : 'all interleavings';
  const pass = others === true ? 'no interleaving fails so, though some fail otherwise' : `${ways} pass`;
  const first = `${smaller}${needed}, ${pass} (${plural(states, 'state')}).`;
  if (preemptions === undefined) return first;
  if (preemptions === 0) return `${first} It takes no preemption.`;
  const fewer = fewerText(schedules, others === true);
  return `${first} It takes ${plural(preemptions, 'preemption')}: ${fewer}.`;
}

function fewerText(schedules: number, others: boolean): string {
  if (others) return `of all ${schedules} schedules with fewer none fails so`;
  return schedules === 1 ? 'the one schedule without passes' : `all ${schedules} schedules with fewer pass`;
}

type Without =
  | { readonly smaller: Counterexample }
  | Pick<Certified, 'states' | 'interleavings' | 'others' | 'stopped'>;

function withoutOneCall(current: Counterexample): Without {
  const { implementation, program, violation } = current;
  let [states, interleavings] = [0, 0];
  let stopped: string | undefined;
  let others: Pick<Certified, 'others'> = {};
  for (const { thread, at } of callsOf(program)) {
    const fewer = without(program, thread, at);
    const monitor = new RefinementMonitor(fewer, implementation);
    const {
      failures = [],
      complete,
      ...result
    } = exhaustive(systemOf(fewer, implementation), {
      monitor,
      maxStates: STATES_MAX,
      keepGoing: sortOf,
    });
    const same = failures.find(({ sort }) => sort === sortOf(violation));
    if (same !== undefined) {
      const found = { choices: same.schedule, violation: same.violation };
      const { loop: _, ...given } = current;
      return { smaller: { ...given, program: fewer, ...found, ...(same.loop && { loop: same.loop }) } };
    }
    if (failures.length > 0) others = { others: true };
    // Beyond a state in which something is wrong nobody has looked, so not for loops either.
    if (failures.length > 0 && current.loop !== undefined)
      stopped ??= `without call ${at + 1} of thread ${thread} something else goes wrong first`;
    if (complete !== true)
      stopped ??= `without call ${at + 1} of thread ${thread} there are more than ${STATES_MAX} states`;
    states += result.states;
    interleavings += result.interleavings ?? Number.NaN;
  }
  return { states, interleavings, ...others, ...(stopped === undefined ? {} : { stopped }) };
}

type ByPreemptions = Pick<Certified, 'counterexample' | 'schedules' | 'preemptions' | 'others' | 'stopped'>;

/** The same program, with as few preemptions as can be. What only all interleavings show has none of its own. */
function byPreemptions(current: Counterexample): ByPreemptions {
  const { implementation, program, choices, violation, loop } = current;
  if (violation.kind === 'livelock' || loop !== undefined) return { counterexample: current, schedules: 0 };
  const system = systemOf(program, implementation);
  const known = fromChoices(system, choices).length;
  let others: Pick<Certified, 'others'> = {};
  const isWanted = (each: Violation): boolean => {
    const wanted = sortOf(each) === sortOf(violation);
    if (!wanted) others = { others: true };
    return wanted;
  };
  const bounds = {
    monitor: new RefinementMonitor(program, implementation),
    maxRuns: RUNS_MAX,
    maxSteps: STEPS_MAX,
    isWanted,
  };
  const { found, runs, complete } = fewestPreemptions(system, { ...bounds, below: known });
  if (!complete) {
    const stopped = `there are more than ${RUNS_MAX} schedules with fewer than ${plural(known, 'preemption')}`;
    return { counterexample: current, preemptions: known, schedules: runs, stopped };
  }
  if (found === undefined) return { counterexample: current, preemptions: known, schedules: runs, ...others };
  const { preemptions } = found;
  const counterexample = { ...current, choices: found.choices, violation: found.violation };
  // Those with fewer, without those that had to be run before it was met.
  others = {};
  const below = fewestPreemptions(system, { ...bounds, below: preemptions });
  return { counterexample, preemptions, schedules: below.runs, ...others };
}

function sortOf(violation: Violation): string {
  return clauseOf(violation) ?? violation.kind;
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
