// What a search remembers that goes on after violations, but not beyond them: which states it enters, and which not.
import { Failures, type SortOf } from './failures.ts';
import { IntList } from './int-list.ts';
import type { Violation } from './monitor.ts';

export class GoingOn {
  readonly sortOf: SortOf;
  readonly failures: Failures;
  /** The states to expand, in the order in which they were entered. */
  readonly queue: IntList = new IntList();
  private readonly wrong = new Set<number>();
  private readonly notEntered = new Set<number>();

  constructor(sortOf: SortOf) {
    this.sortOf = sortOf;
    this.failures = new Failures(sortOf);
  }

  /** Something is wrong with the state itself. */
  isWrong(state: number): boolean {
    return this.wrong.has(state);
  }

  /** Only steps in which something is wrong have led to the state yet. */
  isNotEntered(state: number): boolean {
    return this.notEntered.has(state);
  }

  /**
   * A step has led to a state. A state is entered by the first step in which nothing is wrong: that is the shortest way to
   * it on which nothing is, since states are expanded in the order in which they are entered.
   *
   * @param violation what is wrong with the step or, if `ofState`, with the state itself
   * @returns whether the state is entered now
   */
  enters(state: number, isNew: boolean, violation: Violation | undefined, ofState: boolean): boolean {
    if (violation !== undefined) {
      if (ofState) this.wrong.add(state);
      else if (isNew) this.notEntered.add(state);
      return false;
    }
    if (this.wrong.has(state) || !(isNew || this.notEntered.delete(state))) return false;
    this.queue.push(state);
    return true;
  }
}
