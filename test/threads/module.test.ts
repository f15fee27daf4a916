/** Ports of somebody’s own on real threads: sound ones, broken ones, and modules that no thread can run. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadModule } from '../../properties/audit/index.ts';
import { checkThreads, type ThreadsReport, whyNotOnThreads } from '../../properties/threads/index.ts';

const BOUND = { timeout: 60_000 };
const SOUND = readFileSync('docs/examples/mutex-ports.mjs', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'lwkt-threads-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

/** The mutex ports with some of their text replaced. @throws Error if it is not there */
function changed(from: string, to: string): string {
  const text = SOUND.replace(from, to);
  if (text === SOUND) throw new Error(`mutex-ports.mjs has no "${from}"`);
  const lwktIsAt = new URL('../../dist/impl/index.js', import.meta.url).href;
  const path = join(folder, `ports-${files++}.mjs`);
  writeFileSync(path, text.replace("from 'lwkt'", `from '${lwktIsAt}'`));
  return path;
}

async function checked(path: string, runs: number): Promise<ThreadsReport> {
  const own = await loadModule(path);
  return checkThreads({ own, runs, seed: 1, now: () => performance.now(), boundMs: 300, rejectionsMax: 1 });
}

test('sound ports hold, in all programs that they offer', BOUND, async () => {
  const report = await checked('./docs/examples/mutex-ports.mjs', 100);
  expect(report.rejected).toEqual([]);
  expect(report.accepted + report.undecided).toBe(100);
  expect(report.distinct).toBeGreaterThan(50);
  expect(report.calls['forwardmsg']).toBeGreaterThan(0);
});

test('a wakeup that is never given is seen', BOUND, async () => {
  const deaf = changed(
    'if (this.memory.exchange(sleeps, 0) === 1) this.memory.notify(sleeps);',
    'this.memory.exchange(sleeps, 0);',
  );
  const { rejected } = await checked(deaf, 200);
  expect(rejected[0]).toMatchObject({ clause: 'C20' });
  expect(rejected[0]?.unfinished.join()).toMatch(/asleep on/);
});

test('a code that is lost is seen', BOUND, async () => {
  const { rejected } = await checked(changed('return this.read(message, ERROR);', 'return 0;'), 100);
  expect(rejected[0]?.why).toMatch(/returned 0/);
});

test('a thread that goes round and round is ended within a bound', BOUND, async () => {
  const spinning = changed('  waitmsg(message, timeoutMs) {', '  waitmsg(message, timeoutMs) {\n    for (;;);');
  const { rejected } = await checked(spinning, 30);
  expect(rejected[0]?.why).toMatch(/it neither sleeps nor returns nor obeys the stop; its worker was ended/);
});

describe('what no thread can run', () => {
  const alone = (): string =>
    changed(
      'class MutexPorts',
      "import { isMainThread } from 'node:worker_threads';\nif (!isMainThread) throw new Error('only on the main thread');\nclass MutexPorts",
    );

  test('is known beforehand', BOUND, async () => {
    expect(await whyNotOnThreads(await loadModule('./docs/examples/mutex-ports.mjs'))).toBeUndefined();
    expect(await whyNotOnThreads(await loadModule(alone()))).toMatch(
      /^a worker thread cannot load it: .* cannot be loaded as a module: only on the main thread$/,
    );
    const interrupted = { ...(await loadModule('./docs/examples/mutex-ports.mjs')), interrupts: () => [] };
    expect(await whyNotOnThreads(interrupted)).toBe('it needs interrupts, which worker threads do not have');
  });
});
