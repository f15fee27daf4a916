// What the engine asks of the code under test, and what it says where the code does otherwise.
import { describe, expect, it } from 'vitest';
import { exhaustive, plainThread, type SharedMemory, type System } from '../../properties/interleaving/index.ts';

function one(body: (memory: SharedMemory) => unknown): System {
  return {
    memory: new Int32Array(2),
    threads: [plainThread('t', body), plainThread('u', (memory) => memory.add(1, 1))],
  };
}

describe('code that is not deterministic', () => {
  it('is told which operation came out differently', () => {
    let runs = 0;
    const system = one((memory) => {
      runs += 1;
      if (runs > 1) memory.load(1);
      memory.load(0);
    });
    expect(() => exhaustive(system)).toThrow(
      't, call t: The call is not deterministic: run again with the same results, its operation number 1 is ' +
        '"load [1]" where it was "load [0]" before.',
    );
  });

  it('is found where only the outcome depends on something outside', () => {
    let runs = 0;
    const system = one((memory) => {
      runs += 1;
      memory.load(0);
      return runs;
    });
    expect(() => exhaustive(system)).toThrow(/run twice with the same results, it ended differently/);
  });

  it('is found where a later run does less', () => {
    let runs = 0;
    const system = one((memory) => {
      runs += 1;
      if (runs < 3) {
        memory.load(0);
        memory.load(1);
      }
    });
    expect(() => exhaustive(system)).toThrow(/it ended after 0 operations where it had performed \d before/);
  });
});

describe('the sentinel', () => {
  it('must not be caught', () => {
    const system = one((memory) => {
      try {
        return memory.load(0);
      } catch {
        return -1;
      }
    });
    expect(() => exhaustive(system)).toThrow(/The call caught what an operation on the memory threw\./);
  });

  it('must not be turned into another error', () => {
    const system = one((memory) => {
      try {
        memory.load(0);
      } catch (error) {
        throw new Error('wrapped', { cause: error });
      }
    });
    expect(() => exhaustive(system)).toThrow(/The call caught what an operation on the memory threw\./);
  });

  it('may pass a finally that uses the memory', () => {
    const system = one((memory) => {
      try {
        memory.store(0, 1);
        memory.load(1);
      } finally {
        memory.store(0, 0);
      }
    });
    const result = exhaustive({ ...system, final: (memory) => (memory[0] === 0 ? undefined : 'not released') });
    expect(result).toMatchObject({ verdict: 'holds', depth: 4 });
  });
});

describe('a call that throws', () => {
  it('is a violation, with its message', () => {
    const system = one((memory) => {
      if (memory.load(1) === 1) throw new RangeError('too late');
    });
    const result = exhaustive(system);
    expect(result.violation).toMatchObject({ kind: 'threw', message: 't threw in t: RangeError: too late' });
    expect(result.schedule?.map((choice) => choice.thread)).toEqual([1, 0]);
  });

  it('throws where it reaches outside of the memory', () => {
    expect(exhaustive(one((memory) => memory.load(2))).violation?.message).toBe(
      't threw in t: RangeError: load: there is no word 2; the memory has 2 words.',
    );
  });

  it('throws where it changes its own local', () => {
    const system: System = {
      memory: new Int32Array(1),
      threads: [
        {
          start: { count: 0 },
          step: (_memory, local) => {
            (local as { count: number }).count += 1;
            return { next: undefined };
          },
        },
      ],
    };
    expect(exhaustive(system).violation?.message).toMatch(/TypeError: Cannot assign to read only property 'count'/);
  });
});

