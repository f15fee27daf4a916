/** Seeded faults that real threads show without fail: one for each sort of trace that a fault leaves in a history. */
import { afterAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../../properties/faults/index.ts';
import { findOnThreads, WorkerPool } from '../../properties/threads/index.ts';

const pool = new WorkerPool();
const now = (): number => performance.now();
afterAll(() => pool.close());

const SHOWN: readonly (readonly [string, string])[] = [
  ['domsg returns 0', 'C2'],
  ['QUEUED left set', 'C17'],
  ['no REPLY after an asynchronous reply', 'C15'],
  ['the answer is not stored', 'C18'],
  ['a second reply', 'C24'],
  ['no notify from replymsg', 'C20'],
];

describe('a seeded fault on real threads', () => {
  for (const [name, clause] of SHOWN) {
    it(`${name}: breaks ${clause}`, async () => {
      const fault = FAULTS.find((each) => each.name === name);
      if (fault === undefined) throw new Error(`there is no fault "${name}"`);
      const { rejection } = await findOnThreads(fault, { seed: 3, runs: 200, now, pool, boundMs: 100 });
      expect(rejection?.clause).toBe(clause);
    });
  }
});
