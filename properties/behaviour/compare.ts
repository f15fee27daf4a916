/** What one language has and another has not. */
import { END, type Word } from './events.ts';
import type { Language } from './language.ts';

/** What one language has beyond another. */
export interface Surplus {
  /** A shortest word that only the one has: its last event is the first that cannot be seen in the other. Absent: none. */
  readonly word?: Word;
  /** Whole histories of the one. */
  readonly histories: number;
  /** Those of them that only the one has; NaN where they cannot be counted. */
  readonly own: number;
}

/** Both languages number their events alike. */
export function surplus(one: Language, other: Language): Surplus {
  const pairs = new Pairs(one, other);
  const word = pairs.shortest();
  const histories = countHistories(one);
  if (word === undefined) return { histories, own: 0 };
  const common = countWords(0, (number) => pairs.common(number));
  return { word, histories, own: histories - common };
}

/** Whole histories, from the start to where nothing moves any more; Infinity where some never end. */
export function countHistories({ next }: Language): number {
  return countWords(0, (at) => next[at] ?? NOTHING);
}

const NOTHING: ReadonlyMap<number, number> = new Map();

/** The two states that one word leads to, and the last event of the word. */
interface Pair {
  readonly one: number;
  readonly other: number;
  readonly by: number;
  /** The pair that the word without its last event leads to. */
  readonly before: number;
}

class Pairs {
  readonly #one: Language;
  readonly #other: Language;
  readonly #pairs: Pair[] = [];
  readonly #numbers = new Map<number, number>();
  readonly #common: ReadonlyMap<number, number>[] = [];

  constructor(one: Language, other: Language) {
    this.#one = one;
    this.#other = other;
    this.#number(0, 0, END, -1);
    for (let at = 0; at < this.#pairs.length; at += 1) this.#common.push(this.#follow(at));
  }

  /** The events that both may show, and the pairs that they lead to. */
  common(number: number): ReadonlyMap<number, number> {
    return this.#common[number] ?? NOTHING;
  }

  /** Pairs are in the order of their shortest words. */
  shortest(): Word | undefined {
    for (const [at, { one, other }] of this.#pairs.entries()) {
      const event = [...this.#nextOfOne(one).keys()].find((each) => !this.#nextOfOther(other).has(each));
      if (event !== undefined) return [...this.#wordTo(at), event];
    }
    return undefined;
  }

  #follow(at: number): ReadonlyMap<number, number> {
    const { one, other } = this.#pairs[at] as Pair;
    const found = new Map<number, number>();
    for (const [event, next] of this.#nextOfOne(one)) {
      const there = this.#nextOfOther(other).get(event);
      if (there !== undefined) found.set(event, this.#number(next, there, event, at));
    }
    return found;
  }

  #nextOfOne(state: number): ReadonlyMap<number, number> {
    return this.#one.next[state] ?? NOTHING;
  }

  #nextOfOther(state: number): ReadonlyMap<number, number> {
    return this.#other.next[state] ?? NOTHING;
  }

  #wordTo(pair: number): number[] {
    const word: number[] = [];
    for (let at = pair; at > 0; at = this.#pairs[at]?.before ?? 0) word.push(this.#pairs[at]?.by ?? END);
    return word.reverse();
  }

  #number(one: number, other: number, by: number, before: number): number {
    const key = one * 2 ** 26 + other;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#pairs.length);
    this.#pairs.push({ one, other, by, before });
    return this.#pairs.length - 1;
  }
}

/** Words that end with `END`. */
function countWords(start: number, next: (state: number) => ReadonlyMap<number, number>): number {
  const counts = new Map<number, number>();
  const open = new Set<number>();
  const countFrom = (state: number): number => {
    const known = counts.get(state);
    if (known !== undefined) return known;
    if (open.has(state)) return Number.POSITIVE_INFINITY;
    open.add(state);
    let count = 0;
    for (const [event, to] of next(state)) count += event === END ? 1 : countFrom(to);
    open.delete(state);
    counts.set(state, count);
    return count;
  };
  return countFrom(start);
}
