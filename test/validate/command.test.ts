/** The built command: exit codes, lines of JSON, standard input, and what people read. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/properties/cli/main.js', import.meta.url));
const trace = (name: string): string => fileURLToPath(new URL(`../fixtures/traces/${name}.jsonl`, import.meta.url));

function validate(args: readonly string[], input = ''): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'validate', ...args], {
    input,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

test('0: all conform', () => {
  const { code, out } = validate([trace('sync-same-cpu'), trace('sync-cross-cpu')]);
  expect(code).toBe(0);
  expect(out).toContain('2 files; conforms: 2');
});

test('1: one does not, and the last lines are the lanes', () => {
  const { code, out } = validate([trace('sync-same-cpu'), trace('fault-stale-abort-request')]);
  expect(code).toBe(1);
  expect(out).toContain('line 26');
  expect(out).toContain('C22 (abort is a request): waitmsg message 0 of thread 0 returned 53');
  expect(out).toMatch(/\n> +26 {2}= 53 \(m0: DONE abortreq, error 53\)\n/);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThan(200);
});

test('2: unreadable wins over the others, which are judged all the same', () => {
  const { code, out } = validate(['--json', trace('misuse-double-reply'), '-', 'no-such-file'], 'nonsense\n');
  expect(code).toBe(2);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ verdict }) => verdict)).toEqual(['misuse', 'unreadable', 'unreadable']);
  expect(lines.map((line) => Object.keys(line).join())).toEqual(Array(3).fill('file,verdict,line,clause,why'));
  expect(lines[0]).toMatchObject({ file: trace('misuse-double-reply'), line: 12, clause: 'C24' });
  expect(lines[1]).toMatchObject({ file: '-', line: 1, clause: null });
  expect(lines[2]).toMatchObject({ line: null });
});

test('3: undecided within the budget', () => {
  const { code, out } = validate(['--json', '--budget', '0.0001ms', trace('sync-same-cpu')]);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ verdict: 'undecided', clause: null });
});

test('standard input', () => {
  const { code, out } = validate(['--json', '-'], readFileSync(trace('mix-three-threads-cut'), 'utf8'));
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({ file: '-', verdict: 'conforms', line: null, clause: null, why: null });
});

test('2: no files', () => {
  const { code, out, err } = validate([]);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain('files');
});
