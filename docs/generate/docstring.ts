/** Docstrings as Markdown: paragraphs, drawn figures as blocks, and the tags as a list. */
import { blocks, fence, list, withReferences } from './markdown.ts';

/** @param from leads from the page to the folder docs/ */
export function docstring(doc: string, from: string): string {
  const [text = '', ...tags] = ` ${doc}`.split(/\s(?=@(?:param|returns|throws)\b)/);
  const paragraphs = text
    .split(/\n{2,}/)
    .map((paragraph) => (isDrawn(paragraph) ? fence('text', paragraph) : prose(paragraph, from)));
  return blocks(...paragraphs, list(tags.map((tag) => tagText(tag, from)))).trimEnd();
}

/** The first sentence of a docstring, for tables and lists. */
export function firstSentence(doc: string): string {
  const [paragraph = ''] = doc.split(/\n{2,}/);
  const flat = paragraph.replaceAll(/\s+/g, ' ');
  return /^.*?[.!?](?= |$)/.exec(flat)?.[0] ?? flat;
}

/** Columns that were lined up by hand lose their meaning when lines are joined. */
function isDrawn(paragraph: string): boolean {
  return /\S {2,}\S/.test(paragraph);
}

/** `throws` is what errors there are, `returns` what comes back; anything else is a parameter with its name. */
function tagText(tag: string, from: string): string {
  const [, kind = '', rest = ''] = /^@(\w+)\s+([\s\S]*)$/.exec(tag) ?? [];
  if (kind !== 'param') return `*${kind}* ${prose(rest, from)}`;
  const [, name = '', about = ''] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
  return `\`${name}\` ${prose(about, from)}`.trimEnd();
}

/** Outside code: no tags, and clauses lead to the specification. */
export function prose(text: string, from: string): string {
  return text
    .trim()
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : withReferences(part.replaceAll('<', '&lt;'), from)))
    .join('');
}
