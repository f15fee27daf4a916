/** That code which nothing runs is told from code that something runs, in whole functions, too. */
import { describe, expect, test } from 'vitest';
import { allMutants, PARTS } from '../../properties/mutants/index.ts';
import { mutantsNeverRun } from '../../properties/mutants/never-run.ts';
import { isIn, neverRun } from '../../properties/mutants/reached.ts';

describe('what is never run', () => {
  test('is everything inside functions where modules are loaded and nothing is called', async () => {
    const mutants = allMutants('impl');
    const ranges = await neverRun([...new Set(mutants.map(({ file }) => file))], 'impl/index.js');
    const run = mutants.filter((mutant) => !isIn(ranges, mutant));
    expect(run.filter(({ where }) => /^(push|wake|arrive|sleep|isDone)$/.test(where))).toEqual([]);
    expect(run.length).toBeLessThan(mutants.length / 10);
  });

  test('is nothing of what the mutants change, once all that they are tried against first has run', async () => {
    expect([...(await mutantsNeverRun(PARTS.flatMap((part) => allMutants(part))))]).toEqual([]);
  });

  test('is not told of a module that is not even loaded', async () => {
    await expect(neverRun(['impl/queue.js'], 'model/index.js')).rejects.toThrow('does not load impl/queue.js');
  });
});
