/** Tokens carry fingerprints of what they were found with, and a replay says what has changed since, and runs it all the same. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tokenizer } from 'acorn';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { loadModule } from '../../properties/audit/module.ts';
import { tokenOf } from '../../properties/check/counterexample.ts';
import { runFingerprints } from '../../properties/check/found-with.ts';
import { show } from '../../properties/check/show.ts';
import { implementationNamed } from '../../properties/check/subject.ts';
import { decode, encode, type RunToken } from '../../properties/check/token.ts';
import { LWKT_2003, SYNCHRONOUS } from '../../properties/faults/lwkt-2003/index.ts';
import { codeOf } from '../../properties/fingerprints/code.ts';
import {
  canonical,
  changedSince,
  changedText,
  type Fingerprints,
  fingerprint,
  fingerprintOfImports,
  fingerprintOfModules,
  packFingerprints,
  unpackFingerprints,
} from '../../properties/fingerprints/index.ts';
import { IMPLEMENTATION, type Implementation } from '../../properties/implementation.ts';
import { exhaustive } from '../../properties/interleaving/index.ts';
import type { Program } from '../../properties/programs/program.ts';
import { systemOf } from '../../properties/programs/system.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';

const folder = mkdtempSync(join(tmpdir(), 'lwkt-prints-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A counterexample as a check prints it. */
function found(program: Program, implementation: Implementation): string {
  const monitor = new RefinementMonitor(program, implementation);
  const { violation, schedule = [] } = exhaustive(systemOf(program, implementation), { monitor });
  if (violation === undefined) throw new Error(`nothing is wrong with ${implementation.name}`);
  return tokenOf({ implementation, program, choices: schedule, violation });
}

const TOKEN = found(SYNCHRONOUS, LWKT_2003);
const TAKEN = decode(TOKEN) as RunToken;
const PARTS = ['program', 'implementation', 'model'] as const;

/** The token with one of its fingerprints another one. */
function otherwise(part: keyof Fingerprints): RunToken {
  return { ...TAKEN, fingerprints: { ...TAKEN.fingerprints, [part]: '00000000' } };
}

describe('a token', () => {
  test('has three fingerprints of eight digits', () => {
    expect(Object.keys(TAKEN.fingerprints)).toEqual([...PARTS]);
    for (const part of PARTS) expect(TAKEN.fingerprints[part]).toMatch(/^[0-9a-f]{8}$/);
  });

  test('is hardly longer by them', () => {
    const without = encode({ ...TAKEN, fingerprints: {} });
    expect(TOKEN.length - without.length).toBeLessThan(40);
    expect(TOKEN.length).toBeLessThan(300);
  });

  test('gives back what it was made of, whatever the fingerprints are', () => {
    const digits = fc.option(fc.stringMatching(/^[0-9a-f]{8}$/), { nil: undefined });
    const parts = fc.record({ program: digits, implementation: digits, against: digits, model: digits });
    fc.assert(
      fc.property(parts, (given) => {
        const known = Object.entries(given).filter(([, print]) => print !== undefined);
        const fingerprints: Fingerprints = Object.fromEntries(known);
        expect(unpackFingerprints(packFingerprints(fingerprints))).toEqual(fingerprints);
        expect(decode(encode({ ...TAKEN, fingerprints }))).toEqual({ ...TAKEN, fingerprints });
      }),
      { seed: 1 },
    );
  });

  test('of an older format is refused with a sentence', () => {
    expect(() => decode(TOKEN.replace(/^lwkt\d+/, 'lwkt1'))).toThrow(
      'This token has format 1; this version of lwkt reads format 2 only: make it again with a check.',
    );
  });
});

