// What stands on the terminal while `lwkt interleave` runs.
import { expect, it } from 'vitest';
import { progressText } from '../../properties/cli/interleave/text.ts';

const estimate = { probes: 100, interleavings: 3.14e9, shortest: 20, longest: 31, mean: 25.5, cut: 0 };

it('says how far it is, how fast, and about how much there is in all', () => {
  expect(progressText({ states: 12_345, steps: 600_000, depth: 9, estimate }, 2)).toBe(
    '12 345 states, step 9 of about 31, 300 k steps/s, about 3e9 interleavings',
  );
});

it('says no more than the probes know', () => {
  const cut = { ...estimate, cut: 4 };
  expect(progressText({ states: 5, steps: 3000, depth: 2, estimate: cut }, 1)).toBe(
    '5 states, step 2 of more than 31, 3 k steps/s, more than 3e9 interleavings',
  );
  const endless = { ...estimate, interleavings: Number.POSITIVE_INFINITY };
  expect(progressText({ states: 5, steps: 3000, estimate: endless }, 1)).toMatch(/more than 1e308 interleavings$/);
});

it('counts runs where runs are drawn at random', () => {
  expect(progressText({ runs: 70, steps: 9000, estimate }, 3)).toBe('70 runs, 3 k steps/s');
});

it('says about what share of the states was seen, where that can be said', () => {
  expect(progressText({ states: 12_345, steps: 600_000, depth: 9, shareAtMost: 0.0412, estimate }, 2)).toMatch(
    /^12 345 states, at most about 4 % of them, step 9 of about 31, /,
  );
});

it('says it of what it is about, too', () => {
  expect(progressText({ states: 12_345, steps: 600_000, depth: 9, share: 0.412, estimate }, 2)).toMatch(
    /^12 345 states, about 41 % of them, step 9 of about 31, /,
  );
});
