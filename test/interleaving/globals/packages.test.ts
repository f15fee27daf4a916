// Published packages, unmodified, through every interleaving of small programs that use them. What is found stands in the
// documentation, row by row.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { data, lwkt } from '../../cli/command.ts';

const PACKAGES: Readonly<Record<string, string>> = {
  ringbuf: 'ringbuf.js',
  'vscode-jsonrpc': 'vscode-jsonrpc',
  'woven-ecs': '@woven-ecs/core',
};

interface Row {
  readonly type: string;
  readonly file: string;
  readonly suite: string;
  readonly verdict: string;
  readonly violation?: { readonly kind: string; readonly message: string };
}

const fileOf = (name: string): string => `test/interleaving/packages/${name}.mjs`;

function versionOf(name: string): string {
  const text = readFileSync(`node_modules/${name}/package.json`, 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

describe('published packages', () => {
  const { code, stdout, stderr } = lwkt('interleave', ...Object.keys(PACKAGES).map(fileOf), '--json');
  const rows = (data(stdout) as unknown as Row[]).filter(({ type }) => type === 'suite');
  const found = (name: string): [string, string][] =>
    rows
      .filter(({ file }) => file === fileOf(name))
      .map(({ suite, verdict, violation }) => [suite, violation?.kind ?? verdict]);

  it('hold where they say that they do, and are caught where they are used in another way', () => {
    expect(stderr).toBe('');
    expect(code).toBe(1);
    expect(found('ringbuf')).toEqual([
      ['one producer, one consumer', 'holds'],
      ['several at a time', 'holds'],
      ['two producers', 'race'],
    ]);
    expect(found('vscode-jsonrpc')).toEqual([
      ['a cancellation arrives, and stays', 'holds'],
      ['one that is not sent does not arrive', 'holds'],
    ]);
    expect(found('woven-ecs')).toEqual([
      ['two writers', 'holds'],
      ['read after all have written', 'holds'],
      ['read while one writes', 'threw'],
    ]);
  });

  it('a place that is taken is read before it is filled', () => {
    const row = rows.find(({ suite }) => suite === 'read while one writes');
    expect(row?.violation?.message).toContain('entity 0, event type 0');
  });

  it.each(Object.entries(PACKAGES))('%s: the rows of the documentation', (name, published) => {
    const page = readFileSync('docs/interleave.md', 'utf8');
    for (const [suite, verdict] of found(name))
      expect(page).toContain(`| \`${published}\` ${versionOf(published)} | ${suite} | ${verdict} |`);
  });
});
