// C21: what serving alone brings back, and where its premise fails.
import { describe, expect, it } from 'vitest';
import type { State } from '../../model/index.ts';
import { everyoneServes, init, isSettled } from '../../model/index.ts';
import type { World } from '../../properties/model/index.ts';
import { explore, worldNamed } from '../../properties/model/index.ts';

function only(world: World, thread: number, calls: readonly string[]): World {
  return { ...world, agents: world.agents.map((agent, index) => (index === thread ? { ...agent, calls } : agent)) };
}

describe('progress', () => {
  it('holds where every target serves', () => {
    expect(explore(worldNamed('two messages')).violations).toEqual([]);
  });

  it('fails where a target takes messages and never replies them', () => {
    const { violations } = explore(only(worldNamed('two messages'), 1, ['getport']));
    expect(violations.map(({ name }) => name)).toEqual(['what is out comes back']);
    expect(violations[0]?.trace.join('\n')).toContain('begun → sent');
  });

  it('fails where a target never looks at its port', () => {
    const { violations } = explore(only(worldNamed('two clients'), 2, []));
    expect(violations.map(({ name }) => name)).toEqual(['what is out comes back']);
  });

  it('does not blame two threads that wait for each other', () => {
    const world = worldNamed('servers of each other');
    const { violations, excused } = explore(world);
    expect(violations).toEqual([]);
    expect(excused).toBeGreaterThan(0);
    expect(everyoneServes(world.configuration, waitingForEachOther(world))).toBe(false);
  });

  it('is about messages: whoever waits on a port with nothing out is at rest', () => {
    const { configuration } = worldNamed('one message');
    const state = init(configuration);
    state.threads[1]?.calls.push({ name: 'waitport', port: 1, message: -1 });
    expect(isSettled(state)).toBe(true);
    expect(everyoneServes(configuration, state)).toBe(true);
  });
});

function waitingForEachOther({ configuration }: World): State {
  const state = init(configuration);
  for (const thread of [0, 1]) {
    state.threads[thread]?.calls.push({ name: 'domsg', port: 1 - thread, message: thread });
    state.ports[1 - thread]?.queue.push(thread);
    Object.assign(state.messages[thread] ?? {}, { place: 'queued', holder: -1, at: 1 - thread, flags: 8 });
  }
  return state;
}
