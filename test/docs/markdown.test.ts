// The pieces of Markdown: what a forge would read otherwise than it was meant.
import { expect, test } from 'vitest';
import {
  anchorOf,
  blocks,
  clauseLink,
  clauseWithTitle,
  code,
  details,
  fence,
  mermaidLabel,
  page,
  plain,
  table,
} from '../../docs/generate/markdown.ts';

test('a table keeps its cells apart and puts numbers to the right', () => {
  expect(table(['a', 'n'], [['x | y', 1234567]])).toBe('| a | n |\n|---|--:|\n| x \\| y | 1,234,567 |');
  expect(table(['a'], [['x'], [1]])).toContain('|---|');
  expect(table(['a', 'b'], [['1', '2']], ['right', 'left'])).toContain('|--:|---|');
  expect(table(['none'], [])).toBe('| none |\n|---|');
});

test('a fence is longer than those in it', () => {
  expect(fence('ts', 'a\n')).toBe('```ts\na\n```');
  expect(fence('', '```\n')).toBe('````\n```\n````');
});

test('anchors are those of the forge', () => {
  expect(anchorOf('C18')).toBe('c18');
  expect(anchorOf('What `domsg` does: a look')).toBe('what-domsg-does-a-look');
  expect(anchorOf('a – b')).toBe('a--b');
  expect(clauseLink('C18')).toBe('[C18](specification.md#c18)');
  expect(clauseWithTitle('C1', '../')).toBe('[C1](../specification.md#c1) (no EASYNC from domsg)');
});

test('text stays text', () => {
  expect(code('a `b`')).toBe('`` a `b` ``');
  expect(plain('a_b *c* <d>')).toBe('a\\_b \\*c\\* \\<d\\>');
  expect(details('1 < 2', 'x\n')).toBe('<details><summary>1 &lt; 2</summary>\n\nx\n\n</details>');
  expect(mermaidLabel('a; "b" #1')).toBe('"a#59; #quot;b#quot; #35;1"');
});

test('a page says where it comes from, at the top and in sight', () => {
  const text = page('T', 'About.', 'a run', 'x', '');
  expect(text.split('\n')[0]).toBe('<!-- Generated from a run by npm run docs. Change that, not this. -->');
  expect(text.endsWith('x\n\n---\n\nGenerated from a run by `npm run docs`.\n')).toBe(true);
  expect(blocks('a\n', '', 'b')).toBe('a\n\nb\n');
});
