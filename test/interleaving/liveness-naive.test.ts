// Two oracles: on random small systems that may run for ever, the search for fair loops must find what their definition
// says, no more, no less.
import { describe, expect, it } from 'vitest';
import { exhaustive, followLoop, Random } from '../../properties/interleaving/index.ts';
import { randomThreads, systemOf, type Thread } from './looping-systems.ts';
import { type Truth, truthOf } from './naive-loops.ts';

const SEED = 20251127;
const NEVER = Number.POSITIVE_INFINITY;

/** What is to be expected, in a word. */
function expected({ stuck, nobody, itself, unfair }: Truth): string {
  if (stuck) return 'stuck';
  if (Math.min(...nobody) < NEVER) return 'nobody';
  if (Math.min(...itself) < NEVER) return 'itself';
  return unfair ? 'only unfair loops' : 'none';
}

function compare(threads: readonly Thread[], truth: Truth): string {
  const text = JSON.stringify(threads);
  const system = systemOf(threads);
  const { verdict, violation, schedule = [], loop } = exhaustive(system);
  const what = expected(truth);
  if (what === 'stuck') {
    expect([verdict, loop], text).toEqual(['violated', undefined]);
    return what;
  }
  if (what === 'none' || what === 'only unfair loops') {
    expect([verdict, violation], text).toEqual(['holds', undefined]);
    return what;
  }
  expect(loop, text).toBeDefined();
  if (loop === undefined) return what;
  const lengths = what === 'nobody' ? truth.nobody : truth.itself;
  expect(schedule.length, text).toBe(Math.min(...lengths));
  expect(lengths[loop.thread], text).toBe(schedule.length);
  const { watch } = followLoop(system, schedule, loop);
  expect(watch.flaw(loop.thread), text).toBeUndefined();
  expect(watch.someoneCompletes, text).toBe(what === 'itself');
  if (violation?.kind === 'livelock') expect(what, text).toBe('nobody');
  if (violation?.kind === 'starvation') expect(what, text).toBe('itself');
  return `${what}, ${violation?.kind}`;
}

function compareMany(count: number, most: number, seed: number): Record<string, number> {
  const random = new Random(seed);
  const seen: Record<string, number> = {};
  for (let made = 0; made < count; ) {
    const threads = randomThreads(random, most);
    const truth = truthOf(threads, 400);
    if (truth === undefined) continue;
    made += 1;
    const what = compare(threads, truth);
    seen[what] = (seen[what] ?? 0) + 1;
  }
  return seen;
}

const DEEP = process.env['LWKT_DEEP'] === '1';

describe(`the search for fair loops against their definition (seed ${SEED})`, () => {
  it('agrees on random systems, where there are such loops and where there are none', () => {
    const seen = compareMany(DEEP ? 4000 : 300, 3, SEED);
    // Every outcome came up often enough for a search that is blind to it to be noticed.
    for (const what of ['none', 'stuck', 'nobody, livelock', 'itself, starvation', 'only unfair loops'])
      expect(seen[what], what).toBeGreaterThan(20);
    for (const kind of ['deadlock', 'lost-wakeup'])
      expect((seen[`nobody, ${kind}`] ?? 0) + (seen[`itself, ${kind}`] ?? 0), kind).toBeGreaterThan(2);
  });

  it('agrees on four threads', () => {
    const seen = compareMany(DEEP ? 400 : 20, 4, SEED + 1);
    expect(Object.values(seen).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(20);
  });
});
