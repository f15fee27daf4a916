// Properties of whole runs, attached from outside.
import { describe, expect, it } from 'vitest';
import {
  exhaustive,
  type Monitor,
  type Move,
  plainThread,
  replay,
  type System,
  sample,
  sequence,
  startExecution,
} from '../../properties/interleaving/index.ts';

const counter: System = {
  memory: new Int32Array(1),
  threads: [
    sequence('up', [(memory) => memory.add(0, 1), (memory) => memory.add(0, 1)]),
    plainThread('down', (memory) => memory.add(0, -1)),
  ],
};

/** The value may go up and down by one, and the tag is the value. */
const byOne: Monitor = {
  tag: (state) => state.memory[0] ?? 0,
  step: (before, move, after) =>
    Math.abs(after - before) === 1
      ? undefined
      : { kind: 'refinement', message: `${move.thread}: ${before} to ${after}` },
};

describe('a monitor', () => {
  it('sees every transition once, with tags, calls and the local before', () => {
    const seen: string[] = [];
    const moves = new Set<Move>();
    exhaustive(counter, {
      monitor: {
        tag: (state) => state.memory[0] ?? 0,
        step: (before, move, after) => {
          moves.add(move);
          const calls = move.calls.map((call) => `${call.local}=${call.result}`).join();
          seen.push(`${move.thread}@${move.local} ${before}>${after} ${calls}`);
          return undefined;
        },
      },
    });
    expect(seen).toEqual([
      '0@0 0>1 0=0',
      '1@down 0>-1 down=0',
      '0@1 1>2 1=1',
      '1@down 1>0 down=1',
      '0@0 -1>0 0=-1',
      '1@down 2>1 down=2',
      '0@1 0>1 1=0',
    ]);
    expect(moves.size).toBe(7);
  });

  it('that says it is pure is asked once about what looks alike, and finds the same', () => {
    const twice = (system: System, violating: number): readonly unknown[] =>
      [false, true].map((pure) => {
        let asked = 0;
        const monitor: Monitor = {
          ...(pure ? { pure } : {}),
          tag: (state) => {
            asked += 1;
            return state.asleepOn(0) + 2 * (state.memory[0] ?? 0);
          },
          step: (before, move, after) => {
            asked += 1;
            const text = `${move.thread} ${move.local} ${move.crossing} ${before} ${after}`;
            return after >= violating ? { kind: 'refinement', message: text } : undefined;
          },
          stuck: () => undefined,
        };
        const { verdict, violation, schedule, states, transitions } = exhaustive(system, { monitor });
        return { asked, found: { verdict, violation, schedule, states, transitions } };
      });
    const loads: System = {
      memory: new Int32Array(1),
      threads: [0, 1, 2].map((name) =>
        plainThread(`t${name}`, (memory) => {
          for (let times = 0; times < 4; times += 1) memory.load(0);
          memory.add(0, 1);
          memory.wait(0, 9);
          return name === 2 ? memory.wait(0, 3) : undefined;
        }),
      ),
    };
    for (const violating of [3, 5, Number.POSITIVE_INFINITY]) {
      const [told, pure] = twice(loads, violating) as { asked: number; found: unknown }[];
      expect(pure?.found).toEqual(told?.found);
      expect(pure?.asked).toBeLessThan((told?.asked ?? 0) * 0.8);
    }
  });

  it('judges a run that starts again as one that starts', () => {
    const mayBe = (pure: boolean, begun: { times: number }): Monitor => ({
      ...(pure ? { pure } : {}),
      tag: (state) => state.memory[0] ?? 0,
      begin: () => {
        begun.times += 1;
        return undefined;
      },
      step: (_before, move, after) =>
        after === -1 ? { kind: 'refinement', message: `${move.thread} to -1 by ${move.local}` } : undefined,
    });
    for (const pure of [false, true]) {
      const begun = { times: 0 };
      const again = startExecution(counter, { monitor: mayBe(pure, begun) });
      const runs = [[0, 0, 1], [1], [0, 1, 0], [1]];
      for (const [index, threads] of runs.entries()) {
        if (index > 0) again.restart();
        const fresh = startExecution(counter, { monitor: mayBe(pure, { times: 0 }) });
        for (const thread of threads) {
          expect(again.call(thread)).toEqual(fresh.call(thread));
          expect(again.take({ thread, kind: 'run' })).toEqual(fresh.take({ thread, kind: 'run' }));
        }
        expect([...again.state.memory]).toEqual([...fresh.state.memory]);
        expect(again.violation === undefined).toBe(threads.length === 3);
      }
      expect(begun.times).toBe(pure ? 1 : runs.length);
    }
  });

  it('that is pure refuses a state as often as it is come to', () => {
    const refusing: Monitor = {
      pure: true,
      tag: (state) => (state.memory[0] === -1 ? { kind: 'refinement', message: 'below zero' } : 0),
      step: () => undefined,
    };
    const execution = startExecution(counter, { monitor: refusing });
    for (let run = 0; run < 3; run += 1) {
      expect(execution.take({ thread: 1, kind: 'run' })?.message).toBe('below zero');
      execution.restart();
    }
  });

  it('is told where in its code the mover was and is', () => {
    const points: string[] = [];
    exhaustive(
      { memory: new Int32Array(1), threads: [plainThread('t', (memory) => memory.load(0) + memory.load(0))] },
      {
        monitor: {
          tag: () => 0,
          step: (_before, _move, _after, from, to) => {
            points.push(`${from} to ${to}`);
            return undefined;
          },
        },
      },
    );
    expect(points).toEqual(['1 to 2', '2 to 0']);
  });

  it('holds a system to a property of transitions', () => {
    expect(exhaustive(counter, { monitor: byOne }).verdict).toBe('holds');
    const leap: System = {
      ...counter,
      threads: [...counter.threads, plainThread('leap', (memory) => memory.add(0, 2))],
    };
    const result = exhaustive(leap, { monitor: byOne });
    expect(result.violation).toEqual({ kind: 'refinement', message: '2: 0 to 2' });
    expect(result.schedule).toEqual([{ thread: 2, kind: 'run' }]);
    expect(replay(leap, result.schedule ?? [], { monitor: byOne }).violation).toEqual(result.violation);
    expect(sample(leap, { seed: 1, runs: 10, monitor: byOne }).violation?.kind).toBe('refinement');
  });

  it('is told of the calls that end before the first step', () => {
    const ended: unknown[] = [];
    const system: System = { memory: new Int32Array(1), threads: [plainThread('plain', (memory) => memory.get(0))] };
    const begin: Monitor['begin'] = (_tag, calls) => {
      ended.push(...calls.map((call) => call.result));
      return { kind: 'refinement', message: 'too early' };
    };
    const result = exhaustive(system, { monitor: { ...byOne, begin } });
    expect(ended).toEqual([0]);
    expect(result).toMatchObject({ violation: { message: 'too early' }, schedule: [] });
  });

  it('may refuse a state', () => {
    const tag: Monitor['tag'] = (state) => (state.local(1) === undefined ? { kind: 'refinement', message: 'gone' } : 0);
    expect(exhaustive(counter, { monitor: { tag, step: () => undefined } }).schedule).toEqual([
      { thread: 1, kind: 'run' },
    ]);
  });

  it('may judge in place of the engine what it means that nothing can move', () => {
    const stuck: System = { memory: new Int32Array(1), threads: [plainThread('t', (memory) => memory.wait(0, 0))] };
    const idle: Monitor = { tag: () => 7, step: () => undefined };
    expect(exhaustive(stuck, { monitor: idle }).violation?.kind).toBe('deadlock');
    expect(exhaustive(stuck, { monitor: { ...idle, stuck: () => undefined } }).verdict).toBe('holds');
    const refuse: Monitor = {
      ...idle,
      stuck: (tag, state) => ({ kind: 'refinement', message: `${tag}: t sleeps on ${state.asleepOn(0)}` }),
    };
    expect(exhaustive(stuck, { monitor: refuse }).violation?.message).toBe('7: t sleeps on 0');
  });
});

describe('bounds', () => {
  it('make the verdict undecided, never "holds"', () => {
    expect(exhaustive(counter, { maxStates: 3 })).toMatchObject({ verdict: 'undecided', progressChecked: false });
    const many: System = { memory: new Int32Array(4), threads: [0, 1, 2, 3].map((word) => count(word)) };
    const result = exhaustive(many, { onProgress: () => false });
    expect(result.verdict).toBe('undecided');
    expect(result.states).toBeGreaterThan(4000);
  });

  it('leave the progress check out where there are too many edges, and say so', () => {
    const result = exhaustive(counter, { maxEdges: 3 });
    expect(result).toMatchObject({ verdict: 'holds', progressChecked: false });
    expect(result.interleavings).toBeUndefined();
  });
});

function count(word: number): System['threads'][number] {
  return plainThread(`t${word}`, (memory) => {
    for (let times = 0; times < 10; times += 1) memory.store(word, times + 1);
  });
}
