// The search on several threads against the search on one: the same states, steps, depth, verdicts and counterexamples.
import { describe, expect, test } from 'vitest';
import type { ExhaustiveResult } from '../../properties/interleaving/index.ts';
import { exhaustive } from '../../properties/interleaving/index.ts';
import { exhaustiveInParallel, type ParallelOptions, type Source } from '../../properties/parallel/index.ts';
import { programFrom } from '../../properties/parallel/source.ts';

const DEEP = process.env['LWKT_DEEP'] !== undefined;
const module = new URL('./systems.mjs', import.meta.url).href;
const source = (factory: string, argument: unknown): Source => ({ module, factory, argument });
const counters = (argument: object): Source => source('counters', argument);

/** Without an own search first. */
function parallel(from: Source, options: Partial<ParallelOptions> = {}): Promise<ExhaustiveResult> {
  return exhaustiveInParallel(from, { workers: 2, aloneStates: 0, ...options });
}

async function plain(from: Source, options: { maxStates?: number } = {}): Promise<ExhaustiveResult> {
  return exhaustive(await programFrom(from), { progressCheck: false, ...options });
}

describe('the search on several threads', () => {
  test.each([
    ['a scenario of the ports, on three threads', source('scenario', 'two sendmsg clients'), 3],
    ['values that grow wider and wider', counters({ threads: 3, adds: 4, value: 7_777_777 }), 2],
  ])('comes to the same numbers: %s', async (_, from, workers) => {
    const found = await parallel(from, { workers });
    expect(found.verdict).toBe('holds');
    expect(found).toEqual({ ...(await plain(from)) });
  });

  test('comes to the same counterexample', async () => {
    const from = counters({ threads: 3, adds: 4, bad: 9 });
    const found = await parallel(from);
    expect(found.violation?.message).toBe('it is 9');
    expect(found).toEqual(await plain(from));
    const race = counters({ threads: 3, adds: 4, races: true });
    const raced = await parallel(race);
    expect(raced.violation?.kind).toBe('race');
    expect(raced).toEqual(await plain(race));
  });

  test('agrees on generated systems, whatever they do', async () => {
    const kinds = new Set<string>();
    for (let seed = 1; seed <= (DEEP ? 200 : 6); seed += 1) {
      const from = source('generated', seed);
      const found = await parallel(from, { workers: 2 + (seed % 2) });
      kinds.add(found.violation?.kind ?? found.verdict);
      expect(found, `seed ${seed}`).toEqual(await plain(from));
    }
    expect([...kinds].sort()).toEqual(['deadlock', 'holds', 'lost-wakeup']);
  }, 120_000);

  test('ends with a whole level where there are too many states, and at the same states each time', async () => {
    const from = source('scenario', 'two domsg clients');
    const one = await parallel(from, { maxStates: 10_000 });
    expect(one.verdict).toBe('undecided');
    expect(one.states).toBeGreaterThan(10_000);
    expect(await parallel(from, { maxStates: 10_000 })).toEqual(one);
  });

  test('stops when it is told to', async () => {
    const told: number[] = [];
    const onProgress = (states: number): boolean => {
      told.push(states);
      return false;
    };
    const found = await parallel(source('scenario', 'forward'), { onProgress, workers: 2 });
    expect(found.verdict).toBe('undecided');
    expect(told).toHaveLength(1);
    expect(found.states).toBeLessThan(679_707);
  });

  test('starts no threads for what one can do at once', async () => {
    const from = counters({ threads: 2, adds: 2 });
    expect(await exhaustiveInParallel(from, { workers: 2 })).toEqual(await plain(from));
  });

  test('ends when a worker cannot go on', async () => {
    const calls = source('throwsLater', 300);
    await expect(parallel(calls)).rejects.toThrow(/not deterministic/);
  });

  test.each([
    [{ workers: 0 }, source('counters', {}), 'workers is 0: at least 1 searches.'],
    [
      { workers: 2 },
      source('nothing', {}),
      'exports no function nothing; it exports scenario, generated, counters, throwsLater.',
    ],
  ])('refuses %j', async (options, from, message) => {
    await expect(parallel(from, options)).rejects.toThrow(message);
  });
});
