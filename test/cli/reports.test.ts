// `--reporter` from outside: one failing run told in every way at once, tests that are called the same from run to run, and
// what CI is shown in docs/ci.md.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SECTIONS } from '../../properties/check/index.ts';
import { auditCommand } from '../../properties/cli/audit.ts';
import { checkCommand } from '../../properties/cli/check.ts';
import { reporters } from '../../properties/cli/reporters/index.ts';
import { data, lwkt } from './command.ts';
import { elementsOf, readXml } from './xml.ts';

const folder = mkdtempSync(join(tmpdir(), 'lwkt-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');

const ALL = `junit=${at('deep/report.xml')},html=${at('report.html')},json=${at('report.jsonl')},terminal=${at('report.txt')}`;
const FAULT = ['--only', 'interleavings', '--fault', 'lost wakeup of 2003', '--seed', '5', '--workers', '2'];
const failed = lwkt('check', ...FAULT, '--reporter', ALL, '--reporter', 'github');
const { token } = data(read('report.jsonl')).find(({ section }) => section === 'interleavings') ?? {};

describe('one run, told in every way', () => {
  it('ends as ever, and prints only what is for standard output', () => {
    expect(failed.code).toBe(1);
    expect(failed.stderr).toBe('');
    expect(failed.stdout).toMatch(/^::group::/);
    expect(failed.stdout.match(/^::error .*C20/gm)).toHaveLength(1);
  });

  it('is the same run everywhere: the token is in each report', () => {
    expect(token).toMatch(/^lwkt2-/);
    const texts = [failed.stdout, ...['deep/report.xml', 'report.html', 'report.jsonl', 'report.txt'].map(read)];
    for (const text of texts) expect(text).toContain(token);
    expect(data(read('report.jsonl')).at(-1)).toMatchObject({ type: 'end', verdict: 'violated', exit: 1 });
    expect(read('report.html')).toContain('compareExchange port1.head 0 1 -&gt; 0 (done)');
    expect(read('report.txt')).toContain('compareExchange port1.head 0 1 -> 0 (done)');
  });

  it('says in each what was not looked at', () => {
    const unexplored = 'Sections not run: sampled, threads.';
    for (const name of ['deep/report.xml', 'report.html', 'report.jsonl']) expect(read(name)).toContain(unexplored);
    expect(failed.stdout).toContain(unexplored);
    expect(lwkt('check', '--only', 'awake').stdout).toContain(
      'Sections not run: model, interleavings, contracts, sampled',
    );
  });

  // A report with a deep link in a real browser: part of the deep profile, where there is a Chromium.
  const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  it.runIf(process.env['LWKT_DEEP'] === '1' && existsSync(CHROMIUM))('opens the failure of the token', () => {
    const page = read('report.html').replace(' open>', '>');
    writeFileSync(at('closed.html'), page);
    const dom = (fragment: string): string =>
      spawnSync(
        CHROMIUM,
        ['--headless', '--no-sandbox', '--disable-gpu', '--dump-dom', `file://${at('closed.html')}#${fragment}`],
        { encoding: 'utf8', timeout: 60_000 },
      ).stdout;
    expect(page).toContain(`<details class="failure" id="${token}">`);
    expect(dom(String(token))).toContain(`<details class="failure" id="${token}" open="">`);
    expect(dom('lwkt2-other')).toContain('This report has no failure lwkt2-other.');
  });
});

describe('the tests of JUnit', () => {
  const names = (seed: string, budget: string, workers: string): string[] => {
    const args = ['--profile', 'smoke', '--only', 'sampled,threads', '--budget', budget, '--workers', workers];
    const { stdout } = lwkt('check', ...args, '--seed', seed, '--reporter', 'junit');
    return elementsOf(readXml(stdout), 'testcase').map(
      ({ attributes }) => `${attributes['classname']}: ${attributes['name']}`,
    );
  };

  it('are called the same with other seeds, times and workers', () => {
    const once = names('1', '1500ms', '2');
    expect(once).toContain('lwkt.awake: lost wakeup');
    expect(once).toContain('lwkt.sampled: random programs');
    expect(once).toContain('lwkt.threads: scenarios and random programs');
    expect(new Set(once).size).toBe(once.length);
    expect(names('2', '1s', '1')).toEqual(once);
  });
});

describe('bad usage ends with 2 and one sentence, before anything is checked', () => {
  mkdirSync(at('folder'));
  const REPORTERS: readonly (readonly [string, string])[] = [
    ['tap', 'There is no reporter "tap": it is one of terminal, json, junit, github, html.'],
    [`junit=${at('folder')}`, `The report cannot be written to "${at('folder')}": EISDIR`],
  ];
  it.for(REPORTERS)('%s', ([choice, sentence]) => {
    const { code, stdout, stderr } = lwkt('check', '--reporter', choice);
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('what docs/ci.md shows', () => {
  const workflow = readFileSync('docs/examples/workflow.yml', 'utf8');

  it('is a workflow whose commands there are', () => {
    expect(workflow).not.toContain('\t');
    const runs = [...workflow.matchAll(/run: (npx lwkt .+)/g)].map(([, run = '']) => run);
    expect(runs.length).toBeGreaterThan(1);
    const help = [checkCommand, auditCommand].map((add) => add(() => undefined).helpInformation()).join('');
    for (const run of runs) {
      const words = run.split(' ').slice(2);
      expect(['check', 'audit']).toContain(words[0]);
      for (const [index, word] of words.entries()) {
        const value = words[index + 1] ?? '';
        if (word.startsWith('--')) expect(help).toContain(` ${word} `);
        if (word === '--reporter') expect(reporters(value).length).toBeGreaterThan(0);
        if (word === '--only') expect(SECTIONS.map(({ name }) => name)).toContain(value);
      }
    }
    // Every file that is written is also kept.
    const files = runs.flatMap((run) => [...run.matchAll(/=([^\s,]+\/)[^\s,]+/g)].map(([, path = '']) => path));
    for (const path of files) expect(workflow).toContain(`path: ${path}`);
  });

  /** What differs from run to run, or from machine to machine, made the same. */
  const pinned = (text: string): string =>
    text
      .replaceAll(/lwkt2-[A-Za-z0-9_-]+/g, 'lwkt2-...')
      .replaceAll(/time="[\d.]+"/g, 'time="0.1"')
      .replaceAll(/timestamp="[^"]+"/g, 'timestamp="2003-11-19T12:00:00"')
      .replaceAll(/\([\d.]+ s\)/g, '(0.1 s)');

  /** The suite of the scenarios alone, without the lanes, which stand elsewhere. */
  const suite = (xml: string): string =>
    `${(/ {2}<testsuite name="The implementation[\s\S]*?<\/testsuite>/.exec(xml)?.[0] ?? '').replace(
      /(The run: [\s\S]*?\n\n)[\s\S]*?\n\n[\s\S]*?(?=\n\nAgain:)/,
      '$1    ...',
    )}\n`;

  it.each([
    ['ci-junit.xml', () => pinned(suite(read('deep/report.xml')))],
    ['ci-github.txt', () => pinned(failed.stdout.slice(failed.stdout.indexOf('::error')))],
  ])('%s is what the command prints', (name, text) => {
    const golden = new URL(`../golden/${name}`, import.meta.url);
    if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(golden, text());
    expect(text()).toBe(readFileSync(golden, 'utf8'));
  });
});
