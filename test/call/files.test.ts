// The file service of docs/examples/files: what its callers are given, from where; and its cache through every interleaving.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Cache, createCache } from '../../docs/examples/files/cache.mjs';
import { ROOT } from '../docs/read-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'lwkt-files-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const node = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', timeout: 50_000 });

test('the web server and the synchronous caller see the same files, the old text never after a write', () => {
  const { stdout, stderr } = node('docs/examples/file-service.mjs');
  expect(stderr).toBe('');
  expect(stdout.split('\n')).toEqual([
    'GET /index.html: 200 <h1>first</h1>',
    'GET /gone: 404 ',
    'caller: 14 bytes: <h1>first</h1>',
    'caller: 15 bytes: <h1>second</h1>',
    'caller: ENOENT of open',
    'GET /index.html: 200 <h1>second</h1>',
    '',
  ]);
});

test('the cache holds in every interleaving', () => {
  const { stdout } = node('dist/properties/cli/main.js', 'interleave', 'docs/suites/file-cache.mjs');
  expect(stdout.match(/": holds {2}/g)).toHaveLength(3);
  expect(stdout).toContain('Every interleaving holds');
});

test.each([
  [
    'does not look at the number again',
    'Atomics.load(words, at + SEQUENCE) === before ? this',
    'true ? this',
    /torn: /,
  ],
  ['does not look whether the number is odd', 'before % 2 !== 0 || ', '', /torn: /],
  ['does not compare keys', '!== unitsOf(key, n)', '=== undefined', /the value of another key: /],
])('a cache that %s is found to be wrong', (_, right, wrong, report) => {
  const source = readFileSync(join(ROOT, 'docs/examples/files/cache.mjs'), 'utf8');
  expect(source).toContain(right);
  writeFileSync(join(folder, 'cache.mjs'), source.replace(right, wrong));
  const suite = readFileSync(join(ROOT, 'docs/suites/file-cache.mjs'), 'utf8');
  writeFileSync(join(folder, 'suite.mjs'), suite.replace('../examples/files/cache.mjs', './cache.mjs'));
  const { stdout, status } = node('dist/properties/cli/main.js', 'interleave', join(folder, 'suite.mjs'));
  expect(status).toBe(1);
  expect(stdout).toMatch(report);
});

test('the cache agrees with a Map, but for what it forgets', () => {
  const cache = new Cache(createCache({ entries: 4, keyUnits: 5, valueBytes: 6 }));
  const map = new Map<string, number[]>();
  let hits = 0;
  let seed = 7;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 48_271) >>> 0) % 2_147_483_647;
    return seed % below;
  };
  for (let n = 0; n < 3000; n++) {
    const key = 'abcdefgh'
      .slice(0, 1 + random(8))
      .split('')
      .reverse()
      .join('');
    const value = Array.from({ length: random(9) }, () => random(256));
    const action = random(4);
    if (action === 0) {
      cache.set(key, new Uint8Array(value));
      map.set(key, value);
    } else if (action === 1) {
      cache.delete(key);
      map.delete(key);
    }
    const found = cache.get(key);
    if (found === undefined) continue;
    hits++;
    expect([...found]).toEqual(map.get(key));
    expect(key.length).toBeLessThanOrEqual(6);
    expect(found.length).toBeLessThanOrEqual(8);
  }
  expect(hits).toBeGreaterThan(300);
});
