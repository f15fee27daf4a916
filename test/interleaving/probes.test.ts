// The estimate of how much there is to be looked at, against exact counts.
import { describe, expect, it } from 'vitest';
import {
  Execution,
  estimate,
  exhaustive,
  naive,
  Program,
  plainThread,
  Random,
  type SharedMemory,
  type System,
} from '../../properties/interleaving/index.ts';
import { randomProgram, systemOf } from './programs.ts';

const steps =
  (count: number) =>
  (memory: SharedMemory): void => {
    for (let step = 0; step < count; step += 1) memory.add(0, 1);
  };

const system = (...counts: readonly number[]): System => ({
  memory: new Int32Array(1),
  threads: counts.map((count, thread) => plainThread(`t${thread}`, steps(count))),
});

/** The average over all probes there can be, each with its chance: what the estimate tends to. */
function expectation(of: System): number {
  const program = new Program(of);
  const visit = (way: readonly number[], chance: number, product: number): number => {
    const execution = new Execution(program);
    for (const index of way) {
      const choice = execution.enabled()[index];
      if (choice !== undefined) execution.take(choice);
    }
    const { length } = execution.enabled();
    if (length === 0) return chance * product;
    let sum = 0;
    for (let index = 0; index < length; index += 1) sum += visit([...way, index], chance / length, product * length);
    return sum;
  };
  return visit([], 1, 1);
}

describe('the estimate of the number of interleavings', () => {
  it('is exact where all branches are alike, and says how long runs are', () => {
    const found = estimate(system(1, 1), { seed: 1, probes: 3 });
    expect(found).toEqual({ probes: 3, interleavings: 2, shortest: 2, longest: 2, mean: 2, cut: 0 });
  });

  it('is right on the average: generated programs, weighted over all probes', () => {
    const random = new Random(20031119);
    for (let round = 0; round < 40; round += 1) {
      const program = randomProgram(random, { threads: 2, lines: 2, plain: false, blocking: true });
      const { interleavings } = exhaustive(systemOf(program), { progressCheck: true });
      if (interleavings === undefined || interleavings > 500) continue;
      const { violation } = exhaustive(systemOf(program));
      // Behind a violation the exhaustive search does not go on.
      if (violation === undefined) expect(expectation(systemOf(program))).toBeCloseTo(interleavings, 6);
    }
    expect(expectation(system(3, 2))).toBeCloseTo(10, 9);
  });

  it.each([
    [[4, 4], 70],
    [[5, 3, 2], 2520],
    [[6, 6], 924],
  ])('comes near what there is: threads of %s steps', (counts, exact) => {
    expect(exhaustive(system(...counts)).interleavings).toBe(exact);
    expect(naive(system(...counts)).interleavings).toBe(exact);
    const { interleavings } = estimate(system(...counts), { seed: 7, probes: 5000 });
    expect(Math.abs(interleavings - exact) / exact).toBeLessThan(0.1);
  });

  it('is the same for the same seed, and another for another', () => {
    const of = (seed: number): number => estimate(system(5, 5), { seed, probes: 10 }).interleavings;
    expect(of(3)).toBe(of(3));
    expect(new Set([1, 2, 3, 4, 5].map(of)).size).toBeGreaterThan(1);
  });

  it('counts probes that were given up', () => {
    expect(estimate(system(9, 9), { seed: 1, probes: 5, maxSteps: 4 })).toMatchObject({ cut: 5, longest: 4 });
  });
});
