// The distributions of the samplers, each against an enumeration of what the paper says, on programs so small that every
// interleaving can be listed.
import { describe, expect, test } from 'vitest';
import type { Strategy, System } from '../../properties/interleaving/index.ts';
import {
  Pct,
  Portfolio,
  Pos,
  Random,
  RandomWalk,
  runWith,
  SelectiveWalk,
  STRATEGY_NAMES,
  sample,
  sequence,
  startExecution,
  UniformWalk,
} from '../../properties/interleaving/index.ts';

/** Threads that run straight through: by thread, the words it adds to, one after the other. */
type Program = readonly (readonly number[])[];
/** By interleaving, written as the threads in the order of their steps: the chance of it. */
type Distribution = Map<string, number>;

const system = (program: Program): System => ({
  memory: new Int32Array(8),
  threads: program.map((words, thread) =>
    sequence(
      `thread ${thread}`,
      words.map((word) => (memory) => memory.add(word, 1)),
    ),
  ),
});

const RUNS = 5_000;

function sampled(program: Program, strategy: Strategy, shown: (schedule: string) => string = (text) => text) {
  const execution = startExecution(system(program));
  const counts: Distribution = new Map();
  // The first runs teach the strategy how long the threads are.
  for (let run = -2; run < RUNS; run += 1) {
    execution.restart();
    const text = shown(
      runWith(strategy, execution)
        .map(({ thread }) => thread)
        .join(''),
    );
    if (run >= 0) counts.set(text, (counts.get(text) ?? 0) + 1 / RUNS);
  }
  return counts;
}

const add = (to: Distribution, key: string, chance: number): Map<string, number> =>
  to.set(key, (to.get(key) ?? 0) + chance);

/** The largest difference of a chance that chance itself explains: five standard deviations. */
function expectLike(found: Distribution, exact: Distribution): void {
  expect([...found.keys()].filter((key) => !exact.has(key))).toEqual([]);
  let total = 0;
  for (const [key, chance] of exact) {
    total += chance;
    const deviation = Math.sqrt((chance * (1 - chance)) / RUNS);
    expect(Math.abs((found.get(key) ?? 0) - chance), key).toBeLessThan(5 * deviation + 1e-9);
  }
  expect(total).toBeCloseTo(1, 9);
}

/** Every interleaving, with the chance that `weights` gives it step by step. */
function walked(program: Program, weights: (left: readonly number[]) => readonly number[]): Distribution {
  const exact: Distribution = new Map();
  const go = (left: readonly number[], text: string, chance: number): void => {
    const all = weights(left);
    const total = all.reduce((sum, weight) => sum + weight, 0);
    if (total === 0) add(exact, text, chance);
    all.forEach((weight, thread) => {
      if (weight > 0) go(left.with(thread, (left[thread] ?? 0) - 1), `${text}${thread}`, (chance * weight) / total);
    });
  };
  go(
    program.map(({ length }) => length),
    '',
    1,
  );
  return exact;
}

const evenly = (left: readonly number[]): number[] => left.map((count) => Math.sign(count));

function permutations(count: number): number[][] {
  if (count === 0) return [[]];
  return permutations(count - 1).flatMap((rest) =>
    Array.from({ length: count }, (_, at) => rest.toSpliced(at, 0, count - 1)),
  );
}

/** PCT as in the paper: all orders of the threads, all places for the changes of priority. */
function pctExact(program: Program, depth: number): Distribution {
  const exact: Distribution = new Map();
  const steps = program.flat().length;
  const places = Array.from({ length: steps ** (depth - 1) }, (_, number) =>
    Array.from({ length: depth - 1 }, (__, digit) => Math.floor(number / steps ** digit) % steps),
  );
  const orders = permutations(program.length);
  for (const order of orders) {
    for (const changes of places) {
      const priority = order.slice();
      const left = program.map(({ length }) => length);
      const leader = (): number =>
        left.reduce((best, count, thread) => {
          if (count === 0) return best;
          return best === -1 || (priority[thread] ?? 0) > (priority[best] ?? 0) ? thread : best;
        }, -1);
      let text = '';
      let lowest = 0;
      for (let step = 0; step < steps; step += 1) {
        for (const change of changes) if (change === step) priority[leader()] = --lowest;
        const thread = leader();
        left[thread] = (left[thread] ?? 0) - 1;
        text += thread;
      }
      add(exact, text, 1 / (orders.length * places.length));
    }
  }
  return exact;
}

