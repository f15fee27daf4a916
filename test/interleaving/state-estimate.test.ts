// How far off the estimates of the number of states are, on all scenarios, at several stages of their searches; and that a
// search which its budget ends says how much it has seen.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SCENARIO_COUNTS } from '../../properties/check/index.ts';
import { checkScenario } from '../../properties/check/interleavings.ts';
import { aboutText, coveredText, EARLY, SearchProgress } from '../../properties/check/search-progress.ts';
import type { Context } from '../../properties/check/section.ts';
import { IMPLEMENTATION } from '../../properties/implementation.ts';
import {
  coverageOf,
  estimate,
  estimateStates,
  exhaustive,
  Program,
  plainThread,
  type RunLengths,
  type SharedMemory,
  type System,
} from '../../properties/interleaving/index.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { systemOf } from '../../properties/programs/system.ts';

const SMALLEST = 300;
const LARGEST = 50_000;
const PARTS = [0.1, 0.25, 0.5, 0.75] as const;

interface Measured {
  readonly levels: readonly number[];
  readonly states: number;
  readonly lengths: RunLengths;
}

type Estimator = (levels: readonly number[], lengths: RunLengths) => number | undefined;

const statesTold: Estimator = (levels, lengths) => estimateStates(levels, lengths)?.states;

/** Factors by which estimates at this part of the states are too high or too low, the best first. */
function errorsAt(part: number, measured: readonly Measured[], tell: Estimator = statesTold): number[] {
  return measured
    .flatMap(({ levels, lengths, states }) => {
      const told = tell(upTo(part, levels, states), lengths);
      return told === undefined ? [] : [Math.max(told / states, states / told)];
    })
    .sort((one, other) => one - other);
}

function upTo(part: number, levels: readonly number[], states: number): readonly number[] {
  let seen = 0;
  return levels.filter((size) => {
    seen += size;
    return seen <= part * states;
  });
}

function measured(mergeHistories: boolean): readonly Measured[] {
  return SCENARIOS.flatMap(({ program }) => {
    const compiled = new Program(systemOf(program, IMPLEMENTATION));
    const result = exhaustive(compiled, { progressCheck: false, maxStates: LARGEST, mergeHistories });
    const { levels, states, verdict, merged = false } = result;
    if (states < SMALLEST || verdict !== 'holds' || merged !== mergeHistories) return [];
    const lengths = estimate(compiled, { seed: 1, maxSteps: 2000 });
    return lengths.cut > 0 ? [] : [{ levels, lengths, states }];
  });
}

const PLAIN = measured(false);
const MERGED = measured(true);

