/** Programs and schedules beyond what can be exhausted. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Thread } from '../../impl/thread.ts';
import { EASYNC } from '../../model/index.ts';
import { IMPLEMENTATION, withThread } from '../../properties/implementation.ts';
import { Program as Compiled, Random } from '../../properties/interleaving/index.ts';
import { systemOf } from '../../properties/programs/system.ts';
import {
  callersCanTell,
  cases,
  FLOORS,
  generateProgram,
  runCase,
  SIZE,
  sampleImplementation,
} from '../../properties/sampling/index.ts';

/** Hands EASYNC to the caller of domsg, when the target queues (C1). */
class Leaking extends Thread {
  override domsg(port: number, message: number): number {
    return this.beginmsg(port, message);
  }
}

/** Sends asynchronously what should have been synchronous (C6), and collects it: the result is the same, the flags are not. */
class Hinting extends Thread {
  override domsg(port: number, message: number, timeoutMs?: number): number {
    this.sendmsg(port, message);
    return this.waitmsg(message, timeoutMs);
  }
}

const leaking = withThread('leaking', Leaking);

describe('sampling', () => {
  test('the implementation holds, and every case is met often enough', () => {
    const report = sampleImplementation(IMPLEMENTATION, { seed: 1, programs: 120, walks: 12 });
    expect(report.finding).toBeUndefined();
    expect(report.missed).toEqual([]);
    expect(report.runs).toBe(120 * 13);
  });

  test('the same seed gives the same sample', () => {
    const options = { seed: 5, programs: 12, walks: 4 };
    expect(sampleImplementation(IMPLEMENTATION, options)).toEqual(sampleImplementation(IMPLEMENTATION, options));
  });

  test('an EASYNC leak is found and shrunk to what is needed', () => {
    const { finding } = sampleImplementation(leaking, { seed: 1, programs: 100, walks: 4 });
    expect(finding?.violation.detail).toMatchObject({ clause: 'C1' });
    expect(finding?.program.threads.flat()).toHaveLength(1);
    expect(finding?.schedule).toEqual([]);
    expect(finding?.violation.message).toContain(`returned ${EASYNC}`);
  });

  test('what was shrunk still fails, in the same way, when it is run again', () => {
    const { finding } = sampleImplementation(leaking, { seed: 3, programs: 100, walks: 4 });
    expect(finding).toBeDefined();
    if (finding !== undefined) expect(runCase(finding, leaking)?.message).toBe(finding.violation.message);
  });

  test('a sample that misses a case says so', () => {
    const report = sampleImplementation(IMPLEMENTATION, { seed: 1, programs: 1, walks: 1 });
    expect(report.missed.length).toBeGreaterThan(0);
    expect(Object.keys(report.shares)).toEqual(Object.keys(FLOORS));
  });

  test('time that has run out is said', () => {
    const report = sampleImplementation(IMPLEMENTATION, { seed: 1, programs: 50, walks: 1, expired: () => true });
    expect(report).toMatchObject({ expired: true, programs: 0, runs: 0 });
  });
});

describe('generated programs', () => {
  test('are well-formed: every index exists, and they compile', () => {
    const random = new Random(9);
    for (let count = 0; count < 200; count++) {
      const program = generateProgram((bound) => random.below(bound));
      for (const line of program.threads.flat()) {
        if ('port' in line) expect(program.ports[line.port]).toBeDefined();
        if ('message' in line && line.call !== 'waitmsg' && line.call !== 'sendmsg')
          expect(program.messages[line.message]).toBeDefined();
      }
      expect(() => new Compiled(systemOf(program, IMPLEMENTATION))).not.toThrow();
    }
  });

  test('shrink candidates are smaller, first by preemptions and then by operations', () => {
    const weight = ({
      program,
      schedule,
    }: {
      program: { threads: readonly (readonly unknown[])[] };
      schedule: readonly unknown[];
    }): number => schedule.length + program.threads.flat().length;
    const [value] = fc.sample(cases(SIZE), { seed: 4, numRuns: 1 });
    expect(value).toBeDefined();
    if (value === undefined) return;
    const candidates = [...cases(SIZE).shrink(value, undefined)].map((one) => one.value);
    expect(candidates.length).toBeGreaterThan(5);
    for (const candidate of candidates) {
      expect(weight(candidate)).toBeLessThanOrEqual(weight(value));
      expect(candidate).not.toEqual(value);
    }
  });
});

describe('C9: callers cannot tell how the target decides', () => {
  test('holds', () => {
    expect(callersCanTell(IMPLEMENTATION, 1, 60)).toBeUndefined();
  });

  test('is broken by a domsg that hands out EASYNC, and by one that goes about it asynchronously', () => {
    expect(callersCanTell(leaking, 1, 60)).toBeDefined();
    expect(callersCanTell(withThread('hinting', Hinting), 1, 60)).toBeDefined();
  });
});
