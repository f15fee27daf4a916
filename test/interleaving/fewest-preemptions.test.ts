// Schedules by their number of preemptions, against an oracle that takes every choice everywhere and counts afterwards.
import { describe, expect, it } from 'vitest';
import {
  type Choice,
  Execution,
  exhaustive,
  fewestPreemptions,
  fromChoices,
  Program,
  plainThread,
  Random,
  type System,
} from '../../properties/interleaving/index.ts';
import { randomProgram, systemOf } from './programs.ts';

/** Every run to its end, or to a violation: its choices, and what it violates. */
function everyRun(system: System): { readonly choices: readonly Choice[]; readonly kind: string | undefined }[] {
  const compiled = new Program(system);
  const runs: { choices: readonly Choice[]; kind: string | undefined }[] = [];
  const open: (readonly Choice[])[] = [[]];
  for (let beginning = open.pop(); beginning !== undefined; beginning = open.pop()) {
    const execution = new Execution(compiled);
    for (const choice of beginning) execution.take(choice);
    const enabled = execution.violation === undefined ? execution.enabled() : [];
    for (const choice of enabled) open.push([...beginning, choice]);
    if (enabled.length === 0) runs.push({ choices: beginning, kind: execution.violation?.kind });
    if (runs.length > 20_000) throw new Error('too many runs for the oracle');
  }
  return runs;
}

describe('schedules in the order of their preemptions', () => {
  it('are each run once, and the first that violates something has the fewest', () => {
    const random = new Random(20031119);
    let violating = 0;
    for (let index = 0; index < 120; index += 1) {
      const taste = {
        threads: 2 + (index % 2),
        lines: index % 2 === 0 ? 4 : 2,
        plain: true,
        blocking: index % 3 === 0,
      };
      const system = systemOf(randomProgram(random, taste));
      const runs = everyRun(system);
      const preemptions = runs.map(({ choices }) => fromChoices(system, choices).length);
      const bad = preemptions.filter((_, run) => runs[run]?.kind !== undefined);
      const limits = { below: 1000, maxRuns: 100_000, maxSteps: 1000 };
      const { found, runs: taken, complete } = fewestPreemptions(system, limits);
      expect(complete).toBe(true);
      if (bad.length === 0) {
        expect(found).toBeUndefined();
        expect(taken).toBe(runs.length);
        continue;
      }
      violating += 1;
      const fewest = Math.min(...bad);
      expect(found?.preemptions).toBe(fewest);
      expect(found === undefined ? undefined : fromChoices(system, found.choices).length).toBe(fewest);
      // Below it all were run, and none else.
      const below = fewestPreemptions(system, { ...limits, below: fewest });
      expect(below.found).toBeUndefined();
      expect(below.runs).toBe(preemptions.filter((count) => count < fewest).length);
    }
    expect(violating).toBeGreaterThan(20);
  });

  it('finds what takes two preemptions, and nothing with fewer', () => {
    // Both must look before either writes, and the second writer must then be looked at again in between.
    const step = (memory: { load(word: number): number; store(word: number, value: number): void }): void => {
      if (memory.load(0) === 0) memory.store(0, 1);
      else if (memory.load(0) === 1) memory.store(0, 2);
    };
    const system: System = {
      memory: new Int32Array(1),
      threads: [plainThread('one', step), plainThread('other', step), plainThread('third', step)],
      final: ([word]) => (word === 1 ? 'two of them have written nothing new' : undefined),
    };
    const { violation } = exhaustive(system);
    expect(violation?.kind).toBe('final');
    const limits = { maxRuns: 10_000, maxSteps: 100 };
    const { found } = fewestPreemptions(system, { ...limits, below: 10 });
    const fewer = fewestPreemptions(system, { ...limits, below: found?.preemptions ?? 0 });
    expect(found?.preemptions).toBeGreaterThan(1);
    expect(fewer).toMatchObject({ complete: true, cut: 0 });
    expect(fewer.found).toBeUndefined();
  });

  it('says when it has not looked at all', () => {
    const system = systemOf([
      [
        [
          ['add', 0, 1, 0],
          ['add', 0, 1, 0],
        ],
      ],
      [
        [
          ['add', 0, 1, 0],
          ['add', 0, 1, 0],
        ],
      ],
    ]);
    expect(fewestPreemptions(system, { below: 10, maxRuns: 2, maxSteps: 100 })).toEqual({
      runs: 2,
      cut: 0,
      complete: false,
    });
    expect(fewestPreemptions(system, { below: 1, maxRuns: 2, maxSteps: 3 })).toMatchObject({ runs: 1, cut: 1 });
  });
});
