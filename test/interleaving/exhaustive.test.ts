// The exhaustive search, small systems first: this file reads as its manual.
import { describe, expect, it } from 'vitest';
import {
  AGAIN,
  exhaustive,
  plainThread,
  type SharedMemory,
  type System,
  sequence,
} from '../../properties/interleaving/index.ts';

const COUNTER = 0;

function counter(increment: (memory: SharedMemory) => void): System {
  return {
    memory: new Int32Array(1),
    threads: [plainThread('a', increment), plainThread('b', increment)],
    words: () => 'counter',
    final: (memory) => (memory[COUNTER] === 2 ? undefined : `counter is ${memory[COUNTER]}, not 2`),
  };
}

describe('a counter that two threads increment', () => {
  it('loses an update where the increment is a load and a store', () => {
    const result = exhaustive(counter((memory) => memory.store(COUNTER, memory.load(COUNTER) + 1)));
    expect(result).toMatchObject({ verdict: 'violated', violation: { kind: 'final', message: 'counter is 1, not 2' } });
    expect(result.schedule?.map((choice) => choice.thread)).toEqual([0, 1, 0, 1]);
  });

  it('holds where the increment is one add', () => {
    const result = exhaustive(counter((memory) => memory.add(COUNTER, 1)));
    expect(result).toMatchObject({
      verdict: 'holds',
      states: 4,
      transitions: 4,
      depth: 2,
      terminals: 1,
      interleavings: 2,
    });
  });

  it('is a data race where the increment is plain', () => {
    const result = exhaustive(counter((memory) => memory.set(COUNTER, memory.get(COUNTER) + 1)));
    expect(result.verdict).toBe('violated');
    expect(result.violation?.message).toBe(
      'Data race on counter: a writes it plainly in its last call, and ' +
        'b writes it plainly in its last call; nothing orders the two.',
    );
  });
});

describe('threads that block', () => {
  it('reports a deadlock with who sleeps where', () => {
    const result = exhaustive({
      memory: new Int32Array(1),
      threads: [plainThread('sleeper', (memory) => memory.wait(0, 0))],
    });
    expect(result.violation).toMatchObject({
      kind: 'deadlock',
      message: 'Nothing can move: sleeper sleeps on [0] in sleeper.',
    });
    expect(result.schedule).toEqual([{ thread: 0, kind: 'run' }]);
  });

  it('finds the circle of a spin loop, and that nobody ends it', () => {
    const spin = sequence('spinner', [(memory) => (memory.load(0) === 0 ? AGAIN : undefined)]);
    const alone = exhaustive({ memory: new Int32Array(1), threads: [spin] });
    expect(alone.violation).toMatchObject({ kind: 'livelock' });
    const helped = exhaustive({
      memory: new Int32Array(1),
      threads: [spin, plainThread('setter', (memory) => memory.store(0, 1))],
    });
    expect(helped).toMatchObject({ verdict: 'holds', interleavings: Number.POSITIVE_INFINITY, progressChecked: true });
  });
});
