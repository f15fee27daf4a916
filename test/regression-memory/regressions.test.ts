/** Regression memory: files that say what failed, are read back as they were written, and fail again exactly where they should. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { runFingerprints } from '../../properties/check/found-with.ts';
import { implementationNamed } from '../../properties/check/index.ts';
import { regressionOf } from '../../properties/check/regressions.ts';
import type { Row } from '../../properties/check/section.ts';
import { encode, packChoices } from '../../properties/check/token.ts';
import { IMPLEMENTATION } from '../../properties/implementation.ts';
import {
  nameOf,
  type Regression,
  read,
  remember,
  remembered,
  tryAgain,
  written,
} from '../../properties/regressions/index.ts';
import { cases } from '../../properties/sampling/index.ts';
import { data, lwkt } from '../cli/command.ts';

const FOLDER = 'test/regressions';
const BOUND = { timeout: 60_000 };
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lwkt-'));
  folders.push(folder);
  return folder;
}

const KNOWN = remembered(FOLDER);

describe('what is checked in', () => {
  test('is a failure of each sort, named by its content', () => {
    expect(KNOWN.length).toBeGreaterThan(5);
    for (const { name, regression } of KNOWN) expect(nameOf(regression)).toBe(name);
  });

  test.each(KNOWN.map(({ name, regression }) => [name, regression] as const))(
    'holds today: %s',
    async (_, regression) => {
      expect(tryAgain(regression, await implementationNamed('impl')).again).toBeUndefined();
    },
  );

  test.each(KNOWN.map(({ name, regression }) => [name, regression] as const))(
    'fails where it was found, by the same clause: %s',
    async (_, regression) => {
      const { again, ignored } = tryAgain(regression, await implementationNamed(regression.found.on));
      expect(ignored).toBe(0);
      expect(again?.violation.kind).toBe(regression.kind);
      expect(again?.violation.message).toBe(regression.what);
    },
  );
});

describe('a file', () => {
  const [first] = KNOWN;
  if (first === undefined) throw new Error('nothing is remembered');
  const { regression } = first;

  test('is read back as it was written, whatever failed', () => {
    fc.assert(
      fc.property(cases(), fc.string(), ({ program, schedule }, what) => {
        const fingerprints = runFingerprints(program, IMPLEMENTATION);
        const found = { ...regression.found, fingerprints };
        const one: Regression = { ...regression, found, program, schedule, what };
        expect(read(written(one))).toEqual(one);
        expect(nameOf(read(written(one)))).toBe(nameOf(one));
      }),
      { seed: 20031119, numRuns: 200 },
    );
  });

  test('of a failure without schedule', () => {
    const { schedule: _, ...unscheduled } = regression;
    expect(read(written(unscheduled))).toEqual(unscheduled);
    expect(nameOf(unscheduled)).not.toBe(nameOf(regression));
  });

  test('is written once', () => {
    const folder = fresh();
    const path = remember(folder, regression);
    expect(readFileSync(path ?? '', 'utf8')).toBe(written(regression));
    expect(remember(folder, regression)).toBeUndefined();
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test.each([
    ['{', 'expected a regression {"format":"lwkt-regression/1",...}.'],
    ['{"format":"lwkt-regression/2"}', 'expected "format" to be "lwkt-regression/1", and not "lwkt-regression/2".'],
    [written(regression).replace('"clause": "C1"', '"clause": "C99"'), 'expected "clause" to be one of C1 to C26'],
    [written(regression).replace('"kind"', '"sort"'), 'expected "kind".'],
    [written(regression).replace('"call":"domsg"', '"call":"dontmsg"'), '"call" to be one of'],
    [
      written({ ...regression, found: { ...regression.found, fingerprints: { model: '12' } } }),
      'expected "model" to be a fingerprint of eight hexadecimal digits, and not "12".',
    ],
    [written({ ...regression, schedule: [{ op: '0.0', step: -1, to: 1 }] }), 'expected "step" to be a whole number'],
  ])('that is none is told in one sentence: %#', (text, sentence) => {
    const folder = fresh();
    writeFileSync(join(folder, 'bad.json'), text);
    expect(() => remembered(folder)).toThrow(`${join(folder, 'bad.json')} is no regression: `);
    expect(() => remembered(folder)).toThrow(sentence);
  });

  test('that is none ends the command before it has begun', BOUND, () => {
    const folder = fresh();
    writeFileSync(join(folder, 'bad.json'), '{');
    const { code, stdout, stderr } = lwkt('check', '--regressions', folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^lwkt: .*bad\.json is no regression: expected a regression .*\n$/);
  });
});

describe('a run', () => {
  const rowsOf = (stdout: string, section: string): Record<string, unknown>[] =>
    data(stdout).filter((line) => line['type'] === 'row' && line['section'] === section);

  test('tries what has failed before, first, and remembers what fails now', BOUND, () => {
    const folder = fresh();
    const fault = ['check', '--fault', 'abort completes twice', '--seed', '1', '--regressions', folder];
    const before = lwkt(...fault);
    expect(before.code).toBe(1);
    const [file = ''] = readdirSync(folder);
    expect(before.stdout).toContain(`Remembered, and tried first from now on: ${join(folder, file)}`);
    const again = lwkt(...fault, '--json');
    expect(again.code).toBe(1);
    const [row] = rowsOf(again.stdout, 'regressions');
    expect(row).toMatchObject({ name: file.replace('.json', ''), verdict: 'violated', clause: 'C22' });
    expect(row?.['message']).toMatch(/^failed before, and again: C22/);
    const sections = data(again.stdout).flatMap((line) => line['section'] ?? []);
    expect([...new Set(sections)]).toEqual(['awake', 'regressions', 'interleavings']);
    expect(readdirSync(folder)).toEqual([file]);
  });

  test('with a fault on purpose leaves the folder of the project alone', BOUND, () => {
    const before = readdirSync(FOLDER);
    expect(lwkt('check', '--fault', 'a plain DONE').code).toBe(1);
    expect(readdirSync(FOLDER)).toEqual(before);
  });

  test('of ports of one’s own tries them too, and leaves out what they do not promise', BOUND, () => {
    const mine = [
      'audit',
      'docs/examples/mutex-ports.mjs',
      '--profile',
      'smoke',
      '--seed',
      '1',
      '--budget',
      '5s',
      '--json',
    ];
    const rows = rowsOf(lwkt(...mine).stdout, 'regressions');
    expect(rows).toHaveLength(KNOWN.length);
    expect(rows.filter(({ verdict }) => !['holds', 'none failed', 'left out'].includes(String(verdict)))).toEqual([]);
    expect(rowsOf(lwkt(...mine, '--no-regressions').stdout, 'regressions')).toEqual([]);
  });

  test('whose code has changed looks at every interleaving of the program', async () => {
    const [{ regression }] = KNOWN as readonly [(typeof KNOWN)[number]];
    const lost = { ...regression, schedule: [{ op: '7.7', step: 3, to: 1 }] };
    expect(tryAgain(lost, await implementationNamed('impl'))).toMatchObject({ ignored: 1, states: 167 });
    const fault = await implementationNamed(regression.found.on);
    expect(tryAgain(lost, fault).again?.violation.message).toBe(regression.what);
  });
});

describe('what is remembered of a row', () => {
  const [{ regression }] = KNOWN as readonly [(typeof KNOWN)[number]];
  const row = {
    section: 'interleavings',
    name: 'it',
    bound: '',
    seconds: 0,
    verdict: 'violated',
    message: 'so',
  } as const;
  const token = {
    v: 2,
    kind: 'run',
    version: '0',
    fingerprints: { program: '0a1b2c3d', model: 'ffffffff' },
    implementation: 'impl',
    program: regression.program,
    schedule: packChoices([]),
    digest: '',
  } as const;

  test('is nothing without a token, of the model, and of what was remembered already', async () => {
    expect(await regressionOf(row)).toBeUndefined();
    const common = { v: 2, version: '0', fingerprints: {} } as const;
    const ofModel = encode({ ...common, kind: 'model', configuration: 'one message', violation: 'x' });
    expect(await regressionOf({ ...row, token: ofModel })).toBeUndefined();
    const told: Row = { ...row, section: 'regressions', token: encode({ ...token, violation: 'race' }) };
    expect(await regressionOf(told)).toBeUndefined();
  });

  test('has no schedule where only all interleavings show it', async () => {
    expect(await regressionOf({ ...row, token: encode({ ...token, violation: 'livelock' }) })).not.toHaveProperty(
      'schedule',
    );
    expect(await regressionOf({ ...row, token: encode({ ...token, violation: 'race' }) })).toHaveProperty(
      'schedule',
      [],
    );
  });
});
