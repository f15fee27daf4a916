// Every interleaving: breadth first over distinct states, so that the first violation met is one with the fewest steps.
import type { Choice } from './choice.ts';
import type { EndStates } from './end-states.ts';
import { exhaustiveMerged } from './exhaustive-merged.ts';
import { ExhaustiveSearch } from './exhaustive-search.ts';
import type { Failure, SortOf } from './failures.ts';
import type { Loop } from './lasso.ts';
import type { Monitor, Violation } from './monitor.ts';
import { type Program, programOf } from './program.ts';
import { follow } from './replay.ts';
import type { Limits, System } from './system.ts';

/** The bounds of a search, and who judges it. */
export interface ExhaustiveOptions {
  readonly monitor?: Monitor;
  /** Stop undecided beyond so many distinct states. Default 10 000 000. */
  readonly maxStates?: number;
  /** Called now and then, with the states of each depth that is complete, too; `false` stops the search, undecided. */
  readonly onProgress?: (
    states: number,
    depth: number,
    transitions: number,
    levels: readonly number[],
  ) => boolean | undefined;
  /** Look for calls that never end in some weakly fair run. Default: as long as `maxEdges` allows. */
  readonly progressCheck?: boolean;
  /** Edges kept for the progress check and the number of interleavings. Default 10 000 000 (12 bytes each). */
  readonly maxEdges?: number;
  /** Keep the memory of every state in which nothing can move. */
  readonly keepFinals?: boolean;
  /**
   * Take states for one that differ only in what calls have read and forgotten: see `mergeHistories`. Default: false.
   * What is found is the same. It is worth it where threads retry, and states come by the hundred thousand.
   */
  readonly mergeHistories?: boolean;
  /**
   * Go on after a violation, but not beyond it: a state in which something is wrong is not left, and one to which only
   * steps lead that are wrong is not entered. `true` tells failures apart by their messages. Default: false.
   */
  readonly keepGoing?: boolean | SortOf;
  readonly limits?: Limits;
}

/** What came of a search: the verdict, and how much was looked at. */
export interface ExhaustiveResult {
  readonly verdict: 'holds' | 'violated' | 'undecided';
  readonly violation?: Violation;
  /** The shortest way to the violation. */
  readonly schedule?: readonly Choice[];
  /** Where the search went on: all that is wrong, each sort once, the first first. */
  readonly failures?: readonly Failure[];
  /** Where the search went on: whether it came to its end, so that nothing else is wrong. */
  readonly complete?: boolean;
  /** What comes after `schedule` again and again, for ever, where a call never ends though nothing stands still. */
  readonly loop?: Loop;
  /** Distinct states. */
  readonly states: number;
  /** Atomic steps taken from distinct states. */
  readonly transitions: number;
  /** Steps of the longest of the shortest ways to a state. */
  readonly depth: number;
  /** How many states there are at each depth, of those that are complete. */
  readonly levels: readonly number[];
  /** States in which nothing can move. */
  readonly terminals: number;
  /** The same by who still waits in them, those in which nothing is wrong. */
  readonly ends: readonly EndStates[];
  /** Complete interleavings; Infinity where a run may go round in a circle. Absent where the edges were not kept. */
  readonly interleavings?: number;
  /** Whether it was checked that every call ends in every weakly fair run. */
  readonly progressChecked: boolean;
  /** States were counted up to what calls have forgotten. */
  readonly merged?: true;
  readonly finals?: readonly (readonly number[])[];
}

/** Throws an Error where the code under test cannot be checked: not deterministic, unbounded, no plain data. */
export function exhaustive(from: System | Program, options: ExhaustiveOptions = {}): ExhaustiveResult {
  const program = programOf(from, options.limits);
  if (options.mergeHistories === true) return exhaustiveMerged(program, options, exhaustive);
  return explained(program, new ExhaustiveSearch(program, options).run());
}

/** Which kind of deadlock it is needs the whole run. */
function explained(program: Program, result: ExhaustiveResult): ExhaustiveResult {
  const failures = result.failures?.map((failure) => ({ ...failure, violation: told(program, failure) }));
  const { violation, schedule } = result;
  if (violation === undefined || schedule === undefined) return result;
  return {
    ...result,
    violation: told(program, { violation, schedule }),
    ...(failures === undefined ? {} : { failures }),
  };
}

function told(program: Program, { violation, schedule }: Pick<Failure, 'violation' | 'schedule'>): Violation {
  return violation.kind === 'deadlock' ? (follow(program, schedule).violation ?? violation) : violation;
}
