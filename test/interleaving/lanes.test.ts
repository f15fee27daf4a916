// The first thing to read: what a user writes, and the very text they get. The texts are files under `golden`, to be
// read in review; UPDATE_GOLDEN=1 rewrites them.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  AGAIN,
  explore,
  lanes,
  plainThread,
  replay,
  type System,
  sequence,
  startExecution,
} from '../../properties/interleaving/index.ts';

function expectGolden(name: string, text: string): void {
  const file = new URL(`./golden/${name}.txt`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
}

describe('the tutorial: two threads add to a counter', () => {
  it('finds the lost update and prints the run', () => {
    const result = explore({
      memory: new Int32Array(1),
      words: () => 'counter',
      threads: ['a', 'b'].map((name) =>
        plainThread(name, (memory) => {
          const value = memory.load(0);
          memory.store(0, value + 1);
        }),
      ),
      final: (memory) => (memory[0] === 2 ? undefined : `two adds, but the counter is ${memory[0]}`),
    });
    expectGolden('tutorial', result.report);
  });

  it('holds with an atomic add', () => {
    const result = explore({
      memory: new Int32Array(1),
      threads: ['a', 'b'].map((name) => plainThread(name, (memory) => memory.add(0, 1))),
      final: (memory) => (memory[0] === 2 ? undefined : `two adds, but the counter is ${memory[0]}`),
    });
    expect(result.report).toBe('Every interleaving: holds (4 states, 4 steps, depth 2).\n');
  });
});

const WORDS = ['lock', 'data', 'ready'];

/** Every kind of operation, a wait that is woken, one that times out, and a call that is tried again. */
const everything: System = {
  memory: new Int32Array(3),
  words: (word) => WORDS[word] ?? '?',
  threads: [
    {
      name: 'client',
      start: { call: 'send', port: 1 },
      describe: (local) => `send ${JSON.stringify(local)}`,
      step: (memory) => {
        memory.set(1, 7);
        memory.set(1, 8);
        memory.store(2, 1);
        memory.notify(2);
        memory.wait(0, 0, 100);
        memory.exchange(0, 5);
        memory.compareExchange(0, 5, 6);
        memory.compareExchange(0, 5, 7);
        return { next: undefined, result: { code: 0, note: memory.test(0, 4) } };
      },
    },
    sequence('server', [
      (memory) => (memory.test(2, 1) ? undefined : AGAIN),
      (memory) => {
        memory.wait(2, 1);
        const data = memory.get(1);
        memory.and(2, 0);
        memory.or(2, 2);
        memory.wait(2, 9);
        return memory.add(2, data);
      },
    ]),
  ],
};

function everythingRun(): ReturnType<typeof startExecution> {
  const execution = startExecution(everything, { record: true });
  for (const thread of [1, 0, 1, 1, 0, 0, 1]) execution.take({ thread, kind: 'run' });
  execution.take({ thread: 0, kind: 'timeout' });
  while (execution.enabled().length > 0) execution.take(execution.enabled()[0] ?? { thread: 0, kind: 'run' });
  return execution;
}

describe('lanes', () => {
  it('show every kind of step', () => {
    expectGolden('everything', lanes(everythingRun(), { plain: 'shown' }));
  });

  it('fold plain accesses, and leave the middle out beyond the limit', () => {
    expectGolden('folded', lanes(everythingRun(), { limit: 6, width: 90 }));
  });

  it('explain a lost wakeup', () => {
    const report = explore({
      memory: new Int32Array(2),
      words: (word) => ['asleep', 'ready'][word] ?? '?',
      threads: [
        plainThread('waiter', (memory) => {
          if (memory.load(1) === 0) memory.wait(0, 0);
        }),
        plainThread('waker', (memory) => {
          memory.store(1, 1);
          memory.notify(0);
        }),
      ],
    }).report;
    expectGolden('lost-wakeup', report);
  });

  it('show where a livelock begins', () => {
    const spinner = sequence('spinner', [(memory) => (memory.load(0) === 0 ? AGAIN : undefined)]);
    const report = explore({
      memory: new Int32Array([1]),
      threads: [spinner, plainThread('setter', (memory) => memory.store(0, 0))],
    }).report;
    expectGolden('livelock', report);
  });

  it('say so where a run stops early', () => {
    const system: System = {
      memory: new Int32Array(1),
      threads: [plainThread('t', (memory) => memory.add(0, memory.load(0)))],
    };
    expect(lanes(replay(system, [{ thread: 0, kind: 'run' }]))).toMatch(
      /The run stops here; nothing was violated so far\.\n$/,
    );
  });

  it('keep to the width, however many threads', () => {
    const threads = Array.from({ length: 6 }, (_, index) =>
      plainThread(`thread number ${index}`, (memory) => memory.add(0, 100000)),
    );
    const execution = startExecution(
      { memory: new Int32Array(1), words: () => 'a word with a long name', threads },
      { record: true },
    );
    while (execution.enabled().length > 0) execution.take(execution.enabled()[0] ?? { thread: 0, kind: 'run' });
    expectGolden('six-threads', lanes(execution));
  });
});
