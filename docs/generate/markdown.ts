/** The pieces of Markdown that the generated pages are put together from. */
import { CLAUSE_IDS, CLAUSES, type ClauseId } from '../../model/index.ts';

/** One cell of a table: text, or a number, which is written with its thousands apart. */
export type Cell = string | number;

export type Alignment = 'left' | 'right';

/** Joins blocks, each a paragraph, a heading, a table or a fence, with an empty line between them. Empty ones are left out. */
export function blocks(...parts: readonly string[]): string {
  return `${parts
    .map((part) => part.trimEnd())
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

/** A page: its title, what it is in a sentence or two, its blocks, and where it comes from. */
export function page(title: string, about: string, from: string, ...parts: readonly string[]): string {
  const comment = `<!-- Generated from ${from} by npm run docs. Change that, not this. -->`;
  return blocks(`${comment}\n\n# ${title}`, about, ...parts, generatedFrom(from));
}

/** The visible line at the end of every generated page. */
export function generatedFrom(from: string): string {
  return `---\n\nGenerated from ${from} by \`npm run docs\`.`;
}

export function heading(level: 1 | 2 | 3 | 4 | 5 | 6, text: string): string {
  return `${'#'.repeat(level)} ${text}`;
}

/** The anchor that the forge gives a heading, as it stands after `#` in a link. */
export function anchorOf(text: string): string {
  const kept = text.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}\p{Mark}\s_-]/gu, '');
  return kept.trim().replaceAll(/\s/g, '-');
}

export function link(text: string, target: string): string {
  return `[${text}](${target})`;
}

export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** A fenced block; a longer fence where the text has one of its own. */
export function fence(language: string, text: string): string {
  const marks = [...text.matchAll(/^`{3,}/gm)].map(([found]) => found.length);
  const bar = '`'.repeat(Math.max(3, ...marks.map((length) => length + 1)));
  return `${bar}${language}\n${text.trimEnd()}\n${bar}`;
}

/** Numbers stand to the right unless it is said otherwise. */
export function table(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  alignment: readonly (Alignment | undefined)[] = [],
): string {
  const right = (column: number): boolean =>
    alignment[column] === undefined
      ? rows.length > 0 && rows.every((row) => typeof row[column] === 'number')
      : alignment[column] === 'right';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(head.map(inCell)),
    `|${head.map((_, column) => (right(column) ? '--:' : '---')).join('|')}|`,
    ...rows.map((row) => line(row.map((cell) => (typeof cell === 'number' ? number(cell) : inCell(cell))))),
  ].join('\n');
}

/** With its thousands apart. */
export function number(value: number): string {
  return value.toLocaleString('en');
}

/** A cell has no lines, and no bars that would end it. */
function inCell(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll(/(?<!\\)\|/g, '\\|');
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item.replaceAll('\n', '\n  ')}`).join('\n');
}

/** Text that stands folded until it is clicked. */
export function details(summary: string, text: string): string {
  return `<details><summary>${html(summary)}</summary>\n\n${text.trimEnd()}\n\n</details>`;
}

/** Markdown text that shows as it is: no emphasis, no tags. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]|]/g, (mark) => `\\${mark}`);
}

const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A link to a clause. `from` leads from the page to the folder docs/: '' in docs/ itself, '../' one folder down. */
export function clauseLink(id: ClauseId, from = ''): string {
  return link(id, `${from}specification.md#${anchorOf(id)}`);
}

export function clauseLinks(ids: readonly ClauseId[], from = ''): string {
  return ids.map((id) => clauseLink(id, from)).join(', ');
}

/** A link to a clause with its title: `C18 (waitmsg)`. */
export function clauseWithTitle(id: ClauseId, from = ''): string {
  return `${clauseLink(id, from)} (${CLAUSES[id].title})`;
}

/** Text in which clauses (`C18`) and decisions (`decision 3`) are links, but for what stands in code or is a link already. */
export function withReferences(text: string, from = ''): string {
  return text
    .split(/(`[^`]*`|\[[^\]]*\]\([^)]*\))/)
    .map((part, index) => (index % 2 === 1 ? part : referring(part, from)))
    .join('');
}

function referring(text: string, from: string): string {
  return text
    .replaceAll(/\bC\d+\b/g, (name) => {
      const id = CLAUSE_IDS.find((one) => one === name);
      return id === undefined ? name : clauseLink(id, from);
    })
    .replaceAll(/\bdecision \d+\b/g, (cited) => link(cited, `${from}specification.md#decisions`));
}

/** A link to an action of the model in the specification. */
export function actionLink(name: string, from = ''): string {
  return link(code(name), `${from}specification.md#${anchorOf(name)}`);
}

/** A link to a flag in the specification. */
export function flagLink(name: string, from = ''): string {
  return link(code(name), `${from}specification.md#${anchorOf(name)}`);
}

/** A label of a Mermaid diagram, quoted, with what its grammar would take for its own written as entities. */
export function mermaidLabel(text: string): string {
  const entities: Readonly<Record<string, string>> = { '"': '#quot;', ';': '#59;', '#': '#35;' };
  return `"${text.replaceAll(/["#;]/g, (mark) => entities[mark] ?? mark)}"`;
}
