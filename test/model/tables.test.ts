// The actions as tables against the actions themselves: a naive search over plain states has to find the same.
import { describe, expect, test } from 'vitest';
import type { Action, State } from '../../model/index.ts';
import { ACTIONS, copy, init, NONE } from '../../model/index.ts';
import { PROFILES, worldNamed } from '../../properties/model/configurations.ts';
import { instances, type World } from '../../properties/model/environment.ts';
import { MODEL_FAULTS } from '../../properties/model/faults/index.ts';
import { MANIFEST } from '../../properties/model/manifest.ts';
import type { Reachable } from '../../properties/model/tables/index.ts';
import { permutationsOf, reachable } from '../../properties/model/tables/index.ts';

type Representative = (state: State) => string;
const itself: Representative = (state) => JSON.stringify(state);

const MANY = 6000;

/** A search of a few lines: states as text, every guard tried. */
function naive(world: World, actions: readonly Action[], representative: Representative = itself): Reachable {
  const { configuration } = world;
  const all = instances(world, actions);
  const seen = new Set([representative(init(configuration))]);
  let level = [init(configuration)];
  let [transitions, stuck, depth] = [0, 0, -1];
  for (; level.length > 0; depth += 1) {
    const next: State[] = [];
    for (const state of level) {
      const successors = all.flatMap(({ action, p, outer, inner }) => {
        const between = p.thread === NONE || state.threads[p.thread]?.calls.length === 0;
        const meant = p.thread === NONE ? inner : between ? outer : inner;
        if (!meant || !action.guard(configuration, state, p)) return [];
        const after = copy(state);
        action.effect(configuration, after, p);
        return [after];
      });
      transitions += successors.length;
      if (successors.length === 0) stuck += 1;
      for (const after of successors) {
        const key = representative(after);
        if (seen.has(key)) continue;
        seen.add(key);
        if (seen.size > MANY) throw new RangeError('this does not end');
        next.push(after);
      }
    }
    level = next;
  }
  return { states: seen.size, transitions, depth, stuck };
}

/** Of all renamings of the messages, the text that sorts first. */
function renamed({ configuration }: World): Representative {
  const permutations = permutationsOf(configuration.originators);
  return (state) => {
    const texts = permutations.map((permutation) => {
      const name = (id: number): number => permutation[id] ?? id;
      const messages: State['messages'] = [];
      state.messages.forEach((m, id) => {
        messages[name(id)] = m;
      });
      return JSON.stringify({
        messages,
        ports: state.ports.map(({ queue, transit }) => ({ queue: queue.map(name), transit: transit.map(name) })),
        threads: state.threads.map(({ calls }) => calls.map((call) => ({ ...call, message: name(call.message) }))),
      });
    });
    return texts.sort()[0] ?? '';
  };
}

const SMALL = PROFILES.normal.filter(({ name }) => (MANIFEST[name]?.states ?? 0) < 6000);

/** Three messages that can take each other's place. */
const three: World = {
  ...worldNamed('polling'),
  configuration: { ...worldNamed('polling').configuration, originators: [0, 0, 0] },
};

describe('the actions as tables', () => {
  test.each(SMALL.map((world) => [world.name, world] as const))('find what a naive search finds: %s', (_, world) => {
    expect(reachable(world)).toEqual(naive(world, ACTIONS));
  });

  test.each(PROFILES.normal.map((world) => [world.name, world] as const))('find what is pinned: %s', (name, world) => {
    const { states, transitions, depth } = reachable(world);
    expect({ states, transitions, depth }).toEqual(MANIFEST[name]);
  });

  // Some wrong models fail, and some never end: the naive search gives up on these.
  test('follow the wrong models too', () => {
    const differ = MODEL_FAULTS.filter(({ world, actions }) => {
      const found = attempt(() => naive(world, actions));
      if (found !== undefined) expect(reachable(world, { actions })).toEqual(found);
      return found !== undefined && found.states !== MANIFEST[world.name]?.states;
    });
    expect(differ.length).toBeGreaterThan(20);
  });
});

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

describe('up to renaming', () => {
  const worlds = [...SMALL.filter(({ configuration }) => configuration.originators.length > 1), three];

  test.each(worlds.map((world) => [world.name, world] as const))('finds what a naive search finds: %s', (_, world) => {
    const { states, transitions, depth, stuck } = naive(world, ACTIONS, renamed(world));
    expect(reachable(world, { symmetry: true })).toEqual({ states, transitions, depth, stuck });
  });

  test('saves nearly all that it could', () => {
    const [all, some] = [reachable(three), reachable(three, { symmetry: true })];
    expect(some.depth).toBe(all.depth);
    expect(all.states / some.states).toBeGreaterThan(4);
    expect(all.states / some.states).toBeLessThanOrEqual(6);
  });

  test('renames only among those of one originator', () => {
    expect(permutationsOf([0, 1, 0])).toEqual([
      [0, 1, 2],
      [2, 1, 0],
    ]);
  });
});
