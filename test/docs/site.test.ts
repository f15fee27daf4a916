/**
 * The built site in a real browser, on a desk and on a phone. Part of the deep profile only: it installs, builds and draws for
 * minutes. LWKT_DEEP=1 runs it, where there is a Chromium (CHROMIUM names another than /usr/bin/chromium).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allPages, fences, ROOT, readPage } from './read-page.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const SITE = `${ROOT}docs/.vitepress/dist`;
const BUILD_MS_MAX = 15 * 60_000;
const PAGE_MS_MAX = 60_000;

/** The little of Playwright that is used here: the package belongs to the site, not to the project. */
interface Page {
  readonly url: () => string;
  readonly on: (
    event: 'console' | 'pageerror',
    listener: (told: { type?: () => string; toString(): string }) => void,
  ) => void;
  readonly goto: (url: string, options: { waitUntil: 'networkidle' }) => Promise<unknown>;
  readonly waitForSelector: (selector: string) => Promise<unknown>;
  readonly evaluate: <T>(expression: string) => Promise<T>;
  readonly click: (selector: string) => Promise<void>;
  readonly fill: (selector: string, text: string) => Promise<void>;
  readonly textContent: (selector: string) => Promise<string | null>;
  readonly close: () => Promise<void>;
}
interface Browser {
  readonly newPage: (options: { viewport: { width: number; height: number } }) => Promise<Page>;
  readonly close: () => Promise<void>;
}
interface Playwright {
  readonly chromium: { launch(options: { executablePath: string; args: readonly string[] }): Promise<Browser> };
}

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Where a page of docs/ is on the site. */
const placeOf = (path: string): string =>
  path
    .replace(/^docs/, '')
    .replace(/README\.md$/, '')
    .replace(/\.md$/, '.html');

const PAGES = allPages().filter((path) => path.startsWith('docs/'));
const DRAWN = PAGES.filter((path) => fences(readPage(path)).some(({ language }) => language === 'mermaid'));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

function serve(): Server {
  return createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    const file = `${SITE}${path.endsWith('/') ? `${path}index.html` : path}`;
    if (path.includes('..') || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
}

const wanted = process.env['LWKT_DEEP'] === '1';
const missing = existsSync(CHROMIUM) ? '' : `, but there is no ${CHROMIUM}: apt-get install chromium`;

describe.skipIf(!wanted || missing !== '')(`the site (LWKT_DEEP=1${missing})`, () => {
  let browser: Browser;
  let server: Server;
  let origin = '';

  beforeAll(async () => {
    const built = spawnSync('npm', ['run', 'docs:site'], { cwd: ROOT, encoding: 'utf8', timeout: BUILD_MS_MAX });
    expect(built.status, `${built.stdout}${built.stderr}`).toBe(0);
    const load = createRequire(`${ROOT}docs/.vitepress/package.json`);
    const { chromium } = load('playwright-core') as Playwright;
    const args = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'];
    browser = await chromium.launch({ executablePath: CHROMIUM, args });
    server = serve();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }, BUILD_MS_MAX);

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  /** The page, and what it complained of. */
  async function open(path: string, viewport: typeof DESK): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport });
    const complaints: string[] = [];
    page.on('console', (told) => {
      if (told.type?.() === 'error') complaints.push(String(told));
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${origin}${placeOf(path)}`, { waitUntil: 'networkidle' });
    return { page, complaints };
  }

  test.each(PAGES)('%s: no errors, and no wider than a phone', { timeout: PAGE_MS_MAX }, async (path) => {
    for (const viewport of [DESK, PHONE]) {
      const { page, complaints } = await open(path, viewport);
      const root = 'document.documentElement';
      const [wide, title] = await page.evaluate<[number, string]>(`[${root}.scrollWidth, document.title]`);
      expect(complaints).toEqual([]);
      expect(title).not.toContain('404');
      expect(wide).toBeLessThanOrEqual(viewport.width);
      await page.close();
    }
  });

  test.each(DRAWN)('%s: every diagram is drawn', { timeout: PAGE_MS_MAX }, async (path) => {
    const { page, complaints } = await open(path, DESK);
    const count = fences(readPage(path)).filter(({ language }) => language === 'mermaid').length;
    // Until it is drawn, a diagram stands there as its text.
    await page.waitForSelector('body:not(:has(pre.diagram)) .diagram svg');
    expect(await page.evaluate<number>('document.querySelectorAll(".diagram svg").length')).toBe(count);
    expect(await page.evaluate<string>('document.body.innerText')).not.toContain('Syntax error');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('the search finds EASYNC', { timeout: PAGE_MS_MAX }, async () => {
    const { page } = await open('docs/README.md', DESK);
    await page.click('button.DocSearch');
    await page.fill('.search-input', 'EASYNC');
    await page.waitForSelector('.results .result');
    expect(await page.textContent('.results')).toContain('EASYNC');
    await page.close();
  });
});
