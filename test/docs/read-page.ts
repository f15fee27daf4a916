// What the tests ask of a Markdown page: its links, its anchors, its fenced blocks.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { anchorOf } from '../../docs/generate/markdown.ts';

export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));

export const readPage = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');

/** All Markdown pages that a person is meant to read, generated and hand-written. */
export function allPages(): string[] {
  const inDocs = readdirSync(`${ROOT}docs`, { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md') && !path.includes('/.vitepress/'));
  return ['README.md', 'CHANGELOG.md', ...inDocs.sort()];
}

export interface Fence {
  readonly language: string;
  readonly text: string;
}

const FENCE = /^(`{3,})(\w*)\n([\s\S]*?)\n?^\1$/gm;

export function fences(page: string): readonly Fence[] {
  return [...page.matchAll(FENCE)].map(([, , language = '', text = '']) => ({ language, text }));
}

const prose = (page: string): string => page.replaceAll(FENCE, '');

/** Targets of the links and pictures of a page, those in code left out. */
export function links(page: string): readonly string[] {
  const text = prose(page).replaceAll(/(`+)[^`].*?\1/g, 'code');
  const inline = [...text.matchAll(/\]\(<?([^)>\s]+)>?(?: "[^"]*")?\)/g)];
  const referenced = [...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  return [...inline, ...referenced].map(([, target = '']) => target);
}

/** What may stand after `#` in a link to the page. The second heading of the same text gets `-1`, and so on. */
export function anchors(page: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [, heading = ''] of prose(page).matchAll(/^#{1,6} (.+)$/gm)) {
    const anchor = anchorOf(heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, ''));
    let unique = anchor;
    for (let n = 1; found.has(unique); n++) unique = `${anchor}-${n}`;
    found.add(unique);
  }
  for (const [, id = ''] of page.matchAll(/<\w+ (?:id|name)="([^"]+)"/g)) found.add(id);
  return found;
}