/**
 * POS as in the paper. Only the order of the priorities matters: a new one is as likely in any of the gaps between all
 * that were ever drawn.
 */
function posExact(program: Program): Distribution {
  const exact: Distribution = new Map();
  interface World {
    readonly left: readonly (readonly number[])[];
    /** All draws, lowest first. */
    readonly order: readonly number[];
    /** By thread: its draw, -1 where it has none. */
    readonly draws: readonly number[];
  }
  const go = (world: World, text: string, chance: number): void => {
    const { left, order, draws } = world;
    const waiting = draws.findIndex((draw, thread) => draw === -1 && (left[thread]?.length ?? 0) > 0);
    if (waiting !== -1) {
      const drawn = draws.with(waiting, order.length);
      for (let gap = 0; gap <= order.length; gap += 1)
        go({ left, order: order.toSpliced(gap, 0, order.length), draws: drawn }, text, chance / (order.length + 1));
      return;
    }
    const running = [...left.keys()].filter((thread) => (left[thread]?.length ?? 0) > 0);
    if (running.length === 0) {
      add(exact, text, chance);
      return;
    }
    const rank = (thread: number): number => order.indexOf(draws[thread] ?? -1);
    const chosen = running.reduce((best, thread) => (rank(thread) > rank(best) ? thread : best));
    const word = left[chosen]?.[0];
    const redrawn = draws.map((draw, thread) => (thread === chosen || left[thread]?.[0] === word ? -1 : draw));
    go({ left: left.with(chosen, left[chosen]?.slice(1) ?? []), order, draws: redrawn }, `${text}${chosen}`, chance);
  };
  go({ left: program, order: [], draws: program.map(() => -1) }, '', 1);
  return exact;
}

const SHORT_AND_LONG: Program = [[0, 0, 0], [0]];
const THREE: Program = [[0, 0], [0], [0]];
const APART: Program = [[1, 1], [2]];
const MIXED: Program = [
  [1, 0],
  [2, 0],
];

