// Schedules, samplers and replays.
import { describe, expect, it } from 'vitest';
import {
  AGAIN,
  type Choice,
  Execution,
  exhaustive,
  fromChoices,
  Pct,
  Program,
  plainThread,
  Random,
  RandomWalk,
  replay,
  runWith,
  type SharedMemory,
  type Strategy,
  type System,
  sample,
  sequence,
  toChoices,
} from '../../properties/interleaving/index.ts';
import { randomProgram, systemOf } from './programs.ts';

const racy: System = {
  memory: new Int32Array(1),
  threads: ['a', 'b'].map((name) => plainThread(name, (memory) => memory.store(0, memory.load(0) + 1))),
  final: (memory) => (memory[0] === 2 ? undefined : `counter is ${memory[0]}`),
};

const run = (thread: number): Choice => ({ thread, kind: 'run' });

describe('a schedule', () => {
  it('without preemptions runs one thread after the other', () => {
    const { choices, ignored, violation } = toChoices(racy, []);
    expect(choices.map((choice) => choice.thread)).toEqual([0, 0, 1, 1]);
    expect({ ignored, violation }).toEqual({ ignored: 0, violation: undefined });
  });

  it('needs one preemption for the lost update', () => {
    const result = toChoices(racy, [{ op: 'a#0', step: 1, to: 1 }]);
    expect(result.choices.map((choice) => choice.thread)).toEqual([0, 1, 1, 0]);
    expect(result.violation?.message).toBe('counter is 1');
  });

  it('counts the preemptions that do not apply', () => {
    const schedule = [
      { op: 'a#0', step: 7, to: 1 },
      { op: 'nobody', step: 0, to: 1 },
      { op: 'b#0', step: 1, to: 0 },
    ];
    expect(toChoices(racy, schedule)).toMatchObject({ ignored: 3 });
    const pointless = [
      { op: 'a#0', step: 1, to: 0 },
      { op: 'a#0', step: 1, to: 1 },
    ];
    const { choices, ignored } = toChoices(racy, pointless);
    expect({ threads: choices.map((choice) => choice.thread), ignored }).toEqual({ threads: [0, 1, 1, 0], ignored: 1 });
  });

  it('says of the shortest counterexample what it takes', () => {
    const found = exhaustive(racy).schedule ?? [];
    expect(found.map((choice) => choice.thread)).toEqual([0, 1, 0, 1]);
    expect(fromChoices(racy, found)).toEqual([
      { op: 'a#0', step: 1, to: 1 },
      { op: 'b#0', step: 1, to: 0 },
    ]);
  });

  it('can express every run, timeouts and switches at blocking points too', () => {
    const random = new Random(7);
    let preemptions = 0;
    for (let index = 0; index < 300; index += 1) {
      const program = randomProgram(random, { threads: 2 + random.below(2), lines: 6, plain: false, blocking: true });
      const compiled = new Program(systemOf(program));
      const choices = runWith(new RandomWalk(random), new Execution(compiled));
      const schedule = fromChoices(compiled, choices);
      preemptions += schedule.length;
      expect(toChoices(compiled, schedule), JSON.stringify(program)).toMatchObject({ choices, ignored: 0 });
      expect(toChoices(compiled, JSON.parse(JSON.stringify(schedule))).choices).toEqual(choices);
    }
    expect(preemptions).toBeGreaterThan(500);
  });

  it('tells calls of the same identity apart by their number', () => {
    const server = { ...sequence('server', [(memory) => memory.add(0, 1)]), identify: () => 'serve' };
    const system: System = { memory: new Int32Array(1), threads: [server, server] };
    const execution = new Execution(new Program(system));
    expect([execution.call(0)?.operation, execution.call(1)?.operation]).toEqual(['serve', 'serve@2']);
    execution.restart();
    expect([execution.call(0)?.operation, execution.call(1)?.operation]).toEqual(['serve', 'serve@2']);
  });

  it('counts the steps of each call from 0', () => {
    const twice = (memory: SharedMemory): void => memory.store(0, memory.load(0));
    const execution = new Execution(
      new Program({ memory: new Int32Array(1), threads: [sequence('t', [twice, twice])] }),
    );
    const seen: unknown[] = [];
    while (execution.enabled().length > 0) {
      seen.push(execution.call(0));
      execution.take(run(0));
    }
    expect(seen).toEqual([
      { operation: 't#0', local: 0, steps: 0 },
      { operation: 't#0', local: 0, steps: 1 },
      { operation: 't#1', local: 1, steps: 0 },
      { operation: 't#1', local: 1, steps: 1 },
    ]);
    expect(execution.call(0)).toBeUndefined();
    expect(() => execution.take(run(0))).toThrow('Thread 0 cannot run at step 4.');
  });

  it('lets others go where a thread has to try again', () => {
    const system: System = {
      memory: new Int32Array(1),
      threads: [
        sequence('x', [(memory) => (memory.load(0) === 0 ? AGAIN : undefined)]),
        sequence('y', [(memory) => (memory.load(0) === 0 ? AGAIN : undefined)]),
        plainThread('z', (memory) => memory.store(0, 1)),
      ],
    };
    expect(toChoices(system, []).choices.map((choice) => choice.thread)).toEqual([0, 1, 2, 0, 1]);
  });
});

