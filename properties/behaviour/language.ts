/**
 * The set of all words that can be seen, as an automaton: in each of its states it is plain which events may come next, and
 * where each leads. Made of the visible steps by following, after each word, all states at once that it may have led to.
 */
import { END } from './events.ts';
import { UNSEEN, type Visible } from './visible.ts';

/** State 0 is the start; the state that `END` leads to has no way out. */
export interface Language {
  /** By state: the event that may come next, and the state it leads to; in the order of the events. */
  readonly next: readonly ReadonlyMap<number, number>[];
}

export function languageOf(system: Visible): Language {
  return new Following(system).run();
}

class Following {
  readonly #system: Visible;
  readonly #sets: Int32Array[] = [];
  readonly #numbers = new Map<string, number[]>();
  readonly #mark: Int32Array;
  #stamp = 0;
  readonly #stack: Int32Array;

  constructor(system: Visible) {
    this.#system = system;
    this.#mark = new Int32Array(system.states);
    this.#stack = new Int32Array(system.states);
  }

  run(): Language {
    const next: Map<number, number>[] = [];
    this.#number(this.#closure([0]));
    for (let at = 0; at < this.#sets.length; at += 1) {
      const found = [...this.#successors(this.#sets[at] as Int32Array)].sort(([one], [other]) => one - other);
      next.push(new Map(found.map(([event, targets]) => [event, this.#follow(event, targets)])));
    }
    return { next };
  }

  #follow(event: number, targets: ReadonlySet<number>): number {
    return this.#number(event === END ? new Int32Array(0) : this.#closure(targets));
  }

  #successors(set: Int32Array): Map<number, Set<number>> {
    const { first, to, label } = this.#system;
    const found = new Map<number, Set<number>>();
    for (const state of set) {
      for (let step = first[state] as number; step < (first[state + 1] as number); step += 1) {
        const event = label[step] as number;
        if (event === UNSEEN) continue;
        const targets = found.get(event) ?? new Set();
        found.set(event, targets.add(to[step] as number));
      }
    }
    return found;
  }

  /** What unseen steps reach; only the states in which something is to be seen, in order. */
  #closure(from: Iterable<number>): Int32Array {
    const { first, to, label } = this.#system;
    this.#stamp += 1;
    let top = 0;
    const visit = (state: number): void => {
      if (this.#mark[state] === this.#stamp) return;
      this.#mark[state] = this.#stamp;
      this.#stack[top] = state;
      top += 1;
    };
    for (const state of from) visit(state);
    const kept: number[] = [];
    while (top > 0) {
      top -= 1;
      const state = this.#stack[top] as number;
      let seen = false;
      for (let step = first[state] as number; step < (first[state + 1] as number); step += 1) {
        if (label[step] === UNSEEN) visit(to[step] as number);
        else seen = true;
      }
      if (seen) kept.push(state);
    }
    return Int32Array.from(kept).sort();
  }

  #number(set: Int32Array): number {
    const key = `${set.length} ${hashOf(set)}`;
    const same = this.#numbers.get(key) ?? [];
    const known = same.find((number) => equal(this.#sets[number] as Int32Array, set));
    if (known !== undefined) return known;
    this.#sets.push(set);
    this.#numbers.set(key, [...same, this.#sets.length - 1]);
    return this.#sets.length - 1;
  }
}

function hashOf(set: Int32Array): number {
  let hash = 0;
  for (const state of set) hash = Math.imul(hash ^ state, 0x9e3779b1) ^ (hash >>> 15);
  return hash;
}

function equal(one: Int32Array, other: Int32Array): boolean {
  return one.length === other.length && one.every((state, index) => state === other[index]);
}