describe('the distribution of', () => {
  test('the random walk is even at each step', () => {
    for (const program of [SHORT_AND_LONG, THREE])
      expectLike(sampled(program, new RandomWalk(new Random(1))), walked(program, evenly));
  });

  test('the uniform walk is even over all interleavings', () => {
    for (const program of [SHORT_AND_LONG, THREE, MIXED]) {
      const exact = walked(program, (left) => left);
      expect(new Set([...exact.values()].map((chance) => chance.toFixed(9))).size).toBe(1);
      expectLike(sampled(program, new UniformWalk(new Random(2))), exact);
    }
  });

  test('which the random walk is not', () => {
    const exact = walked(SHORT_AND_LONG, (left) => left);
    expect(() => expectLike(sampled(SHORT_AND_LONG, new RandomWalk(new Random(3))), exact)).toThrow();
  });

  test('PCT is that of its priorities and changes', () => {
    for (const program of [SHORT_AND_LONG, THREE])
      for (const depth of [1, 2, 3])
        expectLike(sampled(program, new Pct(new Random(4), depth)), pctExact(program, depth));
  });

  test('PCT of a depth does not pass for that of another', () => {
    expect(() => expectLike(sampled(THREE, new Pct(new Random(5), 3)), pctExact(THREE, 2))).toThrow();
  });

  // Of each fault: how many constraints on the order of steps it takes, and the interleavings that meet them.
  const TWO: Program = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  test.each([
    ['a step of one before all of another', TWO, 1, /^1/],
    ['all of one between two steps of another', TWO, 2, /^0111/],
    ['one stopped by another, which is stopped itself', TWO, 3, /^0110/],
    ['all of the others between two steps of one', [[0, 0], [0], [0, 0]], 2, /^0(122|221|212)/],
    ['in the middle of two', [[0, 0], [0, 0], [0]], 3, /^01(?=.*2).*0.*1|^0.*1.*2.*1.*0/],
  ] as const)('PCT hits a fault as often as it promises, at least: %s', (_, program, depth, fault) => {
    const [threads, steps] = [program.length, program.flat().length];
    const promised = 1 / (threads * steps ** (depth - 1));
    const chance = (distribution: Distribution): number =>
      [...distribution].reduce((sum, [text, each]) => sum + (fault.test(text) ? each : 0), 0);
    const exact = chance(pctExact(program, depth));
    expect(exact).toBeGreaterThanOrEqual(promised);
    // One change less, and there is no such promise to keep.
    if (depth > 1) expect(chance(pctExact(program, 1))).toBeLessThan(promised);
    const deviation = Math.sqrt((exact * (1 - exact)) / RUNS);
    expect(Math.abs(chance(sampled(program, new Pct(new Random(11), depth))) - exact)).toBeLessThan(5 * deviation);
  });

  test('POS is that of its priorities', () => {
    for (const program of [SHORT_AND_LONG, APART, MIXED])
      expectLike(sampled(program, new Pos(new Random(6))), posExact(program));
  });

  test('POS lets what conflicts draw anew, and nothing else', () => {
    const chances = (program: Program): string[] => [...posExact(program).values()].map((chance) => chance.toFixed(4));
    expect(chances(APART).sort()).toEqual(['0.1667', '0.3333', '0.5000']);
    expect(chances([[0, 0], [0]]).sort()).toEqual(['0.2500', '0.2500', '0.5000']);
    expect(() => expectLike(sampled(APART, new Pos(new Random(7))), posExact([[0, 0], [0]]))).toThrow();
  });

  test('the selective walk is even over the orders of the operations on its word', () => {
    const program: Program = [
      [1, 1, 1, 0],
      [0, 0],
    ];
    const exact = walked([[0], [0, 0]], (left) => left);
    // Thread 0 comes to the word in its last step.
    const onWord = (text: string): string =>
      [...text].filter((_, at) => text[at] === '1' || at === text.lastIndexOf('0')).join('');
    expectLike(sampled(program, new SelectiveWalk(new Random(8), 0), onWord), exact);
    expect(() => expectLike(sampled(program, new UniformWalk(new Random(8)), onWord), exact)).toThrow();
  });

  test('a portfolio is that of its parts, in turn', () => {
    const parts = [new RandomWalk(new Random(9)), new Pct(new Random(10), 1)];
    const exact: Distribution = new Map();
    for (const [key, chance] of walked(SHORT_AND_LONG, evenly)) add(exact, key, chance / 2);
    for (const [key, chance] of pctExact(SHORT_AND_LONG, 1)) add(exact, key, chance / 2);
    expectLike(sampled(SHORT_AND_LONG, new Portfolio(parts)), exact);
  });
});

describe('by name', () => {
  const racy: System = {
    memory: new Int32Array(1),
    threads: ['A', 'B'].map((name) =>
      sequence(name, [
        (memory) => {
          memory.store(0, memory.load(0) + 1);
        },
      ]),
    ),
    final: (memory) => (memory[0] === 2 ? undefined : 'an increment was lost'),
  };

  test.each(STRATEGY_NAMES)('%s finds the lost increment, and the same run for the same seed', (strategy) => {
    const [one, two] = [1, 1].map((seed) => sample(racy, { seed, strategy, runs: 200 }));
    expect(one?.verdict).toBe('violated');
    expect(one?.schedule).toEqual(two?.schedule);
  });

  test('a portfolio of nothing is refused', () => {
    expect(() => new Portfolio([])).toThrow('A portfolio has at least one strategy.');
  });
});
