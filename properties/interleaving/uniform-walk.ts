// Uniform random walk (URW): Zhao, Wolff, Mathur, Roychoudhury, "Selectively uniform concurrency testing", ASPLOS 2025.
// The next thread is drawn with a chance proportional to the number of operations it has still to do. Of threads that
// run straight through, every interleaving is then equally likely; a walk that draws threads evenly prefers those in
// which the short thread is done early.
//
// Where this differs from the paper:
// - Nothing is profiled beforehand: the counts are those of the run before, and the first run draws evenly.
// - Threads that sleep, and programs whose length depends on the schedule, make the counts an estimate, and the
//   distribution is no longer uniform. The paper has the same limit.
import type { Choice } from './choice.ts';
import type { Execution } from './execution.ts';
import type { Random } from './random.ts';
import { Remaining } from './remaining.ts';
import type { Strategy } from './strategy.ts';

/** Draws threads by what they have still to do, so that all runs are about equally likely: URW, of ASPLOS 2025. */
export class UniformWalk implements Strategy {
  private readonly random: Random;
  private readonly remaining = new Remaining();

  constructor(random: Random) {
    this.random = random;
  }

  begin(execution: Execution): void {
    this.remaining.begin(execution);
  }

  pick(enabled: readonly Choice[]): Choice {
    const choice = weighted(this.random, enabled, ({ thread }) => this.remaining.of(thread));
    this.remaining.count(choice.thread);
    return choice;
  }
}

/** One of `choices`, with a chance proportional to its weight, a whole number. */
export function weighted(random: Random, choices: readonly Choice[], weight: (choice: Choice) => number): Choice {
  let total = 0;
  for (const choice of choices) total += weight(choice);
  let drawn = choices.length === 1 || total === 0 ? 0 : random.below(total);
  for (const choice of choices) {
    drawn -= weight(choice);
    if (drawn < 0) return choice;
  }
  return choices[0] as Choice;
}
