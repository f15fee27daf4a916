// `lwkt record` as a person calls it: what is written where, and what `lwkt validate` says of it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { recordCommand } from '../../properties/cli/record.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { data, lwkt, type Ran } from './command.ts';

const MAIN = fileURLToPath(new URL('../../dist/properties/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lwkt-record-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Judges a trace that comes through a pipe. */
function validate(input: string): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'validate', '-'], {
    input,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

/** The programs that two traces are of are the same. */
const header = (text: string): unknown => data(text.slice(0, text.indexOf('\n')))[0];

describe('a recording', () => {
  it('of a scenario, on standard output, is a trace that conforms', () => {
    const { code, stdout, stderr } = lwkt('record', '--program', 'two domsg clients', '--seed', '7');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^two domsg clients, seed 7: \d+ events to standard output, until nothing moved any more\n/);
    const lines = data(stdout);
    expect(lines[0]).toMatchObject({ format: 'lwkt-trace/1', threads: 3, messages: 2, originators: [0, 1] });
    expect(lines.at(-1)).toEqual({ end: 'quiescent', blocked: [2] });
    expect(lines.filter(({ call }) => call === 'initmsg')).toHaveLength(2);
    expect(lines.filter(({ call }) => call === 'domsg')).toHaveLength(2);
    const judged = validate(stdout);
    expect(judged.stdout).toContain('conforms');
    expect(judged.code).toBe(0);
  });

  it('of a random program prints the seed first, and that seed gives the program again', () => {
    const first = lwkt('record');
    const [, seed = ''] = /^seed (\d+)\n/.exec(first.stderr) ?? [];
    expect(seed).not.toBe('');
    const again = lwkt('record', '--seed', seed);
    expect(again.stderr).not.toContain(`seed ${seed}\nseed`);
    expect(again.stderr).toMatch(new RegExp(`^a random program, seed ${seed}: `));
    expect(header(again.stdout)).toEqual(header(first.stdout));
    for (const { stdout } of [first, again]) expect(validate(stdout).code).toBe(0);
  });

  it('of several runs is one file each, each with a seed of its own', () => {
    const out = join(folder, 'several');
    const { code, stdout } = lwkt('record', '--runs', '12', '--seed', '100', '--delays', 'stalls', '--out', out);
    expect(code).toBe(0);
    expect(stdout).toBe('');
    const files = readdirSync(out).toSorted();
    expect(files).toHaveLength(12);
    expect([files[0], files[11]]).toEqual(['run-01.jsonl', 'run-12.jsonl']);
    const judged = lwkt('validate', ...files.map((file) => join(out, file)));
    expect(judged.stdout).toContain('12 files; conforms: 12');
    const third = lwkt('record', '--seed', '102');
    expect(header(third.stdout)).toEqual(header(readFileSync(join(out, 'run-03.jsonl'), 'utf8')));
  });

  it('of a program in a file, gone through more than once', () => {
    const file = join(folder, 'program.json');
    const server = { call: 'waitport', port: 1, times: 'forever', serve: { reply: 5 } };
    const threads = [[{ call: 'domsg', port: 1, message: 0 }], [server]];
    writeFileSync(file, JSON.stringify({ threads, messages: [0] }));
    const out = join(folder, 'one.jsonl');
    const { code, stdout } = lwkt('record', '--program', file, '--rounds', '3', '--out', out);
    expect([code, stdout]).toEqual([0, '']);
    const lines = data(readFileSync(out, 'utf8'));
    expect(lines.filter((line) => line['call'] === 'domsg')).toHaveLength(3);
    expect(lines.filter((line) => line['thread'] === 0 && line['return'] === 5)).toHaveLength(3);
    expect(lwkt('validate', out).code).toBe(0);
  });

  it('is cut where a thread has no room left, and conforms', () => {
    const { code, stdout, stderr } = lwkt('record', '--program', 'one-domsg', '--rounds', '50', '--events', '20');
    expect(code).toBe(0);
    expect(stderr).toContain('then cut');
    expect(data(stdout).at(-1)).toEqual({ end: 'cut' });
    expect(validate(stdout).code).toBe(0);
  });

  it('can be had of each scenario on the list', () => {
    const { code, stdout } = lwkt('record', '--list');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(SCENARIOS.length);
    const lines = stdout.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
    for (const { name, about } of SCENARIOS) expect(lines).toContain(`${name} ${about}`);
  });
});

describe('a recording of a seeded fault', () => {
  it('ends although a wakeup is lost; blocked says who sleeps, and C20 is broken', () => {
    let text = '';
    // Where the request beats the sleep, nothing is lost.
    for (let seed = 1; seed <= 40 && validateCode(text) === 0; seed++) {
      const args = ['--program', 'one domsg', '--fault', 'no notify after a request', '--rounds', '20'];
      text = lwkt('record', ...args, '--delays', 'accesses', '--seed', String(seed)).stdout;
    }
    expect(data(text).at(-1)).toEqual({ end: 'quiescent', blocked: [0, 1] });
    const judged = validate(text);
    expect(judged.code).toBe(1);
    expect(judged.stdout).toContain('C20 (no lost wakeup)');
  });

  it('ends although a thread turns in a circle: it is named, and what came before is written', () => {
    const file = join(folder, 'circle.json');
    // The reply that is put on the queue twice follows itself, and the abort walks that queue.
    const lines = [
      { call: 'sendmsg', port: 2, message: 0 },
      { call: 'sendmsg', port: 1, message: 1 },
      { call: 'abortmsg', port: 0, message: 1 },
    ];
    const begin = { does: 'complete', code: 5 };
    const ports = [{ owner: 0 }, { owner: 1 }, { owner: 0, begin }];
    writeFileSync(file, JSON.stringify({ threads: [lines, []], messages: [0, 0], ports }));
    expect(lwkt('record', '--program', file, '--seed', '1').code).toBe(0);
    const args = ['--program', file, '--fault', 'a completion is replied twice', '--seed', '1'];
    const { code, stdout, stderr } = lwkt('record', ...args);
    expect(code).toBe(1);
    expect(stderr).toContain('thread 0, inside abortmsg port 0 message 1: it neither sleeps nor returns');
    expect(data(stdout).slice(-2)).toEqual([{ thread: 0, call: 'abortmsg', port: 0, msg: 1 }, { end: 'cut' }]);
  });
});

function validateCode(text: string): number | null {
  return text === '' ? 0 : validate(text).code;
}

describe('what cannot be recorded', () => {
  const file = join(folder, 'no-program.json');
  writeFileSync(file, '{"threads":[[{"call":"domsg","port":-1}]],"messages":[]}');
  const WRONG: readonly (readonly [readonly string[], string])[] = [
    [['--program', 'no such'], '"no such" is neither a scenario nor a file: lwkt record --list shows the scenarios.'],
    [
      ['--program', file],
      `The file "${file}" is no program: expected "port" to be a whole number from 0 to 2147483647, in call 0 of thread 0.`,
    ],
    [['--program', folder], `The file "${folder}" cannot be read: EISDIR`],
    [['--runs', '2'], 'Several runs do not go into one stream: give --out a directory.'],
    [['--runs', '2', '--out', file], `Several runs do not go into one file: "${file}" is no directory.`],
    [['--out', join(file, 'below')], `"${join(file, 'below')}" cannot be written: `],
    [['--runs', '0'], '"0" is no number of runs: write a whole number from 1 to 10000000.'],
    [['--fault', 'no such'], 'There is no fault "no such"'],
    [['--fault', 'domsg returns EASYNC'], 'The fault "domsg returns EASYNC" is none of the implementation'],
    [['--delays', 'everywhere'], "error: option '--delays <where>' argument 'everywhere' is invalid."],
  ];
  for (const [args, sentence] of WRONG) {
    it(`${args.map((each) => each.replace(folder, '...')).join(' ')}: is said in a sentence`, async () => {
      const command = recordCommand(() => undefined).exitOverride();
      command.configureOutput({ writeErr: () => undefined });
      const said = command.parseAsync(['--seed', '1', ...args], { from: 'user' });
      await expect(said).rejects.toThrow(sentence);
    });
  }

  it('ends with 2, and standard output stays empty', () => {
    const { code, stdout, stderr } = lwkt('record', '--program', 'no such');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^lwkt: "no such" is neither a scenario nor a file: .*\n$/);
  });

  it('leaves no file behind', () => {
    expect(existsSync(join(file, 'below'))).toBe(false);
  });
});