describe('the estimate of the number of states', () => {
  it('has the levels of a search to go by, which are all its states', () => {
    expect(PLAIN.length).toBeGreaterThan(20);
    expect(MERGED.length).toBeGreaterThan(10);
    for (const { levels, states } of [...PLAIN, ...MERGED])
      expect(levels.reduce((sum, size) => sum + size)).toBe(states);
  });

  it.each(PARTS)('is within a factor of 2.1 in nine of ten cases, %d of the states seen', (part) => {
    const errors = errorsAt(part, PLAIN);
    expect(errors.length).toBeGreaterThan(20);
    expect(errors[Math.floor((errors.length - 1) * 0.9)]).toBeLessThan(2.1);
    expect(errors.at(-1)).toBeLessThan(3);
  });

  it.each(PARTS)('is so, too, where histories are merged, %d of the states seen', (part) => {
    const errors = errorsAt(part, MERGED);
    expect(errors[Math.floor((errors.length - 1) * 0.9)]).toBeLessThan(2.2);
    expect(errors.at(-1)).toBeLessThan(3.2);
  });

  it('is what the sentences say that people read, by the figures that the page is made from', () => {
    const figures = readFileSync(new URL('../bench/figures/estimates.json', import.meta.url), 'utf8');
    const { summary } = JSON.parse(figures) as { readonly summary: Readonly<Record<string, number>> };
    const { atMost = 0, lessThanTwiceAsMuch = 0, early = 0, withinFour = 0, late = 0, withinTwo = 0 } = summary;
    expect(atMost).toBeGreaterThan(100);
    expect(lessThanTwiceAsMuch).toBe(atMost);
    expect(withinFour / early).toBeGreaterThan(0.9);
    expect(withinTwo / late).toBeGreaterThan(0.9);
    const sure = (factor: number): string => `(such estimates are within a factor of ${factor} in nine of ten cases)`;
    expect(coveredText({ share: 0.4 })).toBe(`about 40 % of the states were seen ${sure(2)}`);
    expect(coveredText({ share: 0.12 })).toBe(`about 12 % of the states were seen ${sure(4)}`);
    expect(coveredText({ shareAtMost: 0.04 })).toBe(
      'at most about 4 % of the states were seen, perhaps far less: they still become more from depth to depth',
    );
    expect(coveredText({})).toBeUndefined();
  });

  it('holds what the sentences say of all that somebody may be told on the way', () => {
    const told = [...PLAIN, ...MERGED].flatMap(({ levels, states, lengths }) => {
      let seen = 0;
      return levels.flatMap((size, depth) => {
        seen += size;
        const { share, shareAtMost } = coverageOf(seen, levels.slice(0, depth + 1), lengths);
        const value = share ?? shareAtMost;
        if (value === undefined || seen < SMALLEST) return [];
        return [{ value, isBound: share === undefined, factor: (value * states) / seen }];
      });
    });
    const within = (most: number, wanted: (value: number) => boolean): number => {
      const some = told.filter(({ value, isBound }) => !isBound && wanted(value));
      return some.filter(({ factor }) => factor <= most && factor >= 1 / most).length / some.length;
    };
    expect(within(2, (value) => value >= EARLY)).toBeGreaterThan(0.9);
    expect(within(4, (value) => value < EARLY)).toBeGreaterThan(0.9);
    const bounds = told.filter(({ isBound }) => isBound);
    expect(bounds.length).toBeGreaterThan(10);
    expect(Math.min(...bounds.map(({ factor }) => factor))).toBeGreaterThan(0.5);
  });

  it('knows only what there is at least where states grow and grow', () => {
    const levels = [1, 4, 16, 64, 256, 1024];
    const grown = estimateStates(levels, { longest: 36, mean: 36, cut: 0 });
    expect(grown?.isLeast).toBe(true);
    expect(grown?.states).toBeLessThan(4 ** 36);
    expect(coverageOf(1365, levels, { longest: 36, mean: 36, cut: 0 })).not.toHaveProperty('share');
  });

  it('would be noticed if it took all for seen, or the longest run for the end', () => {
    const seen: Estimator = (levels) => levels.reduce((sum, size) => sum + size, 0);
    expect(errorsAt(0.25, PLAIN, seen)[0]).toBeGreaterThan(2.1);
    const toTheLongest: Estimator = (levels, lengths) => statesTold(levels, { ...lengths, mean: lengths.longest });
    const late = (tell: Estimator): number => errorsAt(0.75, MERGED, tell).reduce((sum, each) => sum + each, 0);
    expect(late(toTheLongest)).toBeGreaterThan(1.05 * late(statesTold));
  });

  it.each([2, 3])('is right of %d threads that count on their own, whose states are a product', (threads) => {
    const steps = 14;
    const count = (memory: SharedMemory): void => {
      for (let step = 0; step < steps; step += 1) memory.add(0, 1);
    };
    const system: System = {
      memory: new Int32Array(1),
      threads: Array.from({ length: threads }, (_, thread) => plainThread(`t${thread}`, count)),
    };
    // What a thread has read it forgets, but in the plain search it counts: so the levels are made by hand.
    let levels = [1];
    for (let thread = 0; thread < threads; thread += 1) {
      levels = Array.from({ length: levels.length + steps }, (_, depth) =>
        levels.slice(Math.max(0, depth - steps), depth + 1).reduce((sum, size) => sum + size, 0),
      );
    }
    const states = (steps + 1) ** threads;
    expect(levels.reduce((sum, size) => sum + size)).toBe(states);
    const lengths = estimate(system, { seed: 1, probes: 5 });
    expect(lengths).toMatchObject({ longest: steps * threads, mean: steps * threads });
    for (const part of PARTS) {
      const told = statesTold(upTo(part, levels, states), lengths) ?? Number.NaN;
      expect(Math.max(told / states, states / told)).toBeLessThan(1.6);
    }
  });

  it('says nothing where it knows too little', () => {
    const lengths = { longest: 30, mean: 28, cut: 0 };
    expect(estimateStates([1, 2, 3], lengths)).toBeUndefined();
    expect(estimateStates([], lengths)).toBeUndefined();
    expect(estimateStates([1, 2, 3, 4], { ...lengths, cut: 1 })).toBeUndefined();
    expect(coverageOf(10, [1, 2, 3], lengths)).toEqual({});
  });

  it('is about right at the end, and never less than what was seen', () => {
    for (const { levels, states, lengths } of PLAIN) {
      const told = statesTold(levels, lengths) ?? 0;
      expect(told).toBeGreaterThanOrEqual(states);
      expect(told).toBeLessThan(states * 1.2);
      expect(coverageOf(states, levels, lengths).share).toBeLessThanOrEqual(1);
    }
  });
});

