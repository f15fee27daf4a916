// Every link of every page leads to a file that there is, and to a heading in it.
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allPages, anchors, links, ROOT, readPage } from './read-page.ts';

type Read = (path: string) => string | undefined;

const onDisk: Read = (path) => {
  if (!existsSync(`${ROOT}${path}`)) return undefined;
  return path.endsWith('.md') ? readPage(path) : '';
};

/** What is wrong with the links of a page, a sentence each. */
function broken(path: string, page: string, read: Read): string[] {
  return links(page).flatMap((link) => {
    if (/^(https?|mailto):/.test(link)) return [];
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : posix.join(posix.dirname(path), decodeURI(file));
    const text = file === '' ? page : read(target);
    if (text === undefined) return [`${path}: (${link}): there is no ${target}`];
    if (anchor === undefined || anchors(text).has(anchor)) return [];
    return [`${path}: (${link}): ${target} has no heading #${anchor}`];
  });
}

describe('links', () => {
  const pages = allPages();

  test('pages are all seen', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/README.md', 'docs/architecture.md']));
  });

  test.each(pages)('%s', (path) => {
    expect(broken(path, readPage(path), onDisk)).toEqual([]);
  });

  test('lead somewhere from the README: to the documentation', () => {
    expect(links(readPage('README.md'))).toEqual(expect.arrayContaining(['docs/README.md']));
  });

  test('every page of docs/ can be reached from docs/README.md', () => {
    const reached = new Set(['docs/README.md']);
    for (const path of reached) {
      for (const link of links(readPage(path))) {
        const target = posix.join(posix.dirname(path), link.split('#')[0] ?? '');
        if (pages.includes(target)) reached.add(target);
      }
    }
    expect(pages.filter((path) => path.startsWith('docs/') && !reached.has(path))).toEqual([]);
  });
});

describe('a link that leads nowhere is found', () => {
  const read: Read = (path) => ({ 'docs/other.md': '# Other\n\n## C1\n\n## C1\n', 'model/state.ts': '' })[path];
  const found = (page: string): string[] => broken('docs/page.md', page, read);

  test.each([
    ['a file that is not there', '[x](gone.md)', ['docs/page.md: (gone.md): there is no docs/gone.md']],
    [
      'a heading that is not there',
      '[x](other.md#c2)',
      ['docs/page.md: (other.md#c2): docs/other.md has no heading #c2'],
    ],
    [
      'a heading of the page itself',
      '[x](#nothing)',
      ['docs/page.md: (#nothing): docs/page.md has no heading #nothing'],
    ],
    ['a link by reference', '[x][1]\n\n[1]: gone.md', ['docs/page.md: (gone.md): there is no docs/gone.md']],
  ])('%s', (_, page, sentences) => {
    expect(found(page)).toEqual(sentences);
  });

  test('and what is right is let through', () => {
    const page = '# Here it is\n\n[a](other.md#c1-1) [b](../model/state.ts) [c](#here-it-is) [d](https://example.org/)';
    expect(found(`${page}\n\n\`[code](gone.md)\`\n\n\`\`\`js\n[block](gone.md)\n\`\`\`\n`)).toEqual([]);
  });
});
