/**
 * What is followed is little, and must be enough: the verdicts are those of the naive acceptance, which postpones
 * nothing and leaves nothing out, and what the model itself has produced is always accepted.
 */
import { describe, expect, test } from 'vitest';
import { accept } from '../../properties/history/accept.ts';
import type { Dialect } from '../../properties/history/dialect.ts';
import type { History } from '../../properties/history/history.ts';
import type { Call, PortSpec } from '../../properties/programs/program.ts';
import { plain } from './plain.ts';
import { spoil, type WalkOptions, walk } from './walk.ts';

const PORTS: readonly (readonly PortSpec[])[] = [
  [],
  [{ owner: 0 }],
  [{ owner: 1, begin: { does: 'complete', code: 5 } }],
  [{ owner: 0, begin: { does: 'reply', code: 5 } }],
  [{ owner: 1, begin: { does: 'decide', code: 5 } }],
  [{ owner: 0, begin: { does: 'queue', port: 1 } }],
];

/** Calls that fill queues, and leave open in which order. */
const QUEUEING: readonly Call['name'][] = ['sendmsg', 'getport', 'replymsg', 'waitmsg', 'abortmsg', 'forwardmsg'];

function dialectOf(seed: number): Dialect {
  return seed % 2 === 0 ? {} : { refusals: false, storesSynchronousCode: false };
}

/** Different in kind with the seed: all calls, or many messages on few queues. */
function optionsOf(seed: number): WalkOptions {
  const common = { dialect: dialectOf(seed), ports: PORTS[(seed >> 1) % PORTS.length] ?? [] };
  if (seed % 3 === 0) {
    const messages = seed % 9 === 0 ? 2 : 1;
    const rest = { shows: seed % 5 !== 0, aborts: (seed % 4) + 1 };
    return { ...common, ...rest, threads: 2 + (seed % 2), messages, events: 8 + (seed % 13) };
  }
  return {
    ...common,
    ports: seed % 5 === 0 ? (PORTS[1] ?? []) : seed % 5 === 1 ? (PORTS[3] ?? []) : [],
    threads: seed % 3 === 1 ? 2 : 3,
    messages: seed % 3 === 1 ? 2 : 1,
    events: 16 + (seed % 17),
    aborts: seed % 4 < 2 ? 0 : 3,
    calls: QUEUEING,
    weights: [3, 3, 1, 3],
  };
}

const verdictOf = (history: History, dialect: Dialect): unknown => {
  const { verdict, event } = accept(history, dialect);
  return event === undefined ? { verdict } : { verdict, event };
};

test('the same verdicts, at the same events, as the naive acceptance', () => {
  const counts: Record<string, number> = {};
  for (let seed = 0; seed < 160; seed++) {
    const drawn = walk(seed, optionsOf(seed));
    const once = spoil(seed, drawn);
    for (const history of [once, spoil(seed + 1000, once), spoil(seed + 2000, drawn)]) {
      const expected = plain(history, dialectOf(seed), 2_000);
      if (expected === undefined) continue;
      counts[expected.verdict] = (counts[expected.verdict] ?? 0) + 1;
      expect(verdictOf(history, dialectOf(seed)), `seed ${seed}: ${JSON.stringify(history)}`).toEqual(expected);
    }
  }
  // All verdicts were met, and often.
  expect(counts['conforms']).toBeGreaterThan(150);
  expect(counts['violates']).toBeGreaterThan(90);
  expect(counts['misuse']).toBeGreaterThan(8);
});

test('what the model has produced is accepted', () => {
  for (let seed = 0; seed < 4_000; seed++) {
    const history = walk(seed, optionsOf(seed));
    expect(verdictOf(history, dialectOf(seed)), `seed ${seed}`).toEqual({ verdict: 'conforms' });
  }
});

describe('five threads, 600 events', () => {
  const ports: readonly PortSpec[] = [
    ...(PORTS[1] ?? []),
    ...(PORTS[2] ?? []),
    ...(PORTS[3] ?? []),
    ...(PORTS[4] ?? []),
  ];
  const lively = { threads: 5, events: 600, ports, lively: true };
  const mixes: readonly (readonly [string, Partial<WalkOptions> & { messages: number }])[] = [
    ['ten messages, aborts', { messages: 2 }],
    ['fifteen messages, no aborts', { messages: 3, aborts: 0 }],
    ['fifteen messages, none to oneself', { messages: 3, selfSends: false }],
  ];
  for (const [name, mix] of mixes) {
    test(`are few points: ${name}`, () => {
      for (const seed of [1, 2, 4]) {
        const history = walk(seed, { ...lively, ...mix });
        expect(history.events.length).toBeGreaterThan(590);
        expect(accept(history, { points: 20_000 })).toMatchObject({ verdict: 'conforms' });
      }
    });
  }
});
