// A search that goes on after violations, against every run up to the first thing that is wrong in it.
import { describe, expect, it } from 'vitest';
import {
  byMessage,
  type Choice,
  exhaustive,
  type Monitor,
  plainThread,
  Random,
  replay,
  type System,
  startExecution,
} from '../../properties/interleaving/index.ts';
import { randomProgram, systemOf } from './programs.ts';

/** Objects to some states, and to some steps. */
const picky: Monitor = {
  tag: ({ memory: [one = 0, two = 0, three = 0] }) =>
    one === 2 && two === 1 ? { kind: 'invariant', message: 'two and one' } : (one * 31 + two) * 31 + three,
  step: (before, _, after) =>
    after - before === 31 ? { kind: 'refinement', message: 'the second word grew by one' } : undefined,
};

function wrongOf(system: System): System {
  const invariant = ([one, two]: Int32Array): string | undefined =>
    one === 1 && two === 2 ? 'one and two' : undefined;
  return { ...system, invariant };
}

/** Each run from its start to the first thing that is wrong. */
function naively(system: System, monitor: Monitor): Map<string, number> {
  const shortest = new Map<string, number>();
  const visit = (way: readonly Choice[]): void => {
    const execution = startExecution(system, { monitor });
    for (const choice of way) execution.take(choice);
    if (execution.violation !== undefined) {
      const sort = byMessage(execution.violation);
      shortest.set(sort, Math.min(way.length, shortest.get(sort) ?? Number.POSITIVE_INFINITY));
      return;
    }
    for (const choice of execution.enabled()) visit([...way, choice]);
  };
  visit([]);
  return shortest;
}

describe('a search that keeps going', () => {
  it('finds what all runs find, each the shortest way, on generated systems', () => {
    const random = new Random(7);
    const counts = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let count = 0; count < 250; count += 1) {
      const taste = { threads: 2, lines: 4, plain: count % 2 === 0, blocking: count % 3 === 0 };
      const system = wrongOf(systemOf(randomProgram(random, taste)));
      const { failures = [], complete, violation, schedule } = exhaustive(system, { monitor: picky, keepGoing: true });
      const found = new Map(failures.map(({ sort, schedule: way }) => [sort, way.length]));
      expect(found, `system ${count}`).toEqual(naively(system, picky));
      expect(complete).toBe(true);
      expect(violation).toEqual(failures[0]?.violation);
      expect(schedule).toEqual(failures[0]?.schedule);
      counts[failures.length] = (counts[failures.length] ?? 0) + 1;
    }
    // None, one, and several.
    expect(
      counts.slice(0, 3).every((times) => times >= 10),
      String(counts),
    ).toBe(true);
  });

  it('stops where it is not asked to go on, at the first of them', () => {
    const random = new Random(8);
    for (let count = 0; count < 100; count += 1) {
      const system = wrongOf(systemOf(randomProgram(random, { threads: 2, lines: 3, plain: true, blocking: true })));
      const all = exhaustive(system, { monitor: picky, keepGoing: true });
      const one = exhaustive(system, { monitor: picky });
      expect(one.violation).toEqual(all.violation);
      expect(one.schedule).toEqual(all.schedule);
    }
  });

  const twice: System = {
    memory: new Int32Array(2),
    threads: [0, 1].map((word) =>
      plainThread(`t${word}`, (memory) => {
        for (let count = 0; count < 3; count += 1) memory.add(word, 1);
      }),
    ),
    invariant: ([one = 0, two = 0]) => (one === 2 ? 'one is 2' : two === 3 ? 'two is 3' : undefined),
  };

  it('counts how often, and gives runs that show it', () => {
    const { failures = [], verdict } = exhaustive(twice, { keepGoing: true });
    expect(verdict).toBe('violated');
    expect(failures.map(({ violation, times }) => [violation.message, times])).toEqual([
      ['one is 2', 3],
      ['two is 3', 2],
    ]);
    for (const { violation, schedule } of failures) {
      expect(replay(twice, schedule).violation?.message).toBe(violation.message);
    }
  });

  it('goes by what the caller takes for alike', () => {
    const { failures = [] } = exhaustive(twice, { keepGoing: ({ kind }) => kind });
    expect(failures.map(({ sort, times }) => [sort, times])).toEqual([['invariant', 5]]);
  });

  it('says where a bound has ended it', () => {
    const { verdict, complete, failures } = exhaustive(twice, { keepGoing: true, maxStates: 7 });
    expect({ verdict, complete, found: failures?.length }).toEqual({ verdict: 'violated', complete: false, found: 1 });
  });

  it('finds nothing where nothing is wrong, and checks that calls end', () => {
    const { invariant: _, ...sound } = twice;
    const { ends, ...plain } = exhaustive(sound);
    expect(exhaustive(sound, { keepGoing: true })).toEqual({ ...plain, ends, failures: [], complete: true });
  });
});
