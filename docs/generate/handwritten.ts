/** The pages that people write: only what stands between markers in them is generated. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Page } from './page.ts';
import { fillIn } from './snippets.ts';

const FOLDERS = ['docs', 'docs/guides'];

/** Every generated page starts with this. */
const GENERATED = /^<!-- Generated from /;

/** Paths of the hand-written pages: the README, and what nobody generates in the folders above. */
export function handwrittenPaths(): readonly string[] {
  const inDocs = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => `${folder}/${name}`),
  );
  return ['README.md', ...inDocs.filter((path) => !GENERATED.test(readFileSync(path, 'utf8')))];
}

export const HANDWRITTEN: readonly Page[] = handwrittenPaths().map((path) => ({
  path,
  text: () => fillIn(path, readFileSync(path, 'utf8')),
}));
