// Two oracles: on random small programs the exhaustive search must find what plain enumeration finds, no more, no less.
import { describe, expect, it } from 'vitest';
import { exhaustive, type Monitor, naive, Random } from '../../properties/interleaving/index.ts';
import { type Program, randomProgram, systemOf, type Taste } from './programs.ts';

const SEED = 20031119;

/** Accepts every way to be stuck, and keeps the calls that ended. */
function collecting(results: Set<string>): Monitor {
  return {
    tag: () => 0,
    begin: (_tag, calls) => {
      for (const call of calls) results.add(JSON.stringify([call.thread, call.local, call.result ?? null]));
      return undefined;
    },
    step: (_before, move) => {
      for (const call of move.calls) results.add(JSON.stringify([call.thread, call.local, call.result ?? null]));
      return undefined;
    },
    stuck: () => undefined,
  };
}

function compare(program: Program): { readonly races: boolean; readonly deadlocks: boolean } {
  const text = JSON.stringify(program);
  const slow = naive(systemOf(program));
  const results = new Set<string>();
  const fast = exhaustive(systemOf(program), { monitor: collecting(results), keepFinals: true });
  expect([...slow.errors]).toEqual([]);
  expect(fast.violation?.kind === 'race', text).toBe(slow.races);
  if (slow.races) return slow;
  expect(fast.verdict, text).toBe('holds');
  expect(new Set(fast.finals?.map((final) => JSON.stringify(final))), text).toEqual(slow.finals);
  expect(results, text).toEqual(slow.results);
  const judged = exhaustive(systemOf(program)).violation?.kind;
  expect(judged === 'deadlock' || judged === 'lost-wakeup', text).toBe(slow.deadlocks);
  if (!text.includes('et"')) expect(fast.interleavings, text).toBe(slow.interleavings);
  return slow;
}

function compareMany(taste: Taste, count: number, seed: number): { races: number; deadlocks: number } {
  const random = new Random(seed);
  const seen = { races: 0, deadlocks: 0 };
  for (let index = 0; index < count; index += 1) {
    const { races, deadlocks } = compare(randomProgram(random, taste));
    if (races) seen.races += 1;
    else if (deadlocks) seen.deadlocks += 1;
  }
  return seen;
}

describe(`the exhaustive search against plain enumeration (seed ${SEED})`, () => {
  it('agrees on atomic programs, to the number of interleavings', () => {
    compareMany({ threads: 2, lines: 5, plain: false, blocking: false }, 60, SEED);
    compareMany({ threads: 3, lines: 3, plain: false, blocking: false }, 30, SEED + 1);
  });

  it('agrees on programs that block', () => {
    const two = compareMany({ threads: 2, lines: 5, plain: false, blocking: true }, 120, SEED + 2);
    const three = compareMany({ threads: 3, lines: 3, plain: false, blocking: true }, 50, SEED + 3);
    expect(two.deadlocks + three.deadlocks).toBeGreaterThan(30);
  });

  it('agrees on data races, and where there are none on everything else', () => {
    const two = compareMany({ threads: 2, lines: 5, plain: true, blocking: true }, 150, SEED + 4);
    const three = compareMany({ threads: 3, lines: 3, plain: true, blocking: true }, 60, SEED + 5);
    expect(two.races + three.races).toBeGreaterThan(12);
    expect(two.races + three.races).toBeLessThan(150);
  });
});
