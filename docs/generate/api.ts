/** The reference of the public entry points: every export with its declaration and its docstring. */
import { readFileSync } from 'node:fs';
import { docstring, firstSentence, prose } from './docstring.ts';
import { type Exported, exportsOf, type Member } from './exports.ts';
import { anchorOf, blocks, code, fence, heading, link, page, table } from './markdown.ts';
import type { Page } from './page.ts';

interface EntryPoint {
  /** As it is imported. */
  readonly name: string;
  readonly module: string;
  readonly path: string;
  readonly about: string;
}

export const ENTRY_POINTS: readonly EntryPoint[] = [
  {
    name: 'lwkt',
    module: 'impl/index.ts',
    path: 'docs/api/lwkt.md',
    about: 'The message ports: what a program needs that sends messages between worker threads.',
  },
  {
    name: 'lwkt/model',
    module: 'model/index.ts',
    path: 'docs/api/model.md',
    about: 'The executable specification: state, actions, clauses, and what holds of them.',
  },
  {
    name: 'lwkt/properties',
    module: 'properties/index.ts',
    path: 'docs/api/properties.md',
    about: 'The checker: the model explored, an implementation held to it, histories judged, seeded faults found.',
  },
  {
    name: 'lwkt/interleaving',
    module: 'properties/interleaving/index.ts',
    path: 'docs/api/interleaving.md',
    about: 'The interleaving engine: any synchronous code over shared memory, through every interleaving.',
  },
];

const TO_DOCS = '../';
const FROM = 'the docstrings of the exported declarations';

export const API: readonly Page[] = [
  ...ENTRY_POINTS.map((entry): Page => ({ path: entry.path, text: () => referencePage(entry) })),
  { path: 'docs/api/README.md', text: contentsPage },
];

function contentsPage(): string {
  const rows = ENTRY_POINTS.map(({ name, path, about }) => [link(code(name), path.replace('docs/api/', '')), about]);
  return page(
    'API reference',
    'What can be imported, and from where. Each page has every export with its declaration.',
    FROM,
    table(['import from', 'what it is'], rows),
  );
}

function referencePage({ name, module, about }: EntryPoint): string {
  const all = exportsOf(module);
  const modules = [...new Set(all.map((one) => one.module))];
  const groups = modules.map((path) => all.filter((one) => one.module === path));
  return page(name, about, FROM, contents(groups), ...groups.map(group));
}

/** The title of a group: the module without its folder `impl/` or `properties/`, as the index names it. */
const titleOf = (module: string): string =>
  module.replace(/^(impl|model|properties)\//, '').replace(/(\/index)?\.ts$/, '');

function contents(groups: readonly (readonly Exported[])[]): string {
  const rows = groups.map((group) => {
    const title = titleOf(group[0]?.module ?? '');
    return [title, group.map(({ name }) => link(code(name), `#${anchorOf(name)}`)).join(' ')];
  });
  return table(['module', 'exports'], rows);
}

function group(all: readonly Exported[]): string {
  const module = all[0]?.module ?? '';
  const source = link(code(module), `../../${module}`);
  return blocks(
    heading(2, `Module ${titleOf(module)}`),
    `${prose(firstSentence(headOf(module)), TO_DOCS)} (${source})`,
    ...all.map(exported),
  );
}

/** What a source file says of itself in its first lines. */
function headOf(module: string): string {
  const text = readFileSync(module, 'utf8');
  const block = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1];
  const lines = block === undefined ? /^(?:\/\/.*\n)+/.exec(text)?.[0] : block;
  return (lines ?? '').replaceAll(/^\s*(?:\/\/|\*) ?/gm, '').trim();
}

function exported({ name, text, doc, members }: Exported): string {
  const documented = members.filter((one) => one.doc !== '');
  const plain = members.filter((one) => one.doc === '').map((one) => `\n  ${one.text}`);
  const shown = plain.length === 0 ? text : `${text} {${plain.join('')}\n}`;
  return blocks(
    heading(3, name),
    fence('ts', shown),
    docstring(doc, TO_DOCS),
    ...documented.map((one) => member(name, one)),
  );
}

/** What has no docstring of its own is told by its declaration, in that of its class. */
function member(owner: string, { name, text, doc }: Member): string {
  const title = name === 'constructor' ? `new ${owner}` : `${owner}.${name}`;
  return blocks(heading(4, title), fence('ts', text), docstring(doc, TO_DOCS));
}
