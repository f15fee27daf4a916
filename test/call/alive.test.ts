// Who is still there: the process while answers are outstanding, the worker while calls wait for it, the resources in a scope.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, createSystem, declareDead, type LwktError, serve } from '../../impl/index.ts';
import { bounded, checkBuild } from '../impl/harness.ts';
import { endWorkers, served, soon } from './team.ts';
import type * as functions from './workers/functions.mjs';

type Functions = typeof functions;

afterEach(endWorkers);

describe('a process', () => {
  const start = (story: string): { output: string[]; child: ReturnType<typeof spawn> } => {
    checkBuild();
    const child = spawn(process.execPath, [fileURLToPath(new URL('./workers/process.mjs', import.meta.url)), story]);
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => output.push(...String(text).trim().split('\n')));
    return { output, child };
  };

  test.each([
    ['awaits', ['up', 'answered']],
    ['gives_up', ['ETIMEDOUT']],
    ['idle', ['2']],
    ['closed', ['up']],
  ])('that %s ends when it is through, and not before', async (story, expected) => {
    const { output, child } = start(story);
    const [code] = await bounded(once(child, 'close'), () => `${story} does not end: ${output}`, 20_000);
    expect(output).toEqual(expected);
    expect(code).toBe(0);
  });

  test.each(['waits', 'serves'])('that %s is held', async (story) => {
    const { output, child } = start(story);
    while (!output.includes('up'))
      await bounded(once(child.stdout ?? child, 'data'), () => 'it does not start', 20_000);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(child.exitCode).toBe(null);
    child.kill();
    await once(child, 'close');
  });
});

describe.each([false, true])('the death of a server that blocks: %o', (blocking) => {
  const ways = blocking ? (['exit', 'terminate'] as const) : (['exit', 'crash', 'terminate'] as const);

  test.each(ways)('%s ends the calls that are out, and those that wait, with EOWNERDEAD', async (way) => {
    const { system, worker } = served({ blocking });
    const call = connect<Functions>(system, { to: 1, thread: 0, messages: 2 });
    await soon(call.async.add(0, 0));
    const out = [
      blocking ? call.async.busy(1, 60_000) : call.async.never(),
      call.async.add(1, 1),
      call.async.add(2, 2),
      call.with({ timeoutMs: 60_000 }).async.add(3, 3),
    ];
    const ending =
      way === 'terminate'
        ? worker.terminate()
        : connect<Functions>(call.thread, { to: 1 })
            .async[way](3)
            .catch(() => undefined);
    if (blocking && way === 'exit') await worker.terminate();
    const outcomes = await soon(Promise.allSettled(out), `the calls after ${way}`);
    const codes = outcomes.map((one) => (one.status === 'rejected' ? (one.reason as LwktError).code : one.value));
    // What was served before the end has its answer.
    expect(codes.filter((code) => code !== 'EOWNERDEAD' && typeof code !== 'number')).toEqual([]);
    expect(codes[0]).toBe('EOWNERDEAD');
    await soon(Promise.resolve(ending));
    await expect(soon(call.async.add(1, 1))).rejects.toThrow('EOWNERDEAD: the thread that serves port 1 has ended');
    expect(() => call.sync.add(1, 1)).toThrow('EOWNERDEAD');
    expect(call.outstanding).toBe(0);
  });

  test('while this thread blocks in sync: the worker itself says that it exits', () => {
    const { system } = served({ blocking });
    const call = connect<Functions>(system, { to: 1, thread: 0 });
    call.sync.add(0, 0);
    expect(() => call.sync.exit(3)).toThrow('EOWNERDEAD');
    expect(() => call.sync.add(0, 0)).toThrow('EOWNERDEAD');
  });
});

test('a worker that ends before it serves: the first call says so', async () => {
  const { system, worker } = served({ kind: 'gone' });
  const call = connect<Functions>(system, { to: 1 });
  await soon(worker.terminate());
  await expect(soon(call.async.add(1, 1))).rejects.toThrow('EOWNERDEAD');
});

test('a dead thread keeps its number, and only threads that there are can be dead', () => {
  const system = createSystem({ threads: 2, messages: 2 });
  declareDead(system, 1);
  expect(() => serve(system, { thread: 1 }, {})).toThrow('EBUSY: attach: thread 1 is taken');
  expect(() => declareDead(system, 2)).toThrow('EINVAL: declareDead: there is no thread 2: the system has 2');
});

describe('what ends with its scope', () => {
  test('a connection: what is out ends with EPIPE, and so does what comes later', async () => {
    const { system } = served();
    let out: Promise<unknown> = Promise.resolve();
    let waiting: Promise<unknown> = Promise.resolve();
    const call = connect<Functions>(system, { to: 1, messages: 1 });
    await soon(call.async.add(0, 0));
    try {
      out = call.async.never();
      waiting = call.async.add(1, 1);
    } finally {
      call[Symbol.dispose]();
    }
    await expect(soon(out)).rejects.toThrow('EPIPE: the connection was closed while the call was out');
    await expect(soon(waiting)).rejects.toThrow('EPIPE');
    await expect(soon(call.async.add(1, 1))).rejects.toThrow('EPIPE: the connection is closed');
    expect(() => call.sync.add(1, 1)).toThrow('EPIPE');
    expect(call.outstanding).toBe(0);
  });

  test('a server: it finishes what runs, answers what is queued that it has ended, and takes nothing more', async () => {
    const system = createSystem({ threads: 2, messages: 8, payloadBytes: 512 });
    let finish = (): void => undefined;
    const running = new Promise<string>((resolve) => {
      finish = () => resolve('finished');
    });
    const server = serve(system, { thread: 1 }, { run: () => running, add: (a: number) => a + 1 });
    const call = connect<{ run(): Promise<string>; add(a: number): number }>(system, { to: 1, thread: 0 });
    const first = call.async.run();
    expect(await soon(call.async.add(1))).toBe(2);
    const ended = server[Symbol.asyncDispose]();
    const queued = call.async.add(2);
    finish();
    expect(await soon(first)).toBe('finished');
    await soon(ended);
    await expect(soon(queued)).rejects.toThrow('EOWNERDEAD');
    await expect(soon(call.async.add(3))).rejects.toThrow('EOWNERDEAD');
  });
});
