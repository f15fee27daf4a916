// The reference has every export of every entry point, and every export says what it is.
import { describe, expect, test } from 'vitest';
import { ENTRY_POINTS } from '../../docs/generate/api.ts';
import { docstring, firstSentence, prose } from '../../docs/generate/docstring.ts';
import { type Exported, exportsOf } from '../../docs/generate/exports.ts';
import { ROOT, readPage } from './read-page.ts';

const pack = JSON.parse(readPage('package.json')) as { exports: Record<string, { types: string; default: string }> };

test('the entry points are those of the package', () => {
  const modules = Object.fromEntries(
    Object.entries(pack.exports).map(([name, { types }]) => [
      name.replace(/^\./, 'lwkt'),
      types.replace('./dist/', '').replace('.d.ts', '.ts'),
    ]),
  );
  expect(Object.fromEntries(ENTRY_POINTS.map(({ name, module }) => [name, module]))).toEqual(modules);
});

/** Exports without a sentence on what they are. */
const silent = (all: readonly Exported[]): string[] =>
  all.filter(({ doc }) => firstSentence(doc) === '').map(({ module, name }) => `${module}: ${name} needs a docstring`);

describe.each(ENTRY_POINTS.map((entry) => [entry.name, entry] as const))('%s', (_, { name, module, path }) => {
  const all = exportsOf(module);

  test('every export has a docstring', () => {
    expect(silent(all)).toEqual([]);
  });

  test('whatever is there at run time is in the reference', async () => {
    const { default: built = '' } = pack.exports[name.replace('lwkt', '.')] ?? {};
    const there = Object.keys((await import(/* @vite-ignore */ new URL(built, `file://${ROOT}`).href)) as object);
    const roots = new Set(all.map((one) => one.name.split('.')[0]));
    expect(there.length).toBeGreaterThan(5);
    expect(there.filter((one) => !roots.has(one))).toEqual([]);
    const page = readPage(path);
    expect(all.filter((one) => !page.includes(`\n### ${one.name}\n`)).map((one) => one.name)).toEqual([]);
  });
});

test('an export without docstring is found', () => {
  const [one] = exportsOf('impl/index.ts');
  expect(silent([{ ...(one as Exported), doc: '' }])).toEqual(['model/names.ts: RefusalCode needs a docstring']);
});

test('public methods are told, private ones are not', () => {
  const thread = exportsOf('impl/index.ts').find(({ name }) => name === 'Thread');
  const names = thread?.members.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['constructor', 'domsg', 'sendmsg', 'waitport']));
  expect(names?.filter((name) => name.startsWith('#'))).toEqual([]);
  const execution = exportsOf('properties/interleaving/index.ts').find(({ name }) => name === 'Execution');
  expect(execution?.members.map(({ name }) => name)).toContain('take');
  expect(execution?.members.map(({ name }) => name)).not.toContain('judge');
});

describe('a docstring', () => {
  test('becomes paragraphs and a list of its tags', () => {
    const doc =
      'Sends <it> (C5).\nAt once.\n\nidle   free\nbegun  not\n\n@param port where to\n@returns nothing\n@throws LwktError';
    expect(docstring(doc, '')).toBe(
      [
        'Sends &lt;it> ([C5](specification.md#c5)).\nAt once.',
        '```text\nidle   free\nbegun  not\n```',
        '- `port` where to\n- *returns* nothing\n- *throws* LwktError',
      ].join('\n\n'),
    );
    expect(docstring('@param a b', '')).toBe('- `a` b');
    expect(docstring('One line. @throws TokenError', '')).toBe('One line.\n\n- *throws* TokenError');
  });

  test('has a first sentence', () => {
    expect(firstSentence('One.\nTwo.')).toBe('One.');
    expect(firstSentence('What `a.b` is,\nin words. More.')).toBe('What `a.b` is, in words.');
    expect(firstSentence('no end')).toBe('no end');
  });

  test('keeps code as it is', () => {
    expect(prose('`a < C5` and C99', '')).toBe('`a < C5` and C99');
  });
});
