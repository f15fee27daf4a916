// lwkt explore: what it prints, what it writes, and how it ends. A few runs of the command, the others within this process.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type ExploreOptions, exploreSystem } from '../../properties/cli/explore.ts';
import { notIncluded, readAut } from '../transitions/oracle.ts';
import { data, lwkt, type Ran } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'lwkt-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Options = Partial<ExploreOptions>;

/** The command without a process of its own. */
async function explore(name: string | undefined, options: Options = {}): Promise<Ran> {
  const text = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      text[stream] += String(chunk);
      return true;
    }),
  );
  try {
    return { code: await exploreSystem(name, { limit: 1_000_000, ...options }), ...text };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

function golden(name: string, text: string): void {
  const file = new URL(`../golden/${name}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

/** The file that an exploration has written, read back. */
async function exported(name: string | undefined, options: Options): Promise<string> {
  const out = join(folder, `${options.export}`);
  const { code, stderr } = await explore(name, { ...options, out });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return readFileSync(out, 'utf8');
}

const AUT: Options = { observable: true, export: 'aut' };

describe('lwkt explore', () => {
  it('says what a scenario is and what there is in it', () => {
    const { code, stdout, stderr } = lwkt('explore', 'one-domsg');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    golden('explore-one-domsg.txt', stdout.replace(/\d+\.\d s/, '0.1 s'));
  });

  it('says it of a configuration, and as JSON', async () => {
    const { code, stdout } = await explore('configuration: a server that is', { json: true });
    expect(code).toBe(0);
    expect(data(stdout)).toMatchObject([
      { type: 'explored', of: 'configuration', complete: true, states: 4886, transitions: 21_828, depth: 17 },
    ]);
  });

  it('says of threads that are free the most common places only in which they may stay', async () => {
    const { stdout } = await explore('configuration: servers of each other');
    expect(stdout).toContain('    24 x thread 0 in waitmsg message 0, thread 1 in waitmsg message 1');
    expect(stdout.match(/^ {4}\d+ x thread/gm)).toHaveLength(6);
    expect(stdout).toMatch(/\d+ x other threads in other calls/);
  });

  it('lists what there is, with --list and without a name', async () => {
    const { code, stdout } = await explore(undefined, { list: true });
    expect(code).toBe(0);
    expect(stdout).toMatch(/ {2}one domsg +167 +272 {2}one client, one server/);
    expect(stdout).toMatch(/ {2}three clients +251 076 +1 558 200 /);
    expect((await explore(undefined)).stdout).toBe(stdout);
    const rows = data((await explore(undefined, { list: true, json: true })).stdout);
    expect(rows.length).toBeGreaterThan(60);
    expect(rows).toContainEqual(expect.objectContaining({ kind: 'scenario', name: 'one synchronous request' }));
  });

  it('has a help', () => {
    expect(lwkt('explore', '--help').stdout).toContain('lwkt explore --model-of one-domsg --observable --export aut');
  });
});

describe('what it writes', () => {
  it('is decided by an outside reader: the implementation is included in the model, a faulty one is not', async () => {
    const model = readAut(await exported(undefined, { ...AUT, modelOf: 'one-domsg' }));
    expect(notIncluded(readAut(await exported('one-domsg', AUT)), model)).toBeUndefined();
    const faulty = await exported('one domsg', { ...AUT, fault: 'EASYNC from domsg' });
    expect(notIncluded(readAut(faulty), model)).toEqual([
      'thread 0: call domsg port 1 message 0',
      'thread 0: return 99',
    ]);
  });

  it('shows the lost wakeup of 2003 by where it ends, as the page says', async () => {
    const of = (implementation: string): Promise<string> =>
      exported('one synchronous request', { ...AUT, implementation });
    const model = readAut(await exported(undefined, { ...AUT, modelOf: 'one synchronous request' }));
    const trace = notIncluded(readAut(await of('lwkt-2003')), model);
    golden('explore-2003.txt', `${trace?.join('\n')}\n`);
    expect(notIncluded(readAut(await of('lwkt-2007')), model)).toBeUndefined();
  });

  it('is a picture for Graphviz', async () => {
    const text = await exported(undefined, { modelOf: 'one domsg', observable: true, export: 'dot' });
    golden('explore-one-domsg.dot', text);
  });

  it('goes to standard output, and then the summary to the other', () => {
    const { code, stdout, stderr } = lwkt('explore', 'one message', '--export', 'aut');
    expect(code).toBe(0);
    expect(readAut(stdout)).toMatchObject({ states: 212, transitions: 716 });
    expect(stderr).toContain('212 states, 716 transitions, depth 9');
  });

  it('is JSON of the shape that the page shows', async () => {
    const fault = 'the lost wakeup of 2003';
    const system = JSON.parse(await exported('one domsg', { observable: true, export: 'json', fault })) as {
      steps: number[][];
      states: number;
      labels: string[];
    };
    const of = `implementation: ${fault}`;
    expect(system).toMatchObject({ format: 'lwkt-lts/1', name: 'one domsg', of, observable: true, initial: 0 });
    for (const [from = -1, label = -1, to = -1] of system.steps) {
      expect(Math.min(from, label, to)).toBeGreaterThanOrEqual(0);
      expect(Math.max(from, to)).toBeLessThan(system.states);
      expect(label).toBeLessThan(system.labels.length);
    }
  });

  it('is small for a small system, as the page shows', async () => {
    golden('explore-getport.aut', await exported('getport of an empty port', AUT));
    golden('explore-getport-json.txt', await exported('getport of an empty port', { export: 'json' }));
  });

  it('may be large', async () => {
    const text = await exported('two clients, aborts', { export: 'aut' });
    expect(readAut(text)).toMatchObject({ states: 21_556, transitions: 119_108 });
  });

  it('may be too large for a picture, which is said', async () => {
    const out = join(folder, 'large.dot');
    const { code, stderr } = await explore('two messages', { export: 'dot', out });
    expect(code).toBe(0);
    expect(readFileSync(out, 'utf8').split('\n').length).toBeGreaterThan(6792);
    expect(stderr).toContain('Graphviz takes long to draw 2 040 states');
  });

  it('comes with a summary as JSON that names the file', async () => {
    const out = join(folder, 'b.aut');
    const { stdout } = await explore('one domsg', { export: 'aut', out, json: true });
    expect(data(stdout)).toMatchObject([{ type: 'explored', states: 167, out }]);
  });
});

describe('what cannot be done', () => {
  it('is nothing, where a system is larger than the limit: 3', async () => {
    const out = join(folder, 'none.aut');
    const { code, stdout } = lwkt('explore', 'two messages', '--limit', '100', '--export', 'aut', '--out', out);
    expect(code).toBe(3);
    expect(stdout).toContain(
      'There are more than 100 states, which is the limit: nothing was written; --limit raises it.',
    );
    expect(() => readFileSync(out)).toThrow();
    expect((await explore(undefined, { modelOf: 'forward', limit: 1000 })).code).toBe(3);
    expect((await explore('one domsg', { limit: 166 })).code).toBe(3);
    expect((await explore('one domsg', { limit: 167 })).code).toBe(0);
  });

  it('is an exploration beyond a data race: 1', async () => {
    const { code, stdout, stderr } = await explore('one domsg', { fault: 'a plain DONE', export: 'aut' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('The exploration ended at a violation: Data race on message0.state');
  });

  it('is refused on the command line: 2', () => {
    const { code, stdout, stderr } = lwkt('explore', 'one domsg', '--export', 'png');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Allowed choices are aut, dot, json.');
    expect(lwkt('explore', 'one domsg', '--limit', '0')).toMatchObject({ code: 2, stdout: '' });
  });

  it.each<[string | undefined, Options, string]>([
    [
      'nothing of the kind',
      {},
      'There is no configuration or scenario "nothing of the kind": lwkt explore --list lists',
    ],
    ['scenario: polling twice', {}, 'There is no scenario "polling twice": lwkt explore --list lists them.'],
    ['', {}, 'There is no configuration or scenario "": lwkt explore --list lists them.'],
    ['a server that is a client', {}, 'write "configuration: a server that is a client" or "scenario: a server'],
    ['two', {}, '"two" may be any of these: two messages, two messages to oneself,'],
    ['one domsg', { out: 'x' }, '--out says where to write, and not what: add --export aut, dot, json.'],
    ['one domsg', { export: 'aut', json: true }, 'give the file with --out.'],
    ['one message', { fault: 'newest first' }, '"one message" is a configuration of the model'],
    ['one domsg', { modelOf: 'one domsg' }, '--model-of explores the model alone: leave "one domsg" out'],
    [undefined, { modelOf: 'polling twice' }, 'There is no scenario "polling twice"'],
    ['one domsg', { fault: 'domsg returns EASYNC' }, 'is a fault of the model'],
    ['one domsg', { fault: 'no race check' }, 'is a fault of the checker'],
    ['one domsg', { implementation: 'nobody' }, 'There is no implementation "nobody".'],
    ['one domsg', { fault: 'newest first', implementation: 'lwkt-2003' }, 'leave out --implementation.'],
    ['one domsg', { export: 'aut', out: '/nowhere/at/all' }, '"/nowhere/at/all" cannot be written: ENOENT'],
  ])('is said in a sentence: %j %j', async (name, options, sentence) => {
    await expect(explore(name, options)).rejects.toThrow(sentence);
  });
});
