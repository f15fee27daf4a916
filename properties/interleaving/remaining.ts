// How many operations each thread has still to do, as far as the run before tells.
import type { Execution } from './execution.ts';

/** Counts by thread. The estimate of a run is what was counted in the run before it. */
export class Remaining {
  private expected: number[] = [];
  private done: number[] = [];

  begin(execution: Execution): void {
    const threads = execution.system.threads.length;
    this.expected = this.done.length === threads ? this.done : new Array<number>(threads).fill(0);
    this.done = new Array<number>(threads).fill(0);
  }

  count(thread: number): void {
    this.done[thread] = (this.done[thread] ?? 0) + 1;
  }

  /** At least 1: a thread that can run has something to do, whatever the run before was like. */
  of(thread: number): number {
    return Math.max(1, (this.expected[thread] ?? 0) - (this.done[thread] ?? 0));
  }
}
