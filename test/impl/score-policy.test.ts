/** When the policy spins and when it sleeps. */
import { expect, test } from 'vitest';
import { ScorePolicy } from '../../impl/index.ts';

const BUDGET = 1000;

/** Makes `count` waits, of which those that look learn whether that was `enough`. Returns how many looked. */
function waits(policy: ScorePolicy, site: number, count: number, enough: boolean): number {
  let looked = 0;
  for (let n = 0; n < count; n++) {
    if (policy.attempts(site) === 0) continue;
    looked++;
    policy.learn(site, enough);
  }
  return looked;
}

test('it spins at first, and goes on while that is enough', () => {
  const policy = new ScorePolicy(BUDGET);
  expect(policy.attempts(3)).toBe(BUDGET);
  expect(waits(policy, 3, 1000, true)).toBe(1000);
});

test('three misses from the best score, and it sleeps', () => {
  const policy = new ScorePolicy(BUDGET);
  expect(waits(policy, 0, 3, false)).toBe(3);
  expect(policy.attempts(0)).toBe(0);
});

test('one miss among three hits does not put it to sleep', () => {
  const policy = new ScorePolicy(BUDGET);
  for (let round = 0; round < 100; round++) {
    expect(waits(policy, 0, 3, true)).toBe(3);
    expect(waits(policy, 0, 1, false)).toBe(1);
  }
  expect(policy.attempts(0)).toBe(BUDGET);
});

test('while it sleeps it probes after 16 waits, then ever more rarely, at most once in 1024', () => {
  const policy = new ScorePolicy(BUDGET);
  waits(policy, 0, 3, false);
  const gaps: number[] = [];
  for (let probe = 0; probe < 9; probe++) {
    let gap = 0;
    while (policy.attempts(0) === 0) gap++;
    gaps.push(gap);
    policy.learn(0, false);
  }
  expect(gaps).toEqual([16, 32, 64, 128, 256, 512, 1024, 1024, 1024]);
});

test('one lucky probe does not make the probes frequent again; a full recovery does', () => {
  const policy = new ScorePolicy(BUDGET);
  waits(policy, 0, 3, false);
  const nextGap = (): number => {
    let gap = 0;
    while (policy.attempts(0) === 0) gap++;
    return gap;
  };
  expect(nextGap()).toBe(16);
  policy.learn(0, false);
  expect(nextGap()).toBe(32);
  policy.learn(0, true);
  policy.learn(0, false);
  expect(nextGap()).toBe(64);
  for (let hit = 0; hit < 8; hit++) policy.learn(0, true);
  waits(policy, 0, 3, false);
  expect(nextGap()).toBe(16);
});

test('each site has a score of its own', () => {
  const policy = new ScorePolicy(BUDGET);
  waits(policy, 0, 3, false);
  expect(policy.attempts(0)).toBe(0);
  expect(policy.attempts(1)).toBe(BUDGET);
});

test('without a budget it never spins', () => {
  const policy = new ScorePolicy(0);
  expect([0, 1, 2, 0].map((site) => policy.attempts(site))).toEqual([0, 0, 0, 0]);
});

test('it asks the clock it was given', () => {
  expect(new ScorePolicy(BUDGET, () => 42).now()).toBe(42);
});
