/** How far a search has come, in words: states, steps a second, depth, and about how much of all that is. */
import {
  type Coverage,
  coverageOf,
  type Estimate,
  type ExhaustiveResult,
  estimate,
  Program,
  type System,
} from '../interleaving/index.ts';

const PROBES = 40;
const STEPS_MAX = 2000;

export class SearchProgress {
  readonly #system: System;
  readonly #seed: number;
  readonly #now: () => number;
  readonly #start: number;
  /** Of random runs; measured when it is first asked for: most searches are over before. */
  #probed: Estimate | undefined;

  /** @param seed of the random runs @param now seconds since some moment */
  constructor(system: System, seed: number, now: () => number) {
    this.#system = system;
    this.#seed = seed;
    this.#now = now;
    this.#start = now();
  }

  /** `120 000 states, 1.9 M steps/s, depth 21 of about 46, about 40 % of them`. As the engine tells it. */
  text(states: number, depth: number, transitions: number, levels: readonly number[]): string {
    const seconds = this.#now() - this.#start;
    const rate = seconds > 0 ? [`${(transitions / seconds / 1e6).toFixed(1)} M steps/s`] : [];
    const ends = levels.length === 0 || this.#lengths.cut > 0 ? '' : ` of about ${this.#lengths.longest}`;
    const about = aboutText(this.#coverage(states, levels));
    const part = about === undefined ? [] : [`${about} of them`];
    return [`${states} states`, ...rate, `depth ${depth}${ends}`, ...part].join(', ');
  }

  /** That the budget ended it, and how much was seen then. */
  cut({ states, levels }: Cut): Coverage & { readonly verdict: 'undecided'; readonly message: string } {
    const coverage = this.#coverage(states, levels);
    const covered = coveredText(coverage);
    const message = ['the budget ended the search', ...(covered === undefined ? [] : [covered])].join(': ');
    return { verdict: 'undecided', message, ...coverage };
  }

  #coverage(states: number, levels: readonly number[]): Coverage {
    return levels.length === 0 ? {} : coverageOf(states, levels, this.#lengths);
  }

  get #lengths(): Estimate {
    this.#probed ??= estimate(new Program(this.#system), { seed: this.#seed, probes: PROBES, maxSteps: STEPS_MAX });
    return this.#probed;
  }
}

type Cut = Pick<ExhaustiveResult, 'states' | 'levels'>;

/** Below so much what is told is less sure. */
export const EARLY = 0.2;

/** `about 40 % of the states were seen (such estimates are ...)`. The page docs/reach.md has the figures. */
export function coveredText(coverage: Coverage): string | undefined {
  const about = aboutText(coverage);
  if (about === undefined) return undefined;
  const seen = `${about} of the states were seen`;
  const { share } = coverage;
  if (share === undefined) return `${seen}, perhaps far less: they still become more from depth to depth`;
  return `${seen} (such estimates are within a factor of ${share < EARLY ? 4 : 2} in nine of ten cases)`;
}

/** `about 40 %`, `at most about 4 %`; undefined where nothing can be said. */
export function aboutText({ share, shareAtMost }: Coverage): string | undefined {
  const told = share ?? shareAtMost;
  if (told === undefined) return undefined;
  const percent = Number((100 * told).toPrecision(told < 0.1 ? 1 : 2));
  return `${share === undefined ? 'at most ' : ''}about ${percent} %`;
}
