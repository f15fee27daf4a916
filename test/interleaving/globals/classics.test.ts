// The classics in docs/classics/, written as people write them: what is right holds in every interleaving, and each famous
// bug is found, as what the literature says it is. The numbers stand in a golden file, which the documentation shows.
// LWKT_DEEP=1 also searches the large ones without merging histories.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Exploration, interleave, type Suite } from '../../../properties/interleaving/index.ts';

interface Classic {
  readonly suite: string;
  /** `holds`, or the kind of violation. */
  readonly verdict: string;
  readonly literature: string;
}

const classic = (suite: string, verdict: string, literature: string): Classic => ({ suite, verdict, literature });

const CLASSICS: Readonly<Record<string, readonly Classic[]>> = {
  dekker: [
    classic('right', 'holds', 'mutual exclusion, no deadlock (Dijkstra 1965)'),
    classic('looks first', 'race', 'both are inside: his second attempt'),
    classic('never gives way', 'deadlock', 'after you, after you: his third attempt'),
  ],
  peterson: [
    classic('right', 'holds', 'mutual exclusion (Peterson 1981)'),
    classic('gives way too early', 'race', 'the two stores must not change places'),
  ],
  'ticket-lock': [
    classic('right', 'holds', 'mutual exclusion, first come first served (1991)'),
    classic('draws in two steps', 'race', 'two threads draw one number'),
  ],
  'futex-mutex': [
    classic('two threads', 'holds', 'mutex 2 of Drepper 2011'),
    classic('three threads', 'holds', 'mutex 2 of Drepper 2011'),
    classic('forgets sleepers: two threads', 'holds', 'two threads do not show it'),
    classic('forgets sleepers: three threads', 'lost-wakeup', 'whoever has slept must mark the lock as contended'),
  ],
  'condition-variable': [
    classic('right', 'holds', 'the sequence is read under the lock (Drepper 2011)'),
    classic('two waiters', 'holds', 'one broadcast wakes both'),
    classic('unlocks before it looks', 'lost-wakeup', 'a signal between unlocking and looking is lost'),
  ],
  'treiber-stack': [
    classic('with a count', 'holds', 'a count beside the pointer (Treiber 1986)'),
    classic('ABA', 'final', 'a node that comes back looks as if it had stayed'),
  ],
  'michael-scott-queue': [
    classic('right', 'holds', 'linearizable, lock-free (1996)'),
    classic('overwrites a link', 'final', 'a node is lost'),
  ],
  'vyukov-queue': [
    classic('right', 'holds', 'a cell has one owner at a time (Vyukov 2010)'),
    classic('tells too early', 'race', 'the cell is read while it is written'),
  ],
  seqlock: [classic('right', 'holds', 'readers never see half a write'), classic('never odd', 'threw', 'a torn read')],
  barrier: [
    classic('two threads', 'holds', 'nobody passes before all have come, in every round (1988)'),
    classic('without a sense', 'deadlock', 'a fast thread is round again before a slow one has left'),
  ],
  'spsc-ring': [
    classic('right', 'holds', 'one producer, one consumer, plain cells (Lamport 1983)'),
    classic('tells too early', 'race', 'the cell is read while it is written'),
  ],
};

/** Searched as they are, these take more than a second or two. */
const LARGE = ['three threads', 'two waiters'];

const suitesOf = async (file: string): Promise<Readonly<Record<string, Suite>>> =>
  ((await import(`../../../docs/classics/${file}.mjs`)) as { suites: Readonly<Record<string, Suite>> }).suites;

async function look(file: string, suite: string, mergeHistories: boolean): Promise<Exploration> {
  return interleave(async () => (await suitesOf(file))[suite] as Suite, { mergeHistories, width: 100 });
}

const verdictOf = ({ verdict, violation }: Exploration): string => violation?.kind ?? verdict;

const lines: string[] = [];

describe.each(Object.entries(CLASSICS))('%s', (file, classics) => {
  it('has the suites that are told of here', async () => {
    expect(Object.keys(await suitesOf(file))).toEqual(classics.map(({ suite }) => suite));
  });

  it.each(classics)('$suite: $verdict', async ({ suite, verdict, literature }) => {
    const merged = await look(file, suite, true);
    expect(verdictOf(merged)).toBe(verdict);
    const { states, transitions, interleavings } = merged;
    const sizes = [states, transitions, interleavings ?? ''].map((one, at) =>
      String(one).padStart([7, 7, 12][at] ?? 0),
    );
    lines.push(`${file.padEnd(20)}${suite.padEnd(32)}${verdict.padEnd(12)}${sizes.join('')}`);
    lines.push(`${' '.repeat(20)}${literature}`);
    if (LARGE.includes(suite) && process.env['LWKT_DEEP'] === undefined) return;
    const plain = await look(file, suite, false);
    expect(verdictOf(plain)).toBe(verdict);
    expect(plain.interleavings).toBe(interleavings);
    expect(plain.schedule?.length).toBe(merged.schedule?.length);
    expect(plain.states).toBeGreaterThanOrEqual(states);
  });
});

it('all are told of', () => {
  const files = readdirSync(new URL('../../../docs/classics', import.meta.url));
  expect(files.sort()).toEqual(
    Object.keys(CLASSICS)
      .map((file) => `${file}.mjs`)
      .sort(),
  );
});

it('the numbers are those of the documentation', () => {
  const head = `${'docs/classics/'.padEnd(20)}${'suite'.padEnd(32)}${'verdict'.padEnd(12)} states  steps interleavings`;
  const text = `${[head, ...lines].map((line) => line.trimEnd()).join('\n')}\n`;
  const file = new URL('../../golden/classics.txt', import.meta.url);
  if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
});
