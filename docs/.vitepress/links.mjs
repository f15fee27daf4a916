// Links out of docs/ lead to the sources. The site carries those that are linked, as text, so that it is whole by itself.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const linked = new Set();

/** @param md a markdown-it */
export function leadLinks(md) {
  md.core.ruler.push('lead-links', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type === 'link_open') lead(token, env.relativePath);
    }
  });
}

/** `page` is the path of the page in docs/, after the rewrites: a page is in the same folder as before. */
function lead(token, page) {
  const href = token.attrGet('href') ?? '';
  if (/^(https?:|mailto:|#|\/)/.test(href)) return;
  const [path = '', anchor] = href.split('#');
  const target = posix.join('docs', posix.dirname(page), path);
  if (target.startsWith('docs/') && target.endsWith('.md')) {
    token.attrSet('href', href.replace(/(^|\/)README\.md/, '$1index.md'));
    return;
  }
  linked.add(target);
  token.attrSet('href', `/source/${textPath(target)}${anchor === undefined ? '' : `#${anchor}`}`);
  token.attrSet('target', '_self');
}

/** A folder becomes the list of what is in it. */
const textPath = (path) => (path.endsWith('/') ? `${path}contents.txt` : `${path}.txt`);

/** Writes what was linked into the finished site. */
export function writeSources(outDir) {
  for (const path of linked) {
    const to = `${outDir}/source/${textPath(path)}`;
    mkdirSync(dirname(to), { recursive: true });
    const folder = statSync(`${ROOT}${path}`).isDirectory();
    writeFileSync(to, folder ? `${readdirSync(`${ROOT}${path}`).join('\n')}\n` : readFileSync(`${ROOT}${path}`));
  }
}
