// What a search has found wrong that went on: alike failures together, of each sort the first, which is the shortest.
import type { Choice } from './choice.ts';
import type { Loop } from './lasso.ts';
import type { Violation } from './monitor.ts';

/** Failures that are alike. */
export interface Failure {
  /** What they have in common. */
  readonly sort: string;
  /** The first of them, and the shortest way there. */
  readonly violation: Violation;
  readonly schedule: readonly Choice[];
  readonly loop?: Loop;
  /** How many states or steps fail so; of a sample how many runs. */
  readonly times: number;
}

/** Tells which failures are alike: those of equal text. */
export type SortOf = (violation: Violation) => string;

/** The kind and the message, whatever the numbers in it. */
export const byMessage: SortOf = ({ kind, message }) => `${kind}: ${message.replaceAll(/\d+/g, '#')}`;

/** Sorts beyond so many are not kept. */
const SORTS_MAX = 50;

interface Kept {
  readonly violation: Violation;
  readonly from: number;
  readonly code: number;
  times: number;
}

/** The failures of a search, by where they were met. */
export class Failures {
  private readonly sortOf: SortOf;
  private readonly kept = new Map<string, Kept>();

  constructor(sortOf: SortOf) {
    this.sortOf = sortOf;
  }

  /** @param from the state from which a step failed, or that failed itself; then `code` is -1 */
  add(violation: Violation, from: number, code: number): void {
    const sort = this.sortOf(violation);
    const known = this.kept.get(sort);
    if (known !== undefined) known.times += 1;
    else if (this.kept.size < SORTS_MAX) this.kept.set(sort, { violation, from, code, times: 1 });
  }

  /** In the order in which they were met: the shortest first. */
  all(wayTo: (from: number, code: number) => readonly Choice[]): Failure[] {
    return [...this.kept].map(([sort, { violation, from, code, times }]) => {
      return { sort, violation, schedule: wayTo(from, code), times };
    });
  }
}

/** All that is wrong by the result of a search; without a sort where it has stopped at the first. */
export function failuresOf(found: {
  readonly failures?: readonly Failure[];
  readonly violation?: Violation;
  readonly schedule?: readonly Choice[];
  readonly loop?: Loop;
}): readonly Failure[] {
  const { failures, violation, schedule, loop } = found;
  if (failures !== undefined) return failures;
  if (violation === undefined || schedule === undefined) return [];
  return [{ sort: '', times: 1, violation, schedule, ...(loop && { loop }) }];
}