describe('a replay', () => {
  test('says nothing where nothing has changed', async () => {
    const { text, changed, fingerprints } = await show(TAKEN, TOKEN);
    expect(changed).toEqual([]);
    expect(fingerprints).toEqual(TAKEN.fingerprints);
    expect(text).toMatch(/^Violated: C20/);
  });

  test.each(PARTS)('says so where only the %s is another, and takes the run all the same', async (part) => {
    const now = TAKEN.fingerprints[part];
    const shown = await show(otherwise(part), TOKEN, { width: 1000 });
    expect(shown.changed).toEqual([{ part, found: '00000000', now }]);
    expect(shown.text.split('\n').slice(0, 3)).toEqual([
      `The ${part} (00000000, now ${now}) is not the one that this was found with: ` +
        "what follows is how the schedule runs on today's, judged by today's model.",
      '',
      expect.stringMatching(/^Violated: C20/),
    ]);
    expect(shown.violated).toBe(true);
  });

  test('says in one sentence where all are others', () => {
    const changed = changedSince({ program: '1', model: '2' }, { program: '3', implementation: '5', model: '4' });
    expect(changedText(changed, 'that')).toBe(
      'The program (1, now 3) and the model (2, now 4) are not those that this was found with: what follows is that.',
    );
    expect(changedText([], 'that')).toBeUndefined();
  });

  test('of another implementation takes steps that do other operations', async () => {
    const { violated } = await show({ ...otherwise('implementation'), digest: 'A'.repeat(26) }, TOKEN);
    expect(violated).toBe(true);
  });

  test('of the same implementation does not', async () => {
    const token = { ...TAKEN, digest: 'A'.repeat(26) };
    await expect(show(token, TOKEN)).rejects.toThrow(/The replay diverges .* By their fingerprints .* are the same/);
  });

  // The schedule is none of the program, which only the fingerprint explains.
  const unfit = (token: RunToken): RunToken => ({ ...token, schedule: [[1, 90]] });

  test('whose schedule does not fit looks at every other, and gives one that fails', async () => {
    const { text, violated } = await show(unfit(otherwise('implementation')), TOKEN, { width: 1000 });
    expect(violated).toBe(true);
    expect(text).toMatch(/The schedule does not fit: step \d+ of 90 is for thread 1 to run, but only thread 0/);
    expect(text).toMatch(/Every interleaving was looked at \(\d+ states\) as well, with this violation/);
    const [, again = ''] = /replay (lwkt2-\S+)/.exec(text) ?? [];
    expect((decode(again) as RunToken).fingerprints).toEqual(TAKEN.fingerprints);
    expect((await show(decode(again), again)).changed).toEqual([]);
  });

  test('whose schedule does not fit says where nothing is wrong any more', async () => {
    const repaired = { ...unfit(otherwise('implementation')), implementation: 'lwkt-2007' };
    const { text, violated } = await show(repaired, TOKEN, { width: 1000 });
    expect(violated).toBe(false);
    expect(text).toMatch(/was looked at \(\d+ states\) as well, with no violation/);
    await expect(show(unfit(TAKEN), TOKEN)).rejects.toThrow(/^The replay diverges at step 1 of/);
  });
});