describe('a search that its budget ends', () => {
  const [largest] = [...SCENARIOS].sort((one, other) => statesOf(other.name) - statesOf(one.name));
  if (largest === undefined) throw new Error('there are no scenarios');
  const all = statesOf(largest.name);

  function statesOf(name: string): number {
    return SCENARIO_COUNTS[name]?.states ?? 0;
  }

  it.each([4, 90])('says how much it has seen, and while it runs how much that is: after %d looks', (looks) => {
    const told: string[] = [];
    const context: Context = {
      settings: { profile: 'normal', seed: 1, implementation: 'impl' },
      emit: () => undefined,
      progress: (text) => told.push(text),
      expired: () => told.length >= looks,
      now: () => told.length / 100,
    };
    const row = checkScenario(largest, IMPLEMENTATION, context);
    const { verdict, message, share, shareAtMost, states = 0 } = row;
    expect(verdict).toBe('undecided');
    expect(states).toBeLessThan(all);
    expect((share ?? 0) < EARLY).toBe(looks === 4);
    const factor = ((share ?? shareAtMost ?? Number.NaN) * all) / states;
    expect(factor).toBeGreaterThan(0.5);
    // The first is one of those of ten that are further off.
    expect(factor).toBeLessThan((share ?? 0) < EARLY ? 10 : 2);
    expect(message).toBe(`the budget ended the search: ${coveredText(row)}`);
    expect(told.at(-1)).toMatch(/^\d+ states, \d+\.\d M steps\/s, depth \d+ of about \d+, /);
    expect(told.at(-1)).toContain(`, ${aboutText(row)} of them`);
  });

  it('says no more than that where nothing is known', () => {
    const progress = new SearchProgress(systemOf(largest.program, IMPLEMENTATION), 1, () => 0);
    expect(progress.cut({ states: 1, levels: [] })).toEqual({
      verdict: 'undecided',
      message: 'the budget ended the search',
    });
    expect(progress.text(5, 2, 9, [])).toBe('5 states, depth 2');
  });

  it('says nothing of plain states where they are going to be merged', () => {
    const levels: (readonly number[])[] = [];
    const result = exhaustive(systemOf(largest.program, IMPLEMENTATION), {
      mergeHistories: true,
      onProgress: (_states, _depth, _steps, told) => {
        levels.push(told);
        return true;
      },
    });
    expect(result.merged).toBe(true);
    expect(levels[0]).toEqual([]);
  });
});

it.skipIf(process.env['LWKT_DEEP'] === undefined)(
  'the figures of the page are those of today',
  async () => {
    const bench = new URL('../bench/estimate.bench.mjs', import.meta.url).href;
    const { figures } = (await import(bench)) as { readonly figures: () => unknown };
    const kept = readFileSync(new URL('../bench/figures/estimates.json', import.meta.url), 'utf8');
    expect(figures()).toEqual(JSON.parse(kept));
  },
  300_000,
);
