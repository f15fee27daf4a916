/** `lwkt audit --mutants` from outside, and its processes: one that hangs is ended, and nothing is left behind. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Row, Section, Settings } from '../../properties/check/index.ts';
import { allMutants, type Mutant, PARTS } from '../../properties/mutants/index.ts';
import { ended, lwkt } from './command.ts';

const BOUND = { timeout: 60_000 };
const SETTINGS: Settings = { profile: 'smoke', seed: 1, implementation: 'mutants', mutants: true };
const SECTION = { name: 'mutants of impl' } as Section;

function mutant(name: string): Mutant {
  const found = allMutants('impl').find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no mutant "${name}"`);
  return found;
}

/** What the built pool says of some mutants, each of which may be silent for so long. */
async function tried(mutants: readonly Mutant[], patienceMs: number): Promise<readonly Row[]> {
  const { MutantPool } = (await import(
    /* @vite-ignore */ new URL('../../dist/properties/cli/mutants/pool.js', import.meta.url).href
  )) as typeof import('../../properties/cli/mutants/pool.ts');
  const rows: Row[] = [];
  const pool = new MutantPool(SETTINGS, mutants, new Set(), () => undefined, patienceMs);
  for (const { name } of mutants) await pool.run({ section: SECTION, name }, (row) => rows.push(row));
  await pool.close();
  return rows;
}

test('some mutants, a kill matrix, a score', BOUND, () => {
  const { code, stdout } = lwkt('audit', '--mutants', '--match', 'queue first', '--profile', 'smoke', '--seed', '1');
  expect(stdout).toContain('The implementation, changed');
  expect(stdout).toMatch(/drop +1 +\. +\. +1\n|all +.*\d+\n/);
  expect(stdout).toMatch(/2 of 2 mutants are noticed, 2 by a property and 0 by a hang/);
  expect(stdout).toContain('Every mutant is noticed, or has a reason why nobody can');
  expect(code).toBe(0);
});

test('a name that none has', BOUND, () => {
  const { code, stderr } = lwkt('audit', '--mutants', '--match', 'nonsense');
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'lwkt: No mutant has "nonsense" in its name.\n' });
});

test('a mutant that loops without end is ended, and the next one is tried', BOUND, async () => {
  const endless = mutant('queue contains: drop at = memory.get(layout.next(at))');
  const next = mutant('queue first: constant PORT.first→last');
  const [first, second] = await tried([endless, next], 6_000);
  expect(first).toMatchObject({ verdict: 'hangs', message: 'no sign of life for 6 seconds' });
  expect(second).toMatchObject({ verdict: 'killed' });
});

test('a mutant that dies is told from one that is killed by a property', BOUND, async () => {
  const first = mutant('queue first: constant PORT.first→last');
  const [row] = await tried([{ ...first, to: '(process.exit(1), 0)' }], 10_000);
  expect(row).toMatchObject({ verdict: 'hangs', message: 'the process that ran it died' });
});

describe('all mutants, in the smoke profile', () => {
  const GOLDEN = 'test/golden/mutants.txt';
  // Four and a half minutes on two cores: LWKT_DEEP=1 runs it, and UPDATE_GOLDEN=1 writes it down.
  const wanted = process.env['LWKT_DEEP'] !== undefined || process.env['UPDATE_MUTANTS'] !== undefined;

  test.runIf(wanted)('are noticed as the page says', { timeout: 600_000 }, async () => {
    const { code, stdout } = await ended(['audit', '--mutants', '--profile', 'smoke', '--seed', '1']);
    const [, report = ''] = stdout.split(/^Every mutant is noticed.*\n\n/m);
    // Seconds are the machine’s.
    const text = report.replaceAll(
      / and [\d.]+ seconds in the median, (\d+) and [\d.]+ at most/g,
      ' in the median, $1 at most',
    );
    if (process.env['UPDATE_MUTANTS'] !== undefined) writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, 'utf8'));
    expect(code).toBe(0);
  });

  test('are as many as the page says', () => {
    const page = readFileSync(GOLDEN, 'utf8');
    const counts = PARTS.map((part) => allMutants(part).length);
    expect([...page.matchAll(/^ +all +.*?(\d+)$/gm)].map(([, all]) => Number(all)).filter((all) => all > 200)).toEqual(
      counts,
    );
  });
});
