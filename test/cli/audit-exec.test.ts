// `lwkt audit --exec` and `lwkt replay --exec` from outside.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { encode, VERSION } from '../../properties/check/index.ts';
import { SCENARIOS } from '../../properties/index.ts';
import { gone } from '../external/left-behind.ts';
import { PYTHON, ports, WITHOUT_PYTHON } from '../external/python.ts';
import { data, lwkt } from './command.ts';

const HELLO = `read l; echo '{"protocol":"lwkt-port/1","name":"x","modes":["steps"]}'; `;

describe('bad usage ends with 2 and one sentence', () => {
  const COMMANDS: readonly (readonly [readonly string[], string])[] = [
    [['audit', '--exec', 'exit 3'], 'The process "exit 3" ended with exit code 3.'],
    [['audit', '--exec', 'exec sleep 1000', '--patience', '200ms'], 'did not answer within 0.2 s'],
    [['audit', 'impl', '--exec', 'x'], 'not both at once'],
    [['audit', '--exec', 'x', '--patience', 'long'], '"long" is no budget'],
  ];
  it.for(COMMANDS)('%s', ([args, sentence]) => {
    const { code, stdout, stderr } = lwkt(...args);
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

it('a process that dies under way has violated nothing: 2, and each row says what happened', () => {
  const { code, stdout } = lwkt(
    'audit',
    '--exec',
    `${HELLO}read l; exit 4`,
    '--profile',
    'smoke',
    '--seed',
    '1',
    '--json',
  );
  const rows = data(stdout).filter(({ type }) => type === 'row');
  expect(rows.length).toBeGreaterThan(30);
  expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(['failed']));
  expect(rows[0]?.['message']).toContain('ended with exit code 4.');
  expect(data(stdout).at(-1)).toMatchObject({ type: 'end', verdict: 'failed', exit: 2 });
  expect(code).toBe(2);
});

describe('no process is left behind', () => {
  const token = encode({
    v: 2,
    kind: 'external',
    version: VERSION,
    fingerprints: {},
    command: 'x',
    program: SCENARIOS[0]?.program ?? { threads: [], ports: [], messages: [] },
    violation: 'C1',
    shown: { steps: [] },
  });
  // As soon as the process of an audit runs, whoever listens for interrupts changes.
  const SIGNALS: readonly (readonly [NodeJS.Signals, number, 'audit' | 'replay'])[] = [
    ['SIGINT', 0, 'audit'],
    ['SIGINT', 0, 'audit'],
    ['SIGINT', 1, 'audit'],
    ['SIGINT', 2, 'audit'],
    ['SIGINT', 5, 'audit'],
    ['SIGINT', 50, 'audit'],
    ['SIGTERM', 0, 'audit'],
    ['SIGINT', 0, 'replay'],
    ['SIGINT', 50, 'replay'],
    ['SIGTERM', 0, 'replay'],
  ];
  it.for(SIGNALS)('by %s after %i ms of %s', async ([signal, delayMs, what]) => {
    const folder = mkdtempSync(join(tmpdir(), 'lwkt-exec-'));
    const file = join(folder, 'pid');
    const main = fileURLToPath(new URL('../../dist/properties/cli/main.js', import.meta.url));
    const command = `${HELLO}echo $$ > ${file}; sleep 1000 & sleep 1000`;
    const child = spawn(process.execPath, [main, what, ...(what === 'replay' ? [token] : []), '--exec', command], {
      stdio: 'ignore',
    });
    try {
      for (let round = 0; round < 10_000 && !existsSync(file); round += 1) await sleep(1);
      await sleep(delayMs);
      const ended = once(child, 'close');
      child.kill(signal);
      await ended;
      expect(await gone(Number(readFileSync(file, 'utf8')))).toBe(true);
    } finally {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    }
  });
});

describe.skipIf(PYTHON === undefined)(`ports in Python${WITHOUT_PYTHON}`, () => {
  const command = ports('ports_2003.py');

  it('with the lost wakeup: 1, a table, and tokens that show it again', { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'lwkt-'));
    const known = readdirSync('test/regressions').find((file) => file.startsWith('C20')) ?? '';
    copyFileSync(join('test/regressions', known), join(folder, known));
    const memory = ['--regressions', folder];
    const { code, stdout, stderr } = lwkt(
      ...['audit', '--exec', command, '--profile', 'smoke', '--seed', '1', '--json', ...memory],
    );
    const remembered = readdirSync(folder);
    rmSync(folder, { recursive: true });
    expect(stderr).toBe('');
    expect(code).toBe(1);
    // What has failed before is tried first, and what fails now is remembered.
    const [first] = data(stdout).filter(({ type }) => type === 'row');
    expect(first).toMatchObject({ name: known.replace('.json', ''), verdict: 'violated', clause: 'C20' });
    expect(remembered.length).toBeGreaterThan(1);
    expect(data(stdout)[0]).toMatchObject({ type: 'start', command: 'audit', implementation: command, external: true });
    const row = data(stdout).find(({ name }) => name === 'one domsg');
    expect(row).toMatchObject({ section: 'external', verdict: 'violated', clause: 'C20', states: 19, steps: 6 });
    const shown = data(stdout).find(({ name }) => name === 'abort of a sendmsg');
    expect(shown).toMatchObject({ verdict: 'left out', message: 'it has no abortmsg' });
    const token = String(row?.['token']);

    const again = lwkt('replay', token, '--exec', command);
    expect(again.code).toBe(1);
    const page = again.stdout
      .replaceAll(command, 'python3 test/external/ports_2003.py')
      .replace(/lwkt2-\S+/, 'lwkt2-...');
    expect(page).toBe(readFileSync('test/golden/external-2003.txt', 'utf8'));

    const unsaid = lwkt('replay', token);
    expect(unsaid.code).toBe(2);
    expect(unsaid.stderr).toContain('which is not run unless you say so: add --exec and the command.');

    const repaired = lwkt('replay', token, '--exec', ports('ports.py'));
    expect(repaired.code).toBe(0);
    expect(repaired.stdout).toContain('Nothing is violated any more');

    const other = `${HELLO}read l; echo '{"enabled":[{"step":"a"}]}'; read l`;
    const diverged = lwkt('replay', token, '--exec', other);
    expect(diverged.code).toBe(2);
    expect(diverged.stderr).toContain('at step 1 of 6: it is "thread 0", but only "a" can be taken there');
  });

  it('and as a process that runs by itself: the history is in the token, and needs no process', () => {
    const args = ['--profile', 'smoke', '--seed', '1', '--json', '--no-regressions'];
    const { code, stdout } = lwkt('audit', '--exec', ports('ports_2003.py', '--runs'), ...args);
    expect(code).toBe(1);
    const row = data(stdout).find(({ name }) => name === 'one domsg');
    expect(row).toMatchObject({ verdict: 'violated', clause: 'C20' });
    const again = lwkt('replay', String(row?.['token']));
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('Violated: C20, no lost wakeup');
    expect(again.stdout).toMatch(/The history, as the process made it with the seed \d+/);
    expect(again.stdout).toMatch(/^> +and nothing moves any more$/m);
  });
});
