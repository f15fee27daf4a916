// The same ports in a page: headless Chromium, where there is one; and what holds without it.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type connect, createSystem, type serve } from '../../impl/index.ts';
import { ROOT } from '../docs/read-page.ts';
import { bounded, checkBuild } from '../impl/harness.ts';
import { soon } from './team.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', mjs: 'text/javascript' };
const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Serves the project with these headers to one page in Chromium, until that posts what it saw. */
async function inPage(headers: Readonly<Record<string, string>>): Promise<unknown> {
  checkBuild();
  const profile = mkdtempSync(join(tmpdir(), 'lwkt-page-'));
  let browser: ReturnType<typeof spawn> | undefined;
  const server = createServer();
  const seen = new Promise<unknown>((resolve) => {
    server.on('request', async (request, response) => {
      if (request.method === 'POST') {
        const body = await json(request);
        response.end();
        resolve(body);
        return;
      }
      const file = join(ROOT, new URL(request.url ?? '', 'http://page').pathname);
      if (!existsSync(file)) response.writeHead(404).end();
      else
        response
          .writeHead(200, { ...headers, 'Content-Type': TYPES[file.split('.').at(-1) ?? ''] })
          .end(readFileSync(file));
    });
  });
  try {
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const url = `http://localhost:${(server.address() as AddressInfo).port}/test/call/page/index.html`;
    browser = spawn(CHROMIUM, [...FLAGS, `--user-data-dir=${profile}`, url], {
      stdio: 'ignore',
      detached: true,
    });
    return await bounded(seen, () => 'the page has said nothing', 45_000);
  } finally {
    const gone = new Promise((resolve) => browser?.once('exit', resolve));
    // It is many processes: all of its group, which is its own.
    if (browser?.pid !== undefined) {
      process.kill(-browser.pid, 'SIGKILL');
      await gone;
    }
    server.close();
    server.closeAllConnections();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}

// Where the Debian package chromium is installed.
describe.runIf(existsSync(CHROMIUM))('in a page', () => {
  test('that is isolated: the main thread awaits and never blocks, its worker may do both', async () => {
    expect(await inPage(ISOLATED)).toEqual({
      isolated: true,
      add: 5,
      value: [
        ['1', 'текст', 'undefined'],
        [1, 2],
      ],
      error: ['RangeError: too far', 'EFAR', true],
      sums: [20_100, 20_100],
      afterPause: 2,
      late: 'ETIMEDOUT',
      afterLate: 8,
      sync: 'LwktError: EWOULDBLOCK: add.sync would block the main thread of a page, which must not: use .async',
      asked: 42,
      dead: 'EOWNERDEAD',
    });
  });

  test('that is not isolated: it is told what is missing', async () => {
    const { failed } = (await inPage({})) as { failed: string };
    expect(failed).toContain('ENOTSUP: createSystem: this page has no SharedArrayBuffer');
    expect(failed).toContain('(crossOriginIsolated is false)');
  });
});

describe('without a browser', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('nothing that a page loads imports what only Node has', () => {
    const files = readdirSync(join(ROOT, 'impl'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.ts$/.test(name),
    );
    expect(files.length).toBeGreaterThan(25);
    for (const name of files)
      expect(readFileSync(join(ROOT, 'impl', name), 'utf8'), name).not.toMatch(/from 'node:|require\(/);
  });

  test('an engine without shared memory is told what is missing', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    vi.stubGlobal('crossOriginIsolated', false);
    expect(() => createSystem({ threads: 1, messages: 1 })).toThrow(
      'ENOTSUP: createSystem: this page has no SharedArrayBuffer, because it is not isolated (crossOriginIsolated is false): ' +
        'serve it with the headers "Cross-Origin-Opener-Policy: same-origin"',
    );
  });

  test('without setImmediate, ref of timers and a thread that may block, as in a page', async () => {
    vi.stubGlobal('setImmediate', undefined);
    vi.resetModules();
    const page = (await import('../../impl/index.ts')) as { connect: typeof connect; serve: typeof serve };
    const interval = vi.fn(() => 7);
    vi.stubGlobal('setInterval', interval);
    const wait = vi.spyOn(Atomics, 'wait').mockImplementation(() => {
      throw new TypeError('Atomics.wait cannot be called in this context');
    });
    try {
      const system = createSystem({ threads: 2, messages: 4, payloadBytes: 256 });
      const server = page.serve(system, { thread: 1 }, { add: (a: number, b: number) => a + b });
      const call = page.connect<{ add(a: number, b: number): number }>(system, { to: 1, messages: 2 });
      const sums = await soon(Promise.all(Array.from({ length: 300 }, (_, n) => call.async.add(n, 1))));
      expect(sums).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
      expect(() => call.sync.add(1, 1)).toThrow('EWOULDBLOCK: add.sync would block the main thread of a page');
      expect(interval).toHaveBeenCalled();
      await soon(server.close());
    } finally {
      wait.mockRestore();
      vi.resetModules();
    }
  });
});
