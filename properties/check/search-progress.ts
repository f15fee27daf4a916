/** How far a search has come, in words: states, steps a second, depth, and about how much of all that is. */
import { estimate, estimateStates, Program, type System } from '../interleaving/index.ts';

const PROBES = 40;
const STEPS_MAX = 2000;

export class SearchProgress {
  readonly #system: System;
  readonly #seed: number;
  readonly #now: () => number;
  readonly #start: number;
  /** Of random runs; measured when it is first asked for: most searches are over before. */
  #longest: number | undefined;
  #states = 0;
  #levels: readonly number[] = [];

  /** @param seed of the random runs @param now seconds since some moment */
  constructor(system: System, seed: number, now: () => number) {
    this.#system = system;
    this.#seed = seed;
    this.#now = now;
    this.#start = now();
  }

  /** `120 000 states, 1.9 M steps/s, depth 21 of about 46, about 40 % of them`. As the engine tells it. */
  text(states: number, depth: number, transitions: number, levels: readonly number[]): string {
    this.#states = states;
    this.#levels = levels;
    const seconds = this.#now() - this.#start;
    const rate = seconds > 0 ? [`${(transitions / seconds / 1e6).toFixed(1)} M steps/s`] : [];
    const longest = levels.length === 0 ? undefined : this.#probed();
    const deep = longest === undefined ? `depth ${depth}` : `depth ${depth} of about ${longest}`;
    const part = this.#share();
    return [`${states} states`, ...rate, deep, ...(part === undefined ? [] : [`about ${part} % of them`])].join(', ');
  }

  /** Of a search that was ended early: `about 40 % of the states were seen (...)`. Empty where nothing can be said. */
  covered(): string {
    const part = this.#share();
    if (part === undefined) return '';
    return `: about ${part} % of the states were seen (such estimates are within a factor of 2 in nine of ten cases)`;
  }

  #share(): number | undefined {
    const longest = this.#levels.length === 0 ? undefined : this.#probed();
    const all = longest === undefined ? undefined : estimateStates(this.#levels, longest);
    if (all === undefined || !Number.isFinite(all)) return undefined;
    const share = (100 * this.#states) / Math.max(all, this.#states);
    return Number(share.toPrecision(share < 10 ? 1 : 2));
  }

  /** Undefined where runs have no end. */
  #probed(): number | undefined {
    if (this.#longest === undefined) {
      const { longest, cut } = estimate(new Program(this.#system), {
        seed: this.#seed,
        probes: PROBES,
        maxSteps: STEPS_MAX,
      });
      this.#longest = cut > 0 ? Number.POSITIVE_INFINITY : longest;
    }
    return Number.isFinite(this.#longest) ? this.#longest : undefined;
  }
}
