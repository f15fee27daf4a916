// Probabilistic concurrency testing: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A randomized scheduler with
// probabilistic guarantees of finding bugs", ASPLOS 2010. Threads get random priorities and the highest that can run
// does; at depth - 1 random steps the running thread falls below all others. A fault that needs `depth` ordering
// constraints is hit with a chance of at least 1 / (n * k^(depth - 1)), for n threads and k steps.
//
// Where this differs from the paper:
// - The number of steps k is not given: it is the longest run seen so far, so the bound holds from the second run on.
// - A timeout is scheduled as if a thread of its own (2n priorities), or a thread of high priority would always
//   time out.
// - A thread that has to try its call again falls below all others: the paper assumes that programs end, and one that
//   spins at the highest priority never would.
import { type Choice, choiceCode } from './choice.ts';
import type { Execution } from './execution.ts';
import type { Random } from './random.ts';
import type { Strategy } from './strategy.ts';

/** Random priorities that change a few times in a run: PCT, of ASPLOS 2010. */
export class Pct implements Strategy {
  private readonly random: Random;
  private readonly depth: number;
  private longest = 1;
  /** By the number of the choice; higher goes first. */
  private priorities: number[] = [];
  /** Steps before which the leader falls back; as many as `depth - 1`. */
  private changes: number[] = [];
  private lowest = 0;
  private last = -1;

  /** `depth` from 1: the number of ordering constraints of the faults looked for. */
  constructor(random: Random, depth: number) {
    if (!Number.isInteger(depth) || depth < 1)
      throw new RangeError(`The depth of PCT must be 1 or more, not ${depth}.`);
    this.random = random;
    this.depth = depth;
  }

  begin(execution: Execution): void {
    this.priorities = this.random.order(execution.system.threads.length * 2);
    this.changes = Array.from({ length: this.depth - 1 }, () => this.random.below(this.longest));
    this.lowest = 0;
    this.last = -1;
  }

  pick(enabled: readonly Choice[], execution: Execution): Choice {
    if (execution.retried && this.last >= 0) this.fallBack(this.last);
    const step = execution.length;
    for (const change of this.changes) if (change === step) this.fallBack(choiceCode(this.leader(enabled)));
    this.longest = Math.max(this.longest, step + 1);
    const choice = this.leader(enabled);
    this.last = choiceCode(choice);
    return choice;
  }

  private fallBack(code: number): void {
    this.lowest -= 1;
    this.priorities[code] = this.lowest;
  }

  private leader(enabled: readonly Choice[]): Choice {
    let best = enabled[0] as Choice;
    for (const choice of enabled) {
      if ((this.priorities[choiceCode(choice)] as number) > (this.priorities[choiceCode(best)] as number))
        best = choice;
    }
    return best;
  }
}