describe('the fingerprint', () => {
  const write = (path: string, text: string): URL => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
    return pathToFileURL(join(folder, path));
  };

  test('is FNV-1a with the mixing of MurmurHash3, by hand', () => {
    const times = (one: bigint, other: bigint): bigint => BigInt.asUintN(32, one * other);
    const mixed = (texts: readonly string[]): string => {
      const units = texts.flatMap((text) =>
        [...Array(text.length).keys()].map((at) => text.charCodeAt(at)).concat(65536),
      );
      let hash = units.reduce((sum, unit) => times(sum ^ BigInt(unit), 16777619n), 2166136261n);
      hash = times(hash ^ (hash >> 16n), 0x85ebca6bn);
      hash = times(hash ^ (hash >> 13n), 0xc2b2ae35n);
      return (hash ^ (hash >> 16n)).toString(16).padStart(8, '0');
    };
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        expect(fingerprint(texts)).toBe(mixed(texts));
      }),
      { seed: 1 },
    );
    expect(fingerprint(['ab', 'c'])).not.toBe(fingerprint(['a', 'bc']));
    expect(fingerprint(['a', ''])).not.toBe(fingerprint(['a']));
  });

  test('of data does not depend on the order of its fields', () => {
    expect(canonical({ b: [{ d: 1, c: 2 }], a: undefined })).toBe('{"b":[{"c":2,"d":1}]}');
    expect(canonical({ b: 1 })).not.toBe(canonical({ b: 2 }));
  });

  test('of ports is another with a fault in them, and with each', async () => {
    const names = ['impl', 'the lost wakeup of 2003', 'notify before DONE', 'lwkt-2003'];
    const ports = await Promise.all(names.map(implementationNamed));
    const prints = ports.map((each) => runFingerprints(SYNCHRONOUS, each).implementation);
    expect(prints).not.toContain(undefined);
    expect(new Set(prints).size).toBe(names.length);
    expect(runFingerprints(SYNCHRONOUS, { ...IMPLEMENTATION, fingerprint: () => undefined })).not.toHaveProperty(
      'implementation',
    );
  });

  test('of modules is that of their code and of what they import, wherever they lie', () => {
    const print = (at: string, queue: string): string => {
      write(`${at}/queue.mjs`, queue);
      return fingerprintOfModules([write(`${at}/mine.mjs`, "import { one } from './queue.mjs';\nexport { one };\n")]);
    };
    const first = print('a', 'export const one = () => 1; // one');
    expect(print('b/c', '/** The one. */\r\n\r\n  export const one = () => 1;\r\n')).toBe(first);
    expect(print('a', 'export const one = () => 2;')).not.toBe(first);
    expect(fingerprintOfImports(write('alone.mjs', 'export const one = 1;'))).toBeUndefined();
  });

  test('of an audited module is of what was loaded, though the file is another now', async () => {
    const ports = new URL('../../dist/impl/index.js', import.meta.url);
    const text = `export * from '${ports.href}';\n`;
    const path = write('ports.mjs', text).pathname;
    const implementation = await loadModule(path);
    const before = implementation.fingerprint?.();
    expect(before).toMatch(/^[0-9a-f]{8}$/);
    const other = `${text}export const more = 1;\n`;
    write('ports.mjs', other);
    expect(implementation.fingerprint?.()).toBe(before);
    expect((await loadModule(write('others.mjs', other).pathname)).fingerprint?.()).not.toBe(before);
    expect((await loadModule(write('again.mjs', `// ports\n${text}`).pathname)).fingerprint?.()).toBe(before);
  });
});

/** What begins an expression within a template. */
const PUT = '$' + '{';

describe('code without comments', () => {
  const tokens = (text: string, onComment: () => void): string =>
    [...tokenizer(text, { ecmaVersion: 'latest', sourceType: 'module', onComment })]
      .map(({ start, end }) => text.slice(start, end))
      .join(' ');

  test('has the same tokens as a parser sees, and no comment, in all files that were built', () => {
    const built = new URL('../../dist/', import.meta.url);
    const files = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
    expect(files.length).toBeGreaterThan(300);
    let comments = 0;
    for (const name of files) {
      const text = readFileSync(new URL(name.replaceAll('\\', '/'), built), 'utf8').replace(/^#!.*/, '');
      const code = codeOf(text);
      const before = tokens(text, () => {
        comments += 1;
      });
      const left = (): void => {
        throw new Error(`${name}: a comment is left`);
      };
      expect(tokens(code, left) === before, name).toBe(true);
    }
    expect(comments).toBeGreaterThan(1000);
  });

  test.each([
    ['a /* b */ + c // d', 'a + c'],
    ['a\n\n  // b\n  c', 'a\nc'],
    [
      `'// a' + "/* b */" + \`/* ${PUT}c /* d */ + { e: \`}\` }.e} */  f\``,
      `'// a' + "/* b */" + \`/* ${PUT}c + { e: \`}\` }.e} */  f\``,
    ],
    ['x = /[/*]"/ // y', 'x = /[/*]"/'],
    ['x = a / b / c', 'x = a / b / c'],
    ['f(/\\/*/g) /* y */', 'f(/\\/*/g)'],
  ])('of %s is %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});