describe('code that does not stop', () => {
  const spin = (memory: SharedMemory): void => {
    while (memory.load(0) === 0);
  };

  it('is refused where one call performs too many atomic operations', () => {
    expect(() => exhaustive(one(spin), { limits: { atomicOperations: 50 } })).toThrow(
      /^t, call t: the call performed more than 50 atomic operations on one path: a loop without a bound\?/,
    );
  });

  it('is let through at the limit itself', () => {
    const three = one((memory) => memory.load(0) + memory.load(0) + memory.load(0));
    expect(exhaustive(three, { limits: { atomicOperations: 3 } }).verdict).toBe('holds');
    expect(() => exhaustive(three, { limits: { atomicOperations: 2 } })).toThrow(/more than 2 atomic operations/);
  });

  it('is refused where it stores for ever', () => {
    const endless = one((memory) => {
      for (;;) memory.store(0, 1);
    });
    expect(() => exhaustive(endless)).toThrow(/more than 10000 atomic operations on one path/);
  });

  it('is refused where it runs through plain operations only', () => {
    const reads = one((memory) => {
      while (memory.get(0) === 0);
    });
    expect(() => exhaustive(reads, { limits: { plainOperations: 100 } })).toThrow(
      /more than 100 plain operations and ends of calls/,
    );
    const writes = one((memory) => {
      for (;;) memory.set(0, 1);
    });
    expect(() => exhaustive(writes)).toThrow(/more than 10000 plain operations in a row/);
  });

  it('is refused where calls do nothing and never end', () => {
    const idle: System = { memory: new Int32Array(1), threads: [{ start: 0, step: () => ({ next: 0 }) }] };
    expect(() => exhaustive(idle)).toThrow(/plain operations and ends of calls in a row/);
  });
});

describe('locals and results', () => {
  const returning = (next: unknown, result?: unknown): System => ({
    memory: new Int32Array(1),
    threads: [{ start: 'start', step: () => ({ next, result }) }],
  });

  it('must be plain data', () => {
    expect(() => exhaustive(returning(new Map()))).toThrow(
      /The local must be plain JSON data, but contains an instance/,
    );
    expect(() => exhaustive(returning(undefined, [() => 1]))).toThrow(
      /The result must be plain JSON data, but contains a function/,
    );
    expect(() => exhaustive(returning({ at: Number.NaN }))).toThrow(/The local contains NaN, which JSON cannot hold/);
    expect(() => exhaustive(returning([-0]))).toThrow(/The local contains -0/);
  });

  it('are what step returns, in an object', () => {
    const system: System = { memory: new Int32Array(1), threads: [{ start: 0, step: () => JSON.parse('{}') }] };
    expect(() => exhaustive(system)).toThrow(/step must return \{ next, result\? \}/);
  });
});

describe('a system', () => {
  it('needs a thread, and not too many', () => {
    const memory = new Int32Array(1);
    expect(() => exhaustive({ memory, threads: [] })).toThrow('A system has 1 to 32 threads; this one has 0.');
    const many = Array.from({ length: 33 }, (_, index) => plainThread(`t${index}`, () => undefined));
    expect(() => exhaustive({ memory, threads: many })).toThrow(/this one has 33/);
  });

  it('keeps its initial memory', () => {
    const memory = new Int32Array([5]);
    exhaustive({ memory, threads: [plainThread('t', (words) => words.store(0, 6))] });
    expect([...memory]).toEqual([5]);
  });

  it('may have an invariant, judged in every state', () => {
    const result = exhaustive({
      ...one((memory) => {
        memory.store(0, 1);
        memory.store(0, 0);
      }),
      invariant: (memory) => (memory[0] === 1 && memory[1] === 1 ? 'both are up' : undefined),
    });
    expect(result.violation).toEqual({ kind: 'invariant', message: 'both are up' });
    expect(result.schedule?.length).toBe(2);
  });
});

describe('words of any size', () => {
  it('gives the same search at 8, 16 and 32 bits', () => {
    const counts = [1, 1000, 1_000_000, -1_000_000].map((scale) => {
      const body = (memory: SharedMemory): void => {
        memory.add(0, scale);
        memory.store(1, memory.load(0));
      };
      const threads = [plainThread('a', body), plainThread('b', body)];
      const result = exhaustive({ memory: new Int32Array(3), threads }, { keepFinals: true });
      expect(result.finals?.map((final) => (final[0] ?? 0) / scale)).toEqual([2, 2]);
      return [result.states, result.transitions, result.interleavings];
    });
    for (const count of counts) expect(count).toEqual(counts[0]);
  });

  it('wraps around as 32-bit integers do', () => {
    const result = exhaustive(
      { memory: new Int32Array([0x7fffffff]), threads: [plainThread('a', (memory) => memory.add(0, 1))] },
      { keepFinals: true },
    );
    expect(result.finals).toEqual([[-0x80000000]]);
  });
});