describe('replay', () => {
  it('takes the recorded steps and ends in the same violation', () => {
    const { schedule, violation } = exhaustive(racy);
    const execution = replay(racy, schedule ?? []);
    expect(execution.violation).toEqual(violation);
    expect(execution.steps.map((step) => `${step.operation}:${step.step}`)).toEqual([
      'a#0:0',
      'b#0:0',
      'a#0:1',
      'b#0:1',
    ]);
  });

  it('refuses to replay nothing', () => {
    expect(() => replay(racy, [])).toThrow('There is nothing to replay: the list of choices is empty.');
  });

  it('stops where it diverges, and says what was expected and what can happen', () => {
    expect(() => replay(racy, [run(0), run(0), run(0)])).toThrow(
      'The replay diverges at step 3 of 3: the recording says "thread 0 (a) runs", ' +
        'but what can happen is: thread 1 (b) runs.',
    );
    expect(() => replay(racy, [run(5)])).toThrow(/thread 5 \(no such thread\) runs/);
    expect(() => replay(racy, [...(exhaustive(racy).schedule ?? []), run(0)])).toThrow(
      /at step 5 of 5.*the run was over before it: counter is 1/,
    );
  });
});

// One thread has to be held up before its last step while the other makes all of its many: depth 1 for PCT, and next to
// impossible for a random walk.
const patience: System = {
  memory: new Int32Array(2),
  threads: [
    plainThread('quick', (memory) => memory.store(0, 1)),
    plainThread('slow', (memory) => {
      for (let times = 0; times < 30; times += 1) memory.store(1, times);
      return memory.load(0) === 0 ? memory.store(1, -1) : undefined;
    }),
  ],
  invariant: (memory) => (memory[1] === -1 ? 'the slow one came first' : undefined),
};

function failures(system: System, runs: number, strategyOf: (random: Random) => Strategy): number {
  const execution = new Execution(new Program(system));
  const strategy = strategyOf(new Random(11));
  let failed = 0;
  for (let index = 0; index < runs; index += 1) {
    execution.restart();
    runWith(strategy, execution);
    if (execution.violation !== undefined) failed += 1;
  }
  return failed;
}

describe('samplers', () => {
  it('PCT finds at once what a random walk does not', () => {
    expect(failures(patience, 400, (random) => new RandomWalk(random))).toBe(0);
    const byPct = failures(patience, 400, (random) => new Pct(random, 1));
    expect(byPct).toBeGreaterThan(120);
    expect(byPct).toBeLessThan(280);
  });

  it('PCT needs depth 2 for a lost update, and keeps its promise of 1 in n * k', () => {
    expect(failures(racy, 400, (random) => new Pct(random, 1))).toBe(0);
    expect(failures(racy, 400, (random) => new Pct(random, 2))).toBeGreaterThan(400 / (2 * 4));
  });

  it('PCT ends where a thread of high priority spins', () => {
    const spinning: System = {
      memory: new Int32Array(1),
      threads: [
        sequence('spinner', [(memory) => (memory.load(0) === 0 ? AGAIN : undefined)]),
        plainThread('setter', (memory) => memory.store(0, 1)),
      ],
    };
    const result = sample(spinning, { seed: 3, runs: 50, strategy: 'pct', maxSteps: 100 });
    expect(result).toMatchObject({ verdict: 'undecided', runs: 50, cut: 0 });
  });

  it('a random walk takes every interleaving about equally often at each fork', () => {
    const random = new Random(5);
    const execution = new Execution(new Program(racy));
    const runs = new Map<string, number>();
    for (let index = 0; index < 4000; index += 1) {
      execution.restart();
      const key = runWith(new RandomWalk(random), execution)
        .map((choice) => choice.thread)
        .join('');
      runs.set(key, (runs.get(key) ?? 0) + 1);
    }
    expect([...runs.keys()].sort()).toEqual(['0011', '0101', '0110', '1001', '1010', '1100']);
    expect(runs.get('0011')).toBeGreaterThan(850);
    expect(runs.get('0101')).toBeGreaterThan(400);
  });

  it('report the run that failed, with its seed, and the same again', () => {
    const first = sample(racy, { seed: 42 });
    expect(first).toMatchObject({ verdict: 'violated', violation: { message: 'counter is 1' } });
    expect(first.report).toMatch(/^Violated in the last of \d+ sampled runs \(\d+ steps, seed 42\)\./);
    expect(sample(racy, { seed: 42 })).toEqual(first);
    expect(replay(racy, first.schedule ?? []).violation).toEqual(first.violation);
  });

  it('count the runs they cut off', () => {
    const result = sample(racy, { seed: 1, runs: 3, maxSteps: 2 });
    expect(result).toMatchObject({ verdict: 'undecided', cut: 3, steps: 6 });
    expect(result.report).toBe('None failed of 3 sampled runs (6 steps, seed 1); 3 were cut off.\n');
  });
});

describe('random numbers', () => {
  it('are this very sequence', () => {
    const random = new Random(1);
    expect([random.next(), random.next(), random.next(), random.next()]).toEqual([
      573063952, 3268221502, 703077755, 2308299391,
    ]);
  });

  it('go on from a saved state', () => {
    const random = new Random(99);
    random.next();
    const copy = new Random(random.state);
    expect([copy.next(), copy.next()]).toEqual([random.next(), random.next()]);
  });

  it('are below their bound, and equally likely', () => {
    const random = new Random(3);
    const seen = new Int32Array(6);
    for (let index = 0; index < 6000; index += 1) {
      const drawn = random.below(6);
      seen[drawn] = (seen[drawn] ?? 0) + 1;
    }
    for (const count of seen) expect(Math.abs(count - 1000)).toBeLessThan(150);
    let low = 0;
    for (let index = 0; index < 3000; index += 1) if (random.below(3 * 2 ** 30) < 2 ** 30) low += 1;
    expect(Math.abs(low - 1000)).toBeLessThan(150);
    expect(() => random.below(0)).toThrow('There is no random number below 0.');
  });
});
