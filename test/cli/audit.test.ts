// `lwkt audit` from outside: what it takes, and what it refuses.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { data, lwkt } from './command.ts';

describe('bad usage ends with 2 and one sentence', () => {
  const COMMANDS: readonly (readonly [readonly string[], string])[] = [
    [
      ['audit', '--mutants', '--keep-going'],
      '--keep-going goes with lwkt audit <module>, and not with lwkt audit --mutants.',
    ],
    [['audit', '--base', 'main', '--keep-going'], 'not with lwkt audit --base'],
    [['audit'], 'Say what to audit: lwkt audit <module>'],
    [['audit', 'gremlin'], 'There is no file and no implementation "gremlin".'],
    [['audit', 'biome.json'], './biome.json cannot be loaded as a module: '],
    [['audit', 'dist/impl/error.js#queue'], './dist/impl/error.js has no export "queue".'],
  ];
  it.for(COMMANDS)('%s', ([args, sentence]) => {
    const { code, stdout, stderr } = lwkt(...args);
    expect(stderr).toContain(sentence);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('an implementation of one’s own, known from outside only', () => {
  const MODULE = 'docs/examples/mutex-ports.mjs';

  it('holds, and what is not looked at is said', () => {
    const { code, stdout, stderr } = lwkt(
      'audit',
      MODULE,
      '--profile',
      'smoke',
      '--seed',
      '1',
      '--json',
      '--no-regressions',
    );
    const rows = data(stdout).filter(({ section }) => section === 'interleavings');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const threads = data(stdout).filter(({ section }) => section === 'threads');
    expect(threads).toMatchObject([{ verdict: 'none failed', runs: 100 }]);
    expect(rows.find(({ name }) => name === 'one domsg')).toMatchObject({
      verdict: 'holds',
      states: 220,
      bound: '2 threads, 1 call, 1 message: 2 histories',
    });
    expect(rows.find(({ name }) => name === 'a server that is a client')).toMatchObject({ verdict: 'none failed' });
    expect(
      rows.filter(({ verdict }) => verdict === 'left out').map(({ name, message }) => [name, message]),
    ).toContainEqual(['a second reply', 'it does not promise to refuse misuse']);
  });

  it('with a mistake in it is caught, and its token shows it again', () => {
    const text = readFileSync(MODULE, 'utf8');
    const [before, after] = text.split('\n        if (found === undefined) this.memory.store(sleeps, 1);');
    expect(after).toBeDefined();
    // The mark outside the lock: a change between the look and the mark wakes nobody.
    const broken = `${before}${after}`.replace(
      'if (result !== undefined) return result;',
      '$&\n      this.memory.store(sleeps, 1);',
    );
    const folder = mkdtempSync(join('test', 'audit', 'own-'));
    try {
      const path = join(folder, 'broken.mjs');
      writeFileSync(path, broken);
      const { code, stdout } = lwkt('audit', path, '--profile', 'smoke', '--seed', '1', '--json', '--no-regressions');
      expect(code).toBe(1);
      const row = data(stdout).find(({ name }) => name === 'one domsg');
      expect(row).toMatchObject({ verdict: 'violated', clause: 'C20' });
      const again = lwkt('replay', String(row?.['token']));
      expect(again.code).toBe(1);
      expect(again.stdout).toContain('Violated: C20, no lost wakeup');
      expect(again.stdout).toContain(`on the implementation "./${path}"`);
      expect(again.stdout).toContain('> domsg port 1 message 0');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
