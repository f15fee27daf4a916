// The second opinion: a twin of the model in Promela, written from the clauses, explored by SPIN. The two have to count
// the same states, the same steps of each action, the same depth, and the same states in which nothing can happen.
//
// Where there is no SPIN, its recorded figures stand for it. LWKT_DEEP=1 asks it about everything, in some minutes.
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { World } from '../../properties/model/index.ts';
import { MANIFEST, PROFILES, worldNamed } from '../../properties/model/index.ts';
import { reachable } from '../../properties/model/tables/index.ts';
import { anyWorld } from './any-world.ts';
import { BOUND, DEEP, RECORDED, recorded, size, taken, WORLDS, whereSpinIs } from './compare.ts';
import { Spin } from './spin.mjs';

const byName = (worlds: readonly World[]): (readonly [string, World])[] => worlds.map((world) => [world.name, world]);

describe('the recorded figures of SPIN', () => {
  it('are of every world', () => {
    expect(Object.keys(RECORDED).toSorted()).toEqual(WORLDS.map(({ name }) => name).toSorted());
    expect(WORLDS.length).toBeGreaterThan(20);
  });

  it.each(PROFILES.deep.map(({ name }) => name))('are those of the manifest: %s', (name) => {
    const { states, transitions, depth } = recorded(name);
    expect({ states, transitions, depth }).toEqual(MANIFEST[name]);
  });

  const MANY = DEEP ? Number.POSITIVE_INFINITY : 10_000;
  const few = WORLDS.filter(({ name }) => recorded(name).states < MANY);

  it.each(byName(few))('are those of the model: %s', BOUND, (name, world) => {
    expect(size(recorded(name))).toEqual(reachable(world));
  });

  it.each(byName(few))('are those of the model, action by action: %s', BOUND, (name, world) => {
    expect(recorded(name).taken).toEqual(taken(world));
  });
});

describe('SPIN, asked anew', () => {
  whereSpinIs();
  const spin = new Spin();
  afterAll(() => spin.close());

  const ASKED = ['one message', 'forwarding', 'calls in a begin function', 'two messages, aborts'];
  const asked = DEEP ? WORLDS : ASKED.map((name) => worldNamed(name));

  it.each(byName(asked))('agrees: %s', BOUND, (name, world) => {
    const counts = spin.explore(world);
    expect(size(counts)).toEqual(reachable(world));
    expect(counts.taken).toEqual(recorded(name).taken);
  });

  // Worlds that nobody has thought of: foreign queues, dead ports, calls that are always refused.
  it('agrees on any world', BOUND, () => {
    const agrees = (world: World): void => {
      const own = reachable(world);
      fc.pre(own.states > 200);
      expect(size(spin.explore(world))).toEqual(own);
    };
    fc.assert(fc.property(anyWorld, agrees), { seed: 20031119, numRuns: DEEP ? 40 : 2 });
  });
});
