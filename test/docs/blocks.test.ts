// Nothing in a hand-written page is only claimed: a code block is filled in by a marker, or is a command that is checked here.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { handwrittenPaths } from '../../docs/generate/handwritten.ts';
import { byHand, snippets } from '../../docs/generate/snippets.ts';
import { faultNamed, SECTIONS } from '../../properties/check/index.ts';
import { fences, ROOT, readPage } from './read-page.ts';

/** Blocks that are drawn by hand: page, and how many. */
const DRAWN: Readonly<Record<string, number>> = { 'docs/architecture.md': 1 };

const PAGES = handwrittenPaths().map((path) => ({ path, loose: fences(byHand(readPage(path))) }));

/** The commands of a shell block: one a line, or with `&&` between. */
function commands(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => line.replace(/\s+# .*$/, '').split('&&'))
    .map((command) => command.trim())
    .filter((command) => command !== '' && !command.startsWith('#'));
}

const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { scripts: Record<string, string> };

const words = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare = '']) => quoted ?? bare);

const helps = new Map<string, string>();

function help(command: string): string {
  const known = helps.get(command);
  if (known !== undefined) return known;
  const args = ['dist/properties/cli/main.js', command, '--help'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', timeout: 30_000 });
  helps.set(command, stdout);
  return stdout;
}

/** What is wrong with a command, in a sentence; undefined if nothing is. */
function wrong(command: string): string | undefined {
  const all = words(command).filter((word) => !/^[A-Z_]+=/.test(word));
  const [program = '', ...args] = all;
  switch (program) {
    case 'npm':
      return wrongNpm(args);
    case 'node':
      return args.every((file) => existsSync(`${ROOT}${file}`)) ? undefined : `there is no file ${args.join(' ')}`;
    case 'npx':
      return wrongNpx(args);
    default:
      return `nobody checks the command ${program}`;
  }
}

function wrongNpm([first = '', second = '']: readonly string[]): string | undefined {
  if (['ci', 'cit', 'test'].includes(first)) return undefined;
  if (first !== 'run') return `npm ${first} is not checked`;
  return scripts[second] === undefined ? `package.json has no script ${second}` : undefined;
}

function wrongNpx([program, ...args]: readonly string[]): string | undefined {
  if (program === 'vitest') {
    const gone = args.slice(1).filter((file) => !existsSync(`${ROOT}${file}`));
    return args[0] === 'run' && gone.length === 0 ? undefined : `vitest has no ${gone.join(' ')}`;
  }
  return program === 'lwkt' ? wrongLwkt(args) : `nobody checks npx ${program}`;
}

function wrongLwkt([command = '', ...args]: readonly string[]): string | undefined {
  const text = help(command);
  if (!text.startsWith(`Usage: lwkt ${command} `)) return `lwkt has no command ${command}`;
  for (const [at, word] of args.entries()) {
    if (word.startsWith('--') && !text.includes(`${word} `)) return `lwkt ${command} has no option ${word}`;
    const value = args[at + 1] ?? '';
    if (word === '--fault') faultNamed(value);
    const names = word === '--only' ? value.split(',') : [];
    const unknown = names.find((name) => !SECTIONS.some((section) => section.name === name));
    if (unknown !== undefined) return `there is no section ${unknown}`;
  }
  return undefined;
}

describe.each(PAGES)('$path', ({ path, loose }) => {
  test('shows no code but what is filled in', () => {
    const drawn = loose.filter(({ language }) => language === 'text');
    expect(drawn.length).toBe(DRAWN[path] ?? 0);
    const left = loose.filter(({ language }) => !['sh', 'text', 'mermaid'].includes(language));
    expect(left.map(({ text }) => `${path}: give this block a marker: ${text}`)).toEqual([]);
  });

  test('shows commands that there are', () => {
    const found = loose.filter(({ language }) => language === 'sh').flatMap(({ text }) => commands(text));
    const inProse = [...byHand(readPage(path)).matchAll(/`((?:npm run|npx|node) [^`<]+)`/g)].map(
      ([, text = '']) => text,
    );
    expect([...found, ...inProse].flatMap((command) => wrong(command)?.concat(`: ${path}: ${command}`) ?? [])).toEqual(
      [],
    );
  });
});

test('every example is run: where it is shown with its output, or by a test that names it', () => {
  const shown = PAGES.flatMap(({ path }) => snippets(readPage(path)))
    .filter(({ kind }) => kind === 'output')
    .map(({ argument }) => argument);
  const tests = readdirSync(`${ROOT}test`, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const named = (example: string): boolean => tests.some((name) => readPage(`test/${name}`).includes(example));
  const examples = readdirSync(`${ROOT}docs/examples`).map((name) => `docs/examples/${name}`);
  expect(examples.length).toBeGreaterThan(5);
  // What one of them imports is run with it.
  const imported = (example: string): boolean =>
    shown.some((other) => readPage(other).includes(`from './${example.replace('docs/examples/', '')}'`));
  const run = (example: string): boolean => shown.includes(example) || named(example) || imported(example);
  expect(examples.filter((example) => !run(example))).toEqual([]);
});

test.each([
  ['npm run gone', 'package.json has no script gone'],
  ['npm frobnicate', 'npm frobnicate is not checked'],
  ['node docs/examples/gone.mjs', 'there is no file docs/examples/gone.mjs'],
  ['npx vitest run test/gone', 'vitest has no test/gone'],
  ['npx lwkt gone', 'lwkt has no command gone'],
  ['npx lwkt check --gone 5', 'lwkt check has no option --gone'],
  ['npx lwkt check --only gone', 'there is no section gone'],
  ['rm -rf x', 'nobody checks the command rm'],
])('%s is refused', (command, sentence) => {
  expect(wrong(command)).toBe(sentence);
});

test('a fault that there is not is refused', () => {
  expect(() => wrong('npx lwkt check --fault "no such fault"')).toThrow('no such fault');
});
