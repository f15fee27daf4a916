/**
 * Loads built modules once more, with changes in their text.
 *
 * A module is made afresh if it is changed itself or imports one that is; all others are those that are loaded already.
 * The new ones are `data:` URLs, whose imports are rewritten to name each other, so nothing is written anywhere.
 */
import { readFile } from 'node:fs/promises';
import { builtFile } from '../built-file.ts';
import type { Change, Splice } from './fault.ts';

/** The compiler writes each import on a line of its own. */
const IMPORT = /^((?:import|export) .* from )(['"])(\.[^'"]+)\2;$/gm;

/**
 * The exports of a built module after `changes` of it or of modules that it imports.
 *
 * @param entry from the root of what is built: `impl/thread.js`
 * @param name of whatever is seeded, for errors
 * @throws Error if there is no build, or a change does not fit the text exactly once
 */
export async function reload(name: string, entry: string, changes: readonly (Change | Splice)[]): Promise<unknown> {
  const [only] = await reloadAll(name, [entry], changes);
  return only;
}

/** The same of several modules, which share what they import. */
export async function reloadAll(
  name: string,
  entries: readonly string[],
  changes: readonly (Change | Splice)[],
): Promise<readonly unknown[]> {
  const fresh = new Fresh(name, changes);
  const urls = await Promise.all(entries.map((entry) => fresh.urlOf(builtFile(entry))));
  fresh.checkAllApplied(entries.join(', '));
  return Promise.all(urls.map((url) => import(/* @vite-ignore */ url)));
}

class Fresh {
  readonly #name: string;
  /** With the addresses of the modules that they are of. */
  readonly #changes: readonly ((Change | Splice) & { readonly href: string })[];
  readonly #urls = new Map<string, Promise<string>>();

  constructor(name: string, changes: readonly (Change | Splice)[]) {
    this.#name = name;
    this.#changes = changes.map((change) => ({ ...change, href: builtFile(change.file).href }));
  }

  /** What to import instead of a module. */
  urlOf(module: URL): Promise<string> {
    const known = this.#urls.get(module.href);
    if (known !== undefined) return known;
    const url = this.#make(module);
    this.#urls.set(module.href, url);
    return url;
  }

  checkAllApplied(entry: string): void {
    const strays = this.#changes.filter(({ href }) => !this.#urls.has(href));
    const [stray] = strays;
    if (stray !== undefined) throw new Error(`${this.#name}: ${entry} does not import ${stray.file}`);
  }

  async #make(module: URL): Promise<string> {
    const original = await this.#read(module);
    let text = this.#changed(module, original);
    let isFresh = text !== original;
    const specifiers = new Set([...text.matchAll(IMPORT)].map((found) => found[3] ?? ''));
    const urls = new Map<string, string>();
    for (const specifier of specifiers) {
      const imported = new URL(specifier, module);
      const url = await this.urlOf(imported);
      urls.set(specifier, url);
      isFresh ||= url !== imported.href;
    }
    if (!isFresh) return module.href;
    text = text.replace(IMPORT, (_, before, quote, specifier) => `${before}${quote}${urls.get(specifier)}${quote};`);
    return `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`;
  }

  async #read(module: URL): Promise<string> {
    try {
      return await readFile(module, 'utf8');
    } catch (cause) {
      throw new Error(`${this.#name}: cannot read ${module.pathname}; \`npm run build\` makes it`, { cause });
    }
  }

  #changed(module: URL, original: string): string {
    let text = original;
    for (const change of this.#changes) {
      const { file, href, to } = change;
      if (href !== module.href) continue;
      if ('start' in change) {
        text = text.slice(0, change.start) + to + text.slice(change.end);
        continue;
      }
      const { from } = change;
      const parts = text.split(patternOf(from));
      if (parts.length !== 2) {
        throw new Error(
          `${this.#name} does not fit ${file} any more: "${from}" stands there ${parts.length - 1} times`,
        );
      }
      text = parts.join(to);
    }
    return text;
  }
}

/** The text as it stands, however the compiler breaks its lines. */
function patternOf(text: string): RegExp {
  const escaped = text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  return new RegExp(escaped.replace(/\s+/g, '\\s+'));
}
