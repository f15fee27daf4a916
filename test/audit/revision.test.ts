// Two revisions of the ports: what a change adds to what callers can see, what it removes, and that nothing else is told.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildRevision,
  compared,
  costsOf,
  loadBuilt,
  RevisionError,
  revisionNamed,
  type Witness,
  WORKING_TREE,
  witnessOf,
} from '../../properties/audit/index.ts';
import type { Implementation } from '../../properties/implementation.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { lwktIn } from '../cli/command.ts';

const parent = mkdtempSync(join(tmpdir(), 'lwkt-revision-'));
const repository = join(parent, 'repository');
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', repository, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { encoding: 'utf8' });

beforeAll(() => {
  mkdirSync(repository);
  for (const part of ['impl', 'model']) cpSync(part, join(repository, part), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(repository, 'node_modules'));
  writeFileSync(join(repository, '.gitignore'), 'node_modules\n');
  git('init', '--quiet');
  git('add', '-A');
  git('commit', '--quiet', '-m', 'as it is');
});
afterAll(() => rmSync(parent, { recursive: true }));

/** Changes a file of the working tree, back again with `undo`. */
function change(path: string, from: string | RegExp, to: string): { undo(): void } {
  const file = join(repository, path);
  const text = readFileSync(file, 'utf8');
  const changed = text.replaceAll(from, to);
  if (changed === text) throw new Error(`${path} has no ${from}`);
  writeFileSync(file, changed);
  return { undo: () => writeFileSync(file, text) };
}

async function load(name: string): Promise<Implementation> {
  return loadBuilt(name, buildRevision(name, parent, repository));
}

/** No test changes what is committed, so it is compiled once. */
let committed: Promise<Implementation> | undefined;

async function differences(
  scenario: string,
  changed: Promise<Implementation> = load(WORKING_TREE),
): Promise<{ added: Witness | undefined; removed: Witness | undefined }> {
  const program = SCENARIOS.find(({ name }) => name === scenario)?.program;
  if (program === undefined) throw new Error(`there is no scenario ${scenario}`);
  committed ??= load(revisionNamed('HEAD', repository));
  const both = compared(program, await committed, await changed);
  expect(both.before.search.verdict).toBe('holds');
  expect(both.after.search.verdict).toBe('holds');
  return { added: witnessOf(both.after, both.before), removed: witnessOf(both.before, both.after) };
}

describe('a change of private code', () => {
  it('is not seen: names, order, an access more', async () => {
    const changes = [
      change('impl/delivery.ts', /\btakeIn\b/g, 'takeEverythingIn'),
      change('impl/thread.ts', /\btakeIn\b/g, 'takeEverythingIn'),
      change('impl/thread.ts', '    wake(this, sleeper);', '    wake(this, sleeper);\n    this.memory.load(0);'),
      change('impl/layout.ts', '/**', '/** A word more. \n *'),
    ];
    try {
      const changed = load(WORKING_TREE);
      for (const scenario of ['abort of a sendmsg', 'sendmsg, begin decides']) {
        expect(await differences(scenario, changed)).toEqual({ added: undefined, removed: undefined });
      }
    } finally {
      for (const { undo } of changes.reverse()) undo();
    }
  });
});

describe('a change that callers can see', () => {
  it('one notify less adds a sleep for ever, and breaks C20', async () => {
    const { undo } = change(
      'impl/thread.ts',
      '    this.#handedOn(message, standing);\n    wake(this, sleeper);',
      '    this.#handedOn(message, standing);\n    void sleeper;',
    );
    try {
      const { added, removed } = await differences('one domsg');
      expect(added).toMatchObject({ what: 'nothing moves any more', clause: 'C20', allowed: false });
      expect(added?.own).toBeGreaterThan(0);
      expect(removed).toBe(undefined);
    } finally {
      undo();
    }
  });

  it('an abort that is never honoured is allowed, and what it removes is told', async () => {
    const { undo } = change(
      'impl/thread.ts',
      'this.memory.or(this.layout.message(message) + MESSAGE.state, STATE.abortRequest);',
      'this.memory.load(this.layout.message(message) + MESSAGE.state);',
    );
    try {
      const { added, removed } = await differences('abort of a sendmsg');
      expect(added).toBe(undefined);
      expect(removed).toMatchObject({ clause: 'C22', allowed: true });
      expect(removed?.what).toMatch(/^thread 0: waitmsg message 0 returns 53, /);
    } finally {
      undo();
    }
  });
});

it('the cost of a call is the number of its atomic operations', async () => {
  const program = SCENARIOS.find(({ name }) => name === 'one domsg')?.program;
  if (program === undefined) throw new Error('there is no such scenario');
  const sound = await load(WORKING_TREE);
  const both = compared(program, sound, sound);
  expect(costsOf(both.before)).toEqual(costsOf(both.after));
  expect(costsOf(both.before)).toEqual({
    domsg: { least: 3, most: 7 },
    replymsg: { least: 1, most: 2 },
    waitport: { least: 3, most: 5 },
  });
});

describe('what cannot be compared is told by one sentence', () => {
  it('a revision that there is not', () => {
    expect(() => revisionNamed('nosuch', repository)).toThrow('There is no revision "nosuch" here.');
    expect(() => revisionNamed('HEAD', tmpdir())).toThrow('This is no git repository');
  });

  it('a revision that does not compile, or has no ports', () => {
    const broken = change('impl/thread.ts', 'export class Thread', 'export klass Thread');
    try {
      expect(() => buildRevision(WORKING_TREE, parent, repository)).toThrow(
        /^the working tree cannot be compiled: impl/,
      );
    } finally {
      broken.undo();
    }
    const branch = git('branch', '--show-current').trim();
    git('checkout', '--quiet', '--orphan', 'empty');
    git('rm', '--quiet', '-r', '--cached', 'impl');
    git('commit', '--quiet', '-m', 'no ports');
    const name = revisionNamed('HEAD', repository);
    git('checkout', '--quiet', '--force', branch);
    expect(() => buildRevision(name, parent, repository)).toThrow(RevisionError);
    expect(() => buildRevision(name, parent, repository)).toThrow(
      'has no impl/thread.ts: there are no ports to audit.',
    );
  });
});

describe('lwkt audit --base', () => {
  it('shows what is added, and the token shows it again', () => {
    const { undo } = change(
      'impl/thread.ts',
      '    this.#handedOn(message, standing);\n    wake(this, sleeper);',
      '    this.#handedOn(message, standing);\n    void sleeper;',
    );
    try {
      const { code, stdout, stderr } = lwktIn(
        repository,
        'audit',
        '--base',
        'HEAD',
        '--profile',
        'smoke',
        '--seed',
        '1',
      );
      expect(stderr).toBe('');
      expect(code).toBe(1);
      expect(stdout).toContain('Callers can tell the two apart');
      expect(stdout).toMatch(/waitport +0 to \d+ +0 to \d+/);
      expect(stdout).toContain('Added:');
      expect(stdout).not.toContain('Removed:');
      expect(stdout).toMatch(
        /Seen of the working tree, and never of revision [0-9a-f]{12}: nothing moves any more\. It breaks C20/,
      );
      const [, token = ''] = /npx lwkt replay (\S+)/.exec(stdout) ?? [];
      const again = lwktIn(repository, 'replay', token);
      expect(again.code).toBe(1);
      expect(again.stdout).toContain('It breaks C20, no lost wakeup');
      undo();
      const mended = lwktIn(repository, 'replay', token);
      expect(mended.code).not.toBe(1);
    } finally {
      undo();
    }
  });
});
