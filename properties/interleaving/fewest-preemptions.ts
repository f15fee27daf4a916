// Every schedule with none, then with one, then with two preemptions, and so on: each is what another one is up to a step,
// then another choice, then the base scheduler to the end, and so each is run exactly once.
import { type Choice, sameChoice } from './choice.ts';
import { Execution } from './execution.ts';
import type { Monitor, Violation } from './monitor.ts';
import { type Program, programOf } from './program.ts';
import { baseChoice } from './schedule.ts';
import type { System } from './system.ts';

/** How far the search goes. */
export interface FewestOptions {
  readonly monitor?: Monitor;
  /** Only schedules with fewer preemptions than this. */
  readonly below: number;
  /** Runs at most. */
  readonly maxRuns: number;
  /** Steps of one run at most; a longer one is broken off. */
  readonly maxSteps: number;
  /** Whether a violation is what is looked for. Default: any is. */
  readonly isWanted?: (violation: Violation) => boolean;
}

/** What came of the search. */
export interface Fewest {
  /** Runs in all. */
  readonly runs: number;
  /** Runs that were broken off. */
  readonly cut: number;
  /** All schedules with fewer preemptions than were asked for have been run, or those below the one that was found. */
  readonly complete: boolean;
  /** The first that shows it: no schedule with fewer preemptions does. */
  readonly found?: { readonly choices: readonly Choice[]; readonly preemptions: number; readonly violation: Violation };
}

/** Looks for a violation with as few preemptions as can be. */
export function fewestPreemptions(from: System | Program, options: FewestOptions): Fewest {
  const { monitor, below, maxRuns, maxSteps, isWanted = (): boolean => true } = options;
  const execution = new Execution(programOf(from), monitor === undefined ? {} : { monitor });
  let [runs, cut] = [0, 0];
  let beginnings: (readonly Choice[])[] = [[]];
  for (let preemptions = 0; preemptions < below; preemptions += 1) {
    const next: (readonly Choice[])[] = [];
    for (const beginning of beginnings) {
      if (runs >= maxRuns) return { runs, cut, complete: false };
      if (runs > 0) execution.restart();
      runs += 1;
      const { choices, others } = follow(execution, beginning, maxSteps);
      if (choices.length >= maxSteps) cut += 1;
      const { violation } = execution;
      if (violation !== undefined && isWanted(violation)) {
        return { runs, cut, complete: true, found: { choices, preemptions, violation } };
      }
      if (preemptions + 1 < below) next.push(...others);
    }
    beginnings = next;
  }
  return { runs, cut, complete: true };
}

/** Runs a beginning, then the base to the end; and what else could have been chosen after the beginning. */
function follow(
  execution: Execution,
  beginning: readonly Choice[],
  maxSteps: number,
): { readonly choices: readonly Choice[]; readonly others: readonly (readonly Choice[])[] } {
  const choices: Choice[] = [];
  const others: (readonly Choice[])[] = [];
  let current = 0;
  while (choices.length < maxSteps && execution.violation === undefined) {
    const enabled = execution.enabled();
    if (enabled.length === 0) break;
    const base = baseChoice(enabled, current, execution.retried);
    const given = beginning[choices.length];
    if (given === undefined) {
      for (const other of enabled) if (!sameChoice(other, base)) others.push([...choices, other]);
    }
    const choice = given ?? base;
    choices.push(choice);
    execution.take(choice);
    current = choice.thread;
  }
  return { choices, others };
}
