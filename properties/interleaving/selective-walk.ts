// Selectively uniform random walk (SURW): Zhao, Wolff, Mathur, Roychoudhury, "Selectively uniform concurrency testing",
// ASPLOS 2025. Only the order of some operations is drawn uniformly: those on one word, another one for each run. Which
// thread does the next of them is decided beforehand, in proportion to how many each has still to do; until it does,
// the others run freely up to theirs.
//
// Where this differs from the paper:
// - The interesting operations are those on one word: the caller's, or one drawn anew for each run from the words met so
//   far. The paper leaves the choice to its user and evaluates, among others, the second.
// - Nothing is profiled beforehand: the counts are those of the last run that drew the word.
// - Where the thread decided on cannot run (it sleeps, or has finished early), the decision is made anew among those that
//   can.
import type { Choice } from './choice.ts';
import type { Execution } from './execution.ts';
import { nextAccess } from './next-access.ts';
import type { Random } from './random.ts';
import { Remaining } from './remaining.ts';
import type { Strategy } from './strategy.ts';
import { weighted } from './uniform-walk.ts';

const NONE = -1;

/** Draws the order of the operations on one word uniformly, another word for each run: SURW, of ASPLOS 2025. */
export class SelectiveWalk implements Strategy {
  private readonly random: Random;
  private readonly only: number;
  /** By word met so far. */
  private readonly remaining = new Map<number, Remaining>();
  private word = NONE;
  /** The thread that does the next interesting operation. */
  private intended = NONE;

  /**
   * @param only the word whose operations are interesting; default: another for each run
   */
  constructor(random: Random, only: number = NONE) {
    this.random = random;
    this.only = only;
    this.meet(only);
  }

  begin(execution: Execution): void {
    const words = [...this.remaining.keys()];
    this.word = this.only === NONE ? (words[this.random.below(words.length || 1)] ?? NONE) : this.only;
    this.remaining.get(this.word)?.begin(execution);
    this.intended = NONE;
  }

  pick(enabled: readonly Choice[], execution: Execution): Choice {
    const isInteresting = ({ thread }: Choice): boolean => nextAccess(execution, thread).word === this.word;
    if (!enabled.some(({ thread }) => thread === this.intended)) this.intend(enabled);
    const allowed = enabled.filter((choice) => choice.thread === this.intended || !isInteresting(choice));
    const choice = allowed[this.random.below(allowed.length)] as Choice;
    if (isInteresting(choice)) {
      this.remaining.get(this.word)?.count(choice.thread);
      this.intended = NONE;
    }
    this.meet(nextAccess(execution, choice.thread).word);
    return choice;
  }

  private intend(enabled: readonly Choice[]): void {
    const remaining = this.remaining.get(this.word);
    this.intended = weighted(this.random, enabled, ({ thread }) => remaining?.of(thread) ?? 1).thread;
  }

  private meet(word: number): void {
    if (word !== NONE && !this.remaining.has(word)) this.remaining.set(word, new Remaining());
  }
}
