// Partial order sampling: Yuan, Yang, Gu, "Partial order aware concurrency sampling", CAV 2018. Every pending operation
// has a random priority and the highest goes first; what it conflicts with draws a new one, all else keeps its own while it
// waits. So the chances are spread over the orders of conflicting operations, which make the difference, and not over
// those of operations that commute.
//
// Where this differs from the paper:
// - A thread that falls asleep draws anew when it is woken; the paper knows locks, where a thread keeps its priority.
// - A timeout has a priority of its own, or a thread of high priority would always time out.
import { type Choice, choiceCode } from './choice.ts';
import type { Execution } from './execution.ts';
import { dependent, type NextAccess, nextAccess } from './next-access.ts';
import type { Random } from './random.ts';
import type { Strategy } from './strategy.ts';

/** Not drawn yet. */
const NONE = -1;

/** Random priorities of the pending operations, drawn anew where two of them conflict: POS. */
export class Pos implements Strategy {
  private readonly random: Random;
  /** By the number of the choice; higher goes first. */
  private priorities: number[] = [];

  constructor(random: Random) {
    this.random = random;
  }

  begin(execution: Execution): void {
    this.priorities = new Array<number>(execution.system.threads.length * 2).fill(NONE);
  }

  pick(enabled: readonly Choice[], execution: Execution): Choice {
    let best = enabled[0] as Choice;
    for (const choice of enabled) if (this.priority(choice) > this.priority(best)) best = choice;
    this.forget(best, enabled, nextAccess(execution, best.thread), execution);
    return best;
  }

  private priority(choice: Choice): number {
    const code = choiceCode(choice);
    if (this.priorities[code] === NONE) this.priorities[code] = this.random.next();
    return this.priorities[code] as number;
  }

  /** The chosen thread's next operation is another one; those that conflict with this one draw anew. */
  private forget(chosen: Choice, enabled: readonly Choice[], access: NextAccess, execution: Execution): void {
    this.priorities[choiceCode(chosen)] = NONE;
    for (const other of enabled) {
      if (other.thread !== chosen.thread && dependent(access, nextAccess(execution, other.thread)))
        this.priorities[choiceCode(other)] = NONE;
    }
  }
}
