/** The texts of modules, and of what they import by relative paths: what a fingerprint of code is made of. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { codeOf } from './code.ts';
import { fingerprint } from './fingerprint.ts';

/** `from './queue.js'`, `import './queue.js'`, `import('./queue.js')`. What only looks like one names no file. */
const IMPORT = /\b(?:from|import)\s*\(?\s*(["'])(\.{1,2}\/[^"'\n]+)\1/g;

/** Of a folder only what is in it counts: the ports import names of the model, which has a fingerprint of its own. */
export interface Within {
  readonly within?: URL;
}

/**
 * The fingerprint of modules and all that they import by relative paths, however far.
 *
 * The code of a file counts, and not its comments or its indentation. Files are told apart by their paths from the first
 * entry, so that where the folder lies makes no difference.
 *
 * @param entries files that are there
 * @throws Error if they are not
 */
export function fingerprintOfModules(entries: readonly URL[], { within }: Within = {}): string {
  const texts = new Map<string, string>();
  const visit = (module: URL): void => {
    if (texts.has(module.href) || (within !== undefined && !module.href.startsWith(within.href))) return;
    const text = textOf(module);
    texts.set(module.href, text);
    for (const [, , specifier = ''] of text.matchAll(IMPORT)) {
      const imported = new URL(specifier, module);
      if (isFile(imported)) visit(imported);
    }
  };
  for (const entry of entries) visit(entry);
  const [first] = entries;
  const named = [...texts].map(([href, text]) => [relative(first?.href ?? '', href), text] as const);
  return fingerprint(named.sort(([one], [other]) => (one < other ? -1 : 1)).flat());
}

/** Of one file without what it imports. */
export function fingerprintOfFile(file: URL): string {
  return fingerprint([textOf(file)]);
}

/** Of what a file imports by relative paths, however far; undefined: it imports nothing so. */
export function fingerprintOfImports(module: URL): string | undefined {
  const imported = [...textOf(module).matchAll(IMPORT)]
    .map(([, , specifier = '']) => new URL(specifier, module))
    .filter(isFile);
  return imported.length === 0 ? undefined : fingerprintOfModules(imported);
}

function textOf(file: URL): string {
  return codeOf(readFileSync(file, 'utf8'));
}

function isFile(url: URL): boolean {
  return existsSync(url) && statSync(url).isFile();
}

/** From one address to another, as `../names.js`; empty from one to itself, so that a copy is the same. */
function relative(from: string, to: string): string {
  return from === to ? '' : posix.relative(posix.dirname(from), to);
}
