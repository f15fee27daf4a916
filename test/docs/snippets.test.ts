// Markers in hand-written pages: what they are filled with, and that a wrong one is refused with a sentence.
// That the pages are up to date, pages.test.ts tests.
import { describe, expect, test } from 'vitest';
import { handwrittenPaths } from '../../docs/generate/handwritten.ts';
import { PAGES } from '../../docs/generate/pages.ts';
import { byHand, fillIn, snippets } from '../../docs/generate/snippets.ts';
import { readPage } from './read-page.ts';

const filled = (marker: string, text = 'stale text\n'): string =>
  fillIn('p.md', `a\n\n${marker}\n${text}<!-- end -->\n\nb\n`);

describe('a marker', () => {
  test('gives a whole file', () => {
    const page = filled('<!-- code: docs/examples/spin-lock.mjs -->');
    expect(page).toContain('-->\n```js\n// A spin lock with a bug');
    expect(page).toMatch(/^a\n\n<!-- code[\s\S]*```\n<!-- end -->\n\nb\n$/);
    expect(page).not.toContain('stale text');
  });

  test('gives one declaration with its comment', () => {
    expect(snippets(filled('<!-- code: model/names.ts#EASYNC -->'))[0]?.text).toBe(
      '```ts\n/** What a begin function answers for "taken, will be replied later". Never a completion code (decision 9). */\nexport const EASYNC = 99;\n```\n',
    );
  });

  test('gives what a program prints, and text that a test compares', () => {
    expect(filled('<!-- output: docs/examples/spin-lock.mjs -->')).toContain('race: Data race on counter');
    expect(filled('<!-- golden: test/golden/lost-wakeup-2003.txt -->')).toContain('C20 (no lost wakeup)');
  });

  test('gives the table of the scenarios', () => {
    expect(filled('<!-- scenarios -->').match(/^\| [\w ,]+ \|/gm)?.length).toBeGreaterThan(25);
  });

  test('may stand again where it is filled in', () => {
    const once = filled('<!-- code: model/names.ts#DONE -->');
    expect(fillIn('p.md', once)).toBe(once);
    expect(byHand(once)).toBe('a\n\n\n\nb\n');
  });

  test.each([
    ['of no known kind', '<!-- cod: x -->\n<!-- end -->', /^p\.md: <!-- cod: x -->: there is no such marker/],
    [
      'of a file that is not there',
      '<!-- code: gone.mjs -->\n<!-- end -->',
      /^p\.md: <!-- code: gone\.mjs -->: ENOENT/,
    ],
    [
      'of a name that is not there',
      '<!-- code: model/names.ts#GONE -->\n<!-- end -->',
      /model\/names\.ts declares no GONE/,
    ],
    ['of a program that fails', '<!-- output: gone.mjs -->\n<!-- end -->', /the program ended with 1 and said/],
    ['without its end', '<!-- scenarios -->\ntext', /^p\.md: <!-- scenarios --> is a marker without its end/],
  ])('%s is refused', (_, page, sentence) => {
    expect(() => fillIn('p.md', page)).toThrow(sentence);
  });
});

describe('the hand-written pages', () => {
  test('are all filled in by npm run docs', () => {
    const paths = handwrittenPaths();
    expect(paths).toEqual(expect.arrayContaining(['README.md', 'docs/README.md', 'docs/architecture.md']));
    expect(PAGES.map(({ path }) => path)).toEqual(expect.arrayContaining([...paths]));
  });

  test('show code and output together: whoever shows a program shows what it prints', () => {
    for (const path of handwrittenPaths()) {
      const of = (kind: string): string[] =>
        snippets(readPage(path)).flatMap((one) => (one.kind === kind ? [one.argument] : []));
      const programs = of('code').filter((file) => /^docs\/examples\/[^#]*\.mjs$/.test(file));
      expect(of('output'), path).toEqual(expect.arrayContaining(programs));
    }
  });
});
