// The generated pages say what the model and the runs say today. `npm run docs` writes them anew.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PAGES } from '../../docs/generate/pages.ts';

test('no path is written twice', () => {
  expect(new Set(PAGES.map(({ path }) => path)).size).toBe(PAGES.length);
});

test.each(PAGES.map((page) => [page.path, page] as const))('%s is up to date (npm run docs)', async (path, page) => {
  const stored = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  expect((await page.text()).split('\n')).toEqual(stored.split('\n'));
});
