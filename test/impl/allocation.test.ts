/** Calls leave nothing behind for the garbage collector. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { checkBuild } from './harness.ts';

const COUNTER = fileURLToPath(new URL('./workers/allocation.mjs', import.meta.url));
/** Megabytes: more than all calls of the counter would leave behind at a hundred bytes each. */
const YOUNG = 128;

test('no call allocates, whoever completes it, payload or not', { timeout: 60_000 }, async () => {
  checkBuild();
  const flags = [`--min-semi-space-size=${YOUNG}`, `--max-semi-space-size=${YOUNG}`];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, COUNTER], { timeout: 50_000 });
  const { 'a new object each time': control, ...calls } = JSON.parse(stdout) as Record<string, number>;
  // What the process does beside the calls is a part of a byte for each; one small object would be 16.
  expect(Object.entries(calls).filter(([, bytes]) => bytes >= 1)).toEqual([]);
  expect(Object.keys(calls)).toHaveLength(5);
  expect(control).toBeGreaterThan(16);
});
