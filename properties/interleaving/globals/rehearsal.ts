// One run of the threads, each alone and one after the other, before any search: it meets most elements that there are, and
// saves the search from beginning anew for each. What it does not meet, the search will.
import type { Update } from '../system.ts';
import { SetupMemory } from './setup-memory.ts';

/** A loop that spins has no end in a run of one thread alone. */
const LONGEST = 2000;

class Rehearsal extends SetupMemory {
  private left = LONGEST;

  override get(word: number): number {
    this.left -= 1;
    if (this.left < 0) throw new Error('This has gone on for long enough.');
    return super.get(word);
  }
}

/** Runs the bodies, as far as each goes. What they throw is for the search to judge. */
export function rehearse(
  start: Iterable<number>,
  updates: readonly Update[],
  bodies: readonly ((memory: SetupMemory) => unknown)[],
): void {
  let words = start;
  for (const body of bodies) {
    const memory = new Rehearsal(words, updates);
    try {
      body(memory);
    } catch {
      // It sleeps, spins or fails here.
    }
    ({ words } = memory);
  }
}
