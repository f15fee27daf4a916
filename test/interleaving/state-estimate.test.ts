// How far off the estimates of the number of states are, on all scenarios, at several stages of their searches.
import { describe, expect, it } from 'vitest';
import { IMPLEMENTATION } from '../../properties/implementation.ts';
import { estimate, estimateStates, exhaustive, Program } from '../../properties/interleaving/index.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { systemOf } from '../../properties/programs/system.ts';

const SMALLEST = 300;
const LARGEST = 50_000;

/** Factors by which estimates at this part of the states are too high or too low, the best first. */
function errorsAt(part: number): number[] {
  return MEASURED.flatMap(({ levels, longest, states }) => {
    let seen = 0;
    const early = levels.filter((size) => {
      seen += size;
      return seen <= part * states;
    });
    const told = estimateStates(early, longest);
    return told === undefined ? [] : [Math.max(told / states, states / told)];
  }).sort((one, other) => one - other);
}

const MEASURED = SCENARIOS.flatMap(({ program }) => {
  const compiled = new Program(systemOf(program, IMPLEMENTATION));
  const { levels, states } = exhaustive(compiled, { progressCheck: false, maxStates: LARGEST });
  if (states < SMALLEST || states > LARGEST) return [];
  const { longest, cut } = estimate(compiled, { seed: 1, maxSteps: 2000 });
  return cut > 0 ? [] : [{ levels, longest, states }];
});

describe('the estimate of the number of states', () => {
  it('has the levels of a search to go by, which are all its states', () => {
    expect(MEASURED.length).toBeGreaterThan(20);
    for (const { levels, states } of MEASURED) expect(levels.reduce((sum, size) => sum + size)).toBe(states);
  });

  it.each([0.1, 0.25, 0.5, 0.75])('is within a factor of 2 in nine of ten cases, %d of the states seen', (part) => {
    const errors = errorsAt(part);
    expect(errors.length).toBeGreaterThan(10);
    expect(errors[Math.floor(errors.length * 0.9)]).toBeLessThan(2);
    expect(errors.at(-1)).toBeLessThan(3);
  });

  it('would be noticed if it took all for seen', () => {
    const seen = (part: number): number => 1 / part;
    expect(seen(0.25)).toBeGreaterThan(errorsAt(0.25).at(-1) ?? 0);
  });

  it('says nothing where it knows too little', () => {
    expect(estimateStates([1, 2, 3], 30)).toBeUndefined();
    expect(estimateStates([], 30)).toBeUndefined();
  });

  it('is about right at the end, and never less than what was seen', () => {
    const [first] = MEASURED;
    if (first === undefined) throw new Error('nothing was measured');
    const { levels, states, longest } = first;
    const told = estimateStates(levels, longest) ?? 0;
    expect(told).toBeGreaterThanOrEqual(states);
    expect(told).toBeLessThan(states * 1.2);
  });
});
