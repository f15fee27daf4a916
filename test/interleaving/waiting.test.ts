// wait and notify: arrival order, limits, time limits.
import { describe, expect, it } from 'vitest';
import { exhaustive, plainThread, type System, startExecution } from '../../properties/interleaving/index.ts';

const GO = 0;
const ORDER = 1;

/** Two sleepers that note the order in which they go on, and one that wakes one of them. */
function twoSleepers(count: number | undefined): System {
  const sleeper = (name: string) =>
    plainThread(name, (memory) => {
      memory.wait(GO, 0);
      return memory.add(ORDER, 1);
    });
  return {
    memory: new Int32Array(2),
    threads: [sleeper('first'), sleeper('second'), plainThread('waker', (memory) => memory.notify(GO, count))],
  };
}

function take(execution: ReturnType<typeof startExecution>, ...threads: number[]): void {
  for (const thread of threads) execution.take({ thread, kind: 'run' });
}

describe('notify', () => {
  it('wakes in the order of arrival, which is not the order of the threads', () => {
    const execution = startExecution(twoSleepers(1));
    take(execution, 1, 0, 2);
    expect(execution.enabled()).toEqual([{ thread: 1, kind: 'run' }]);
    expect(execution.state.asleepOn(1)).toBe(-1);
    expect(execution.state.asleepOn(0)).toBe(GO);
  });

  it('wakes all where no count is given', () => {
    const execution = startExecution(twoSleepers(undefined));
    take(execution, 1, 0, 2);
    expect(execution.enabled().map((choice) => choice.thread)).toEqual([0, 1]);
  });

  it('wakes nobody who comes later', () => {
    const execution = startExecution(twoSleepers(undefined), { record: true });
    take(execution, 2, 1, 0);
    expect(execution.violation).toMatchObject({
      kind: 'lost-wakeup',
      detail: {
        explanation: [
          'first sleeps on [0] since step 3, in first, having found it 0.',
          'The notify on [0] in step 1 (waker) came too early: first was not asleep yet.',
          'second sleeps on [0] since step 2, in second, having found it 0.',
          'The notify on [0] in step 1 (waker) came too early: second was not asleep yet.',
        ],
      },
    });
  });

  it('is not blamed where it did its work: the one who comes later is in a plain deadlock', () => {
    const execution = startExecution(twoSleepers(undefined), { record: true });
    take(execution, 0, 2, 0, 0, 1);
    expect(execution.violation?.kind).toBe('deadlock');
  });

  it('is not blamed where the sleeper has looked since', () => {
    const execution = startExecution(
      {
        memory: new Int32Array(1),
        threads: [
          plainThread('sleeper', (memory) => {
            memory.wait(GO, 0);
            memory.wait(GO, 1);
          }),
          plainThread('waker', (memory) => {
            memory.store(GO, 1);
            memory.notify(GO);
          }),
        ],
      },
      { record: true },
    );
    take(execution, 1, 1, 0, 0);
    expect(execution.violation).toMatchObject({
      kind: 'deadlock',
      detail: {
        explanation: [
          'sleeper sleeps on [0] since step 4, in sleeper, having found it 1.',
          'Nobody changed [0] after that.',
        ],
      },
    });
  });

  it('is missed by one who slept through a change and a change back', () => {
    const execution = startExecution(
      {
        memory: new Int32Array(1),
        threads: [
          plainThread('sleeper', (memory) => memory.wait(GO, 0)),
          plainThread('changer', (memory) => {
            memory.store(GO, 1);
            memory.store(GO, 0);
          }),
        ],
      },
      { record: true },
    );
    take(execution, 0, 1, 1);
    expect(execution.violation).toMatchObject({
      kind: 'lost-wakeup',
      detail: {
        explanation: [
          'sleeper sleeps on [0] since step 1, in sleeper, having found it 0.',
          'It was changed in step 3 (changer), is 0 now, and no notify on it followed.',
        ],
      },
    });
  });

  it('may go to another than the one who needed it, and that is said', () => {
    const execution = startExecution(twoSleepers(1), { record: true });
    take(execution, 0, 1, 2, 0, 0);
    expect(execution.violation?.detail).toMatchObject({
      explanation: [
        'second sleeps on [0] since step 2, in second, having found it 0.',
        'Nobody changed [0] after that.',
        'The notify on [0] in step 3 (waker) went to first instead.',
      ],
    });
  });

  it('with a count of 0 wakes nobody', () => {
    const execution = startExecution(twoSleepers(0));
    take(execution, 1, 0, 2);
    expect(execution.violation?.kind).toBe('deadlock');
  });
});

describe('wait with a time limit', () => {
  const waiter = (timeoutMs: number): System => ({
    memory: new Int32Array(1),
    threads: [
      plainThread('waiter', (memory) => memory.wait(GO, 0, timeoutMs)),
      plainThread('waker', (memory) => {
        memory.store(GO, 1);
        memory.notify(GO);
      }),
    ],
  });

  it('can end in all three ways', () => {
    const results = new Set<unknown>();
    const result = exhaustive(waiter(10), {
      monitor: {
        tag: () => 0,
        step: (_before, move) => {
          for (const call of move.calls) if (call.thread === 0) results.add(call.result);
          return undefined;
        },
      },
    });
    expect(result).toMatchObject({ verdict: 'holds', terminals: 1 });
    expect([...results].sort()).toEqual(['not-equal', 'ok', 'timed-out']);
  });

  it('times out as a step of its own, only while asleep and not yet woken', () => {
    const execution = startExecution(waiter(10));
    take(execution, 0);
    expect(execution.enabled()).toEqual([
      { thread: 0, kind: 'timeout' },
      { thread: 1, kind: 'run' },
    ]);
    take(execution, 1, 1);
    expect(execution.enabled()).toEqual([{ thread: 0, kind: 'run' }]);
  });

  it('has no limit where it is Infinity or NaN', () => {
    for (const forever of [Number.POSITIVE_INFINITY, Number.NaN]) {
      const execution = startExecution(waiter(forever));
      take(execution, 0);
      expect(execution.enabled()).toEqual([{ thread: 1, kind: 'run' }]);
    }
  });

  it('closes the ranks when one of several times out', () => {
    const sleeper = (name: string, timeoutMs?: number) => plainThread(name, (memory) => memory.wait(GO, 0, timeoutMs));
    const execution = startExecution({
      memory: new Int32Array(1),
      threads: [sleeper('a', 5), sleeper('b'), plainThread('waker', (memory) => memory.notify(GO, 1))],
    });
    take(execution, 0, 1);
    execution.take({ thread: 0, kind: 'timeout' });
    take(execution, 2);
    expect(execution.enabled()).toEqual([{ thread: 1, kind: 'run' }]);
  });
});

describe('a daemon', () => {
  it('may sleep for ever', () => {
    const server = { ...plainThread('server', (memory) => memory.wait(0, 0)), daemon: true };
    expect(exhaustive({ memory: new Int32Array(1), threads: [server] }).verdict).toBe('holds');
  });
});
