/** A run that shows a word. */
import type { Choice } from '../interleaving/index.ts';
import type { Word } from './events.ts';
import { UNSEEN, type Visible } from './visible.ts';

/** The choices of a run with the fewest steps among those that show this word. @throws RangeError if there is none */
export function runThatShows(system: Visible, word: Word): readonly Choice[] {
  return new Showing(system, word).run();
}

interface Place {
  readonly state: number;
  /** Events of the word that were seen. */
  readonly seen: number;
  readonly choice: number;
  readonly before: Place | undefined;
}

/** Breadth first by steps that a scheduler chooses; a return costs nothing. */
class Showing {
  readonly #system: Visible;
  readonly #word: Word;
  readonly #met = new Set<number>();

  constructor(system: Visible, word: Word) {
    this.#system = system;
    this.#word = word;
  }

  run(): readonly Choice[] {
    let level: Place[] = [{ state: 0, seen: 0, choice: -1, before: undefined }];
    while (level.length > 0) {
      const next: Place[] = [];
      // Grows while it is gone through: by what is seen without a step.
      for (const place of level) {
        if (place.seen === this.#word.length) return choicesTo(place);
        if (this.#isNew(place)) this.#expand(place, level, next);
      }
      level = next;
    }
    throw new RangeError('no run shows this word');
  }

  #isNew({ state, seen }: Place): boolean {
    const key = state * (this.#word.length + 1) + seen;
    if (this.#met.has(key)) return false;
    this.#met.add(key);
    return true;
  }

  #expand(before: Place, level: Place[], next: Place[]): void {
    const { first, to, label, choice } = this.#system;
    const { state, seen } = before;
    for (let step = first[state] as number; step < (first[state + 1] as number); step += 1) {
      const there = { state: to[step] as number, before };
      if (label[step] === UNSEEN) next.push({ ...there, seen, choice: choice[step] as number });
      else if (label[step] === this.#word[seen]) level.push({ ...there, seen: seen + 1, choice: -1 });
    }
  }
}

function choicesTo(place: Place): readonly Choice[] {
  const choices: Choice[] = [];
  for (let at: Place | undefined = place; at !== undefined; at = at.before) {
    if (at.choice >= 0) choices.push({ thread: at.choice >> 1, kind: (at.choice & 1) === 1 ? 'timeout' : 'run' });
  }
  return choices.reverse();
}
