// Each step uniformly among what is enabled: the naive scheduler that the others are measured against, as in Thomson,
// Donaldson, Betts, "Concurrency testing using controlled schedulers: an empirical study", ACM Transactions on Parallel
// Computing 2(4), 2016. Cheap, but a fault that needs one thread to stand still for long is unlikely.
//
// Where this differs from theirs: it chooses at every atomic operation, not only where a thread blocks or synchronises.
import type { Choice } from './choice.ts';
import type { Random } from './random.ts';
import type { Strategy } from './strategy.ts';

/** Picks each step uniformly among those that are enabled. */
export class RandomWalk implements Strategy {
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  begin(): void {
    // Nothing is carried from run to run but the stream of random numbers.
  }

  pick(enabled: readonly Choice[]): Choice {
    return enabled[enabled.length === 1 ? 0 : this.random.below(enabled.length)] as Choice;
  }
}
