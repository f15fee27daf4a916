/**
 * Whether to spin before sleeping.
 *
 * Spinning wins by two orders of magnitude while the peer runs on another core, and loses by one while it waits for ours.
 * Neither is known, so each waiting site keeps a score: a look that was enough adds 1, one that was not takes 3. A site
 * with a positive score spins for the whole budget, any other sleeps at once and probes now and then, ever more rarely.
 * The budget exceeds the cost of one wake: once both sides sleep, a probe shorter than the peer's wake could never succeed.
 */
import type { Waiting } from './waiting.ts';

const SCORE_MOST = 8;
const MISS_COST = 3;
const GAP_LEAST = 16;
/**
 * On one core so seldom a probe costs a percent, the budget in a thousand calls. A core that has become free is found in a
 * tenth of a second, where 4096 take twice that.
 */
const GAP_MOST = 1024;

interface Site {
  score: number;
  /** Waits left until the next probe, and how many there will be after one that fails. */
  untilProbe: number;
  gap: number;
}

/** Spins at the places where that has paid off, and sleeps at once elsewhere. */
export class ScorePolicy implements Waiting {
  readonly #budget: number;
  readonly #now: () => number;
  readonly #sites: Site[] = [];

  /**
   * @param budget looks before sleeping, each some 5 ns; 0 where there is a single core
   * @param now milliseconds, for time-outs
   */
  constructor(budget: number = 10_000, now: () => number = () => performance.now()) {
    this.#budget = budget;
    this.#now = now;
  }

  attempts(at: number): number {
    const site = this.#siteOf(at);
    if (site.score > 0) return this.#budget;
    if (site.untilProbe > 0) {
      site.untilProbe--;
      return 0;
    }
    return this.#budget;
  }

  learn(at: number, enough: boolean): void {
    const site = this.#siteOf(at);
    if (enough) {
      if (site.score === SCORE_MOST) return;
      site.score++;
      if (site.score === SCORE_MOST) site.gap = GAP_LEAST;
      return;
    }
    site.score = Math.max(0, site.score - MISS_COST);
    if (site.score > 0) return;
    site.untilProbe = site.gap;
    site.gap = Math.min(GAP_MOST, site.gap * 2);
  }

  now(): number {
    return this.#now();
  }

  #siteOf(at: number): Site {
    const known = this.#sites[at];
    if (known !== undefined) return known;
    const site = { score: SCORE_MOST, untilProbe: 0, gap: GAP_LEAST };
    this.#sites[at] = site;
    return site;
  }
}

/**
 * Never spins, and its clock stands still. For the checker, where looking again and again only adds states; on a real
 * machine `new ScorePolicy(0)` never spins either.
 */
export const SLEEP_AT_ONCE: Waiting = { attempts: () => 0, learn: () => undefined, now: () => 0 };
