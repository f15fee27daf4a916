/**
 * The README runs: its code blocks are files, its output blocks are what these print, its tables come from the manifests.
 * `UPDATE_GOLDEN=1 npx vitest run test/docs` writes them anew.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { SCENARIO_COUNTS } from '../../properties/check/manifest.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;
const file = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

function output(path: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, [path], { cwd: root, encoding: 'utf8', timeout: 30_000 });
  expect(stderr).toBe('');
  return stdout;
}

function scenarios(): string {
  const rows = SCENARIOS.slice(0, 31).map(({ name, about }) => {
    const counts = SCENARIO_COUNTS[name];
    return `| ${name} | ${about} | ${counts?.states.toLocaleString('en')} | ${counts?.transitions.toLocaleString('en')} |`;
  });
  return ['| scenario | | states | steps |', '|---|---|--:|--:|', ...rows, ''].join('\n');
}

/** What belongs between a marker and its end. */
function block(kind: string, argument: string): string {
  switch (kind) {
    case 'golden':
      return fenced('', file(argument));
    case 'code':
      return fenced('js', file(argument));
    case 'output':
      return fenced('', output(argument));
    default:
      return scenarios();
  }
}

const MARKER = /<!-- (golden|code|output|scenarios)(?:: (\S+))? -->\n([\s\S]*?)<!-- end -->/g;

describe('README', () => {
  const blocks = [...readme.matchAll(MARKER)];

  test('has its blocks', () => {
    expect(blocks.map(([, kind, argument]) => `${kind} ${argument ?? ''}`.trim())).toEqual([
      'golden test/golden/lost-wakeup-2003.txt',
      'scenarios',
      'code docs/examples/ports.mjs',
      'output docs/examples/ports.mjs',
      'code docs/examples/spin-lock.mjs',
      'output docs/examples/spin-lock.mjs',
    ]);
  });

  if (process.env['UPDATE_GOLDEN'] !== undefined) {
    const fresh = readme.replace(MARKER, (_, kind: string, argument: string | undefined) => {
      const head = argument === undefined ? kind : `${kind}: ${argument}`;
      return `<!-- ${head} -->\n${block(kind, argument ?? '')}<!-- end -->`;
    });
    writeFileSync(`${root}README.md`, fresh);
  }

  test.each(blocks.map(([, kind = '', argument = '', text = '']) => [kind, argument, text] as const))(
    'is up to date: %s %s',
    (kind, argument, text) => {
      if (process.env['UPDATE_GOLDEN'] === undefined) expect(text).toBe(block(kind, argument));
    },
  );

  test('links to files that exist', () => {
    for (const page of ['README.md', 'docs/README.md', 'docs/architecture.md']) {
      for (const [, link = ''] of file(page).matchAll(/\]\(([^)#]+)\)/g)) {
        if (link.startsWith('http')) continue;
        const folder = page.includes('/') ? 'docs/' : '';
        if (!link.endsWith('/')) expect(() => file(`${folder}${link}`), `${page}: ${link}`).not.toThrow();
      }
    }
  });
});
