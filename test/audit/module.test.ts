// A module of one's own: how it is found, and what is said where it does not export what it has to.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isModulePath, loadModule, modulePath } from '../../properties/audit/index.ts';
import { REFUSING } from '../../properties/audit/scenarios.ts';
import { behaviourOf } from '../../properties/behaviour/index.ts';
import { SCENARIO_COUNTS } from '../../properties/check/index.ts';
import { FAULTS, loadFault } from '../../properties/faults/index.ts';
import { IMPLEMENTATION, type Implementation, SCENARIOS, sampleImplementation } from '../../properties/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'lwkt-audit-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
/** A module with this text. */
function file(text: string): string {
  files += 1;
  const path = join(folder, `module-${files}.mjs`);
  writeFileSync(path, text);
  return path;
}

const CALLS = 'initport initmsg domsg sendmsg waitmsg replymsg getport waitport flags error putport'.split(' ');
const ports = (calls: readonly string[]): string => `({ ${calls.map((call) => `${call}() {}`).join(', ')} })`;
const SOUND = `{ words: () => 4, thread: () => ${ports(CALLS)} }`;

describe('is found', () => {
  it.for([
    ['by the name of its export', `export const implementation = ${SOUND}`, ''],
    ['as the default', `export default ${SOUND}`, ''],
    ['by the name after a #', `export const queue = ${SOUND}`, '#queue'],
    ['as what a function gives', `export default () => (${SOUND})`, ''],
    ['as what a function gives later', `export default async () => (${SOUND})`, ''],
  ] as const)('%s', async ([, text, name]) => {
    const path = file(text) + name;
    const found = await loadModule(path);
    expect(found.name).toBe(path);
    expect(found.missing).toEqual(['beginmsg', 'abortmsg', 'forwardmsg']);
  });

  it('by a path that begins with a dot or is absolute', () => {
    expect(['./a.mjs', '../a.mjs#b', '/a.mjs'].map(isModulePath)).toEqual([true, true, true]);
    expect(['impl', 'lwkt-2003', 'DONE before the error'].map(isModulePath)).toEqual([false, false, false]);
    expect(modulePath('package.json')).toBe('./package.json');
    expect(modulePath('no/such/file')).toBe(undefined);
  });

  it('and this project’s own is one', async () => {
    const built = new URL('../../dist/properties/implementation.js', import.meta.url).pathname;
    const found = await loadModule(`${built}#IMPLEMENTATION`);
    const shape = { threads: 2, ports: 3, messages: 1 };
    expect(found.words(shape)).toBe(IMPLEMENTATION.words(shape));
    expect(found.missing).toEqual([]);
    expect(found.abstraction).toBeDefined();
  });
});

describe('a wrong module is told by one sentence', () => {
  it.for([
    ['export const nothing = 1;', '', 'has to export "implementation" or a default; it exports nothing.'],
    [`export default ${SOUND}`, '#queue', 'has no export "queue".'],
    ['export default 7', '', 'The export "default" of FILE is a number, not an implementation.'],
    ['export default null', '', 'The export "default" of FILE is null, not an implementation.'],
    ['export default () => undefined', '', 'The export "default" of FILE gives undefined, not an implementation.'],
    ['export default () => { throw new Error("no luck"); }', '', 'The export "default" of FILE threw: no luck'],
    ['export default { thread() {} }', '', 'The export "default" of FILE has no function "words".'],
    ['export default { words: () => 1 }', '', 'The export "default" of FILE has no function "thread".'],
    ['export default { words: () => 1.5, thread() {} }', '', '"words" gives 1.5, not a number of words.'],
    ['export default { words: () => 1, thread() {} }', '', 'its function "thread" gives no object with calls.'],
    [
      `export default { words: () => 1, thread: () => ${ports(CALLS.slice(2))} }`,
      '',
      'lacks calls: what its function "thread" gives has no initport, no initmsg.',
    ],
    ['export default {', '', 'cannot be loaded as a module: '],
    ['import "./no-such.mjs"', '', 'cannot be loaded as a module: Cannot find module'],
  ] as const)('%s', async ([text, name, sentence]) => {
    const path = file(text);
    await expect(loadModule(path + name)).rejects.toThrow(sentence.replace('FILE', path));
  });

  it('or is no file at all', async () => {
    await expect(loadModule('./no-such.mjs')).rejects.toThrow('There is no file "./no-such.mjs".');
  });
});

it('the scenarios in which calls are refused are known by name', () => {
  // The largest take long, and refuse nothing.
  const small = SCENARIOS.filter(({ name }) => name === 'misuse' || (SCENARIO_COUNTS[name]?.states ?? 0) < 5000);
  const refusing = small.filter(({ program }) => {
    const { events } = behaviourOf(program, IMPLEMENTATION);
    const results = Array.from({ length: events.count }, (_, number) => events.event(number)?.result);
    return results.some((result) => result !== undefined && 'refused' in result && result.refused !== 'ETIMEDOUT');
  });
  expect(refusing.map(({ name }) => name)).toEqual(REFUSING);
});

describe('samples of what is known from outside only', () => {
  /** The ports, with or without a fault, and no word about what their memory means. */
  async function fromOutside(name?: string): Promise<Implementation> {
    const fault = FAULTS.find((each) => each.name === name);
    const { abstraction: _, ...rest } = fault === undefined ? IMPLEMENTATION : await loadFault(fault);
    return rest;
  }
  const options = { seed: 1, programs: 15, walks: 4 };

  it('none of the ports fails, and every history is judged', async () => {
    const { finding, runs, histories } = sampleImplementation(await fromOutside(), options);
    expect(finding).toBe(undefined);
    expect(histories).toBe(runs);
  });

  it('a fault is found, and shrunk', async () => {
    const { finding } = sampleImplementation(await fromOutside('EASYNC from domsg'), options);
    expect(finding?.violation).toMatchObject({ kind: 'history', detail: { clause: 'C1' } });
    expect(finding?.program.threads.flat().length).toBeLessThan(4);
  });
});
