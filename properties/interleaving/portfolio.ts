// Several strategies, each for one run in turn: no strategy is best on all faults, and one that fails costs the others only
// its share. After Huberman, Lukose, Hogg, "An economics approach to hard computational problems", Science 275, 1997.
//
// Where this differs from the paper: the shares are even and in turn, not chosen for the best mean at a given risk; and all
// draw from one stream of random numbers, so that a seed still tells everything.
import type { Choice } from './choice.ts';
import type { Execution } from './execution.ts';
import type { Strategy } from './strategy.ts';

/** Several strategies by turns, a run each. */
export class Portfolio implements Strategy {
  private readonly strategies: readonly Strategy[];
  private turn = -1;

  /** At least one. */
  constructor(strategies: readonly Strategy[]) {
    if (strategies.length === 0) throw new RangeError('A portfolio has at least one strategy.');
    this.strategies = strategies;
  }

  begin(execution: Execution): void {
    this.turn = (this.turn + 1) % this.strategies.length;
    this.now.begin(execution);
  }

  pick(enabled: readonly Choice[], execution: Execution): Choice {
    return this.now.pick(enabled, execution);
  }

  private get now(): Strategy {
    return this.strategies[this.turn] as Strategy;
  }
}
