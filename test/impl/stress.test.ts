/**
 * Messages of all kinds between real worker threads: nothing lost, nothing doubled, nothing out of order, nothing torn.
 * More than a million in all.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createSystem } from '../../impl/index.ts';
import { bounded, type Job, run, start } from './harness.ts';

interface Served {
  readonly served: Readonly<Record<number, number>>;
}
interface Sent {
  readonly thread: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly queued: number;
  readonly aborted: number;
}

const PAYLOAD = 64;
const PER_THREAD = 64;

/** Two servers and two clients; every client has a port of its own beside its built-in one. */
function sizesFor(threads: number): { threads: number; ports: number; messages: number; payloadBytes: number } {
  return { threads, ports: threads * 2, messages: threads * PER_THREAD, payloadBytes: PAYLOAD };
}

function clientJob(thread: number, threads: number, steps: number, seed: number): Job {
  const args = { thread, servers: [0, 1], ownPort: threads + thread, messages: PER_THREAD, steps, seed };
  return { role: 'client', args };
}

/** What the clients say they had queued and not aborted is what the servers say they served. */
function expectBalance(servers: readonly Served[], clients: readonly Sent[]): void {
  for (const { thread, queued, kinds, aborted } of clients) {
    const served = servers.reduce((sum, server) => sum + (server.served[thread] ?? 0), 0);
    expect(served, `client ${thread}`).toBe(queued);
    expect(Object.keys(kinds)).toHaveLength(8);
    expect(Object.values(kinds).every((count) => count > 0)).toBe(true);
    expect(aborted, `client ${thread}: an abort must win now and then, or the race is not tested`).toBeGreaterThan(0);
  }
}

test('two clients and two servers, calls of every kind', async () => {
  const sizes = sizesFor(4);
  const results = await run(sizes, createSystem(sizes), [
    { role: 'server', args: { thread: 0, clients: 2, forwardTo: 1 } },
    { role: 'server', args: { thread: 1, clients: 2 } },
    clientJob(2, 4, 8_000, 1),
    clientJob(3, 4, 8_000, 2),
  ]);
  expectBalance(results.slice(0, 2) as Served[], results.slice(2) as Sent[]);
});

test.each([1, 2])('a server that waits in every way, %i clients that ask again and again', async (clients) => {
  const sizes = { threads: 3, messages: 4, payloadBytes: PAYLOAD };
  const calls = 4_000;
  const requests = clients * calls * 1.2;
  const results = await run(sizes, createSystem(sizes), [
    { role: 'switching', args: { thread: 0, requests, turn: 25 } },
    ...[1, 2].slice(0, clients).map((thread) => ({
      role: 'caller',
      args: { thread, to: 0, messages: [thread * 2 - 2, thread * 2 - 1], calls },
    })),
  ]);
  expect(results.slice(1)).toEqual(Array(clients).fill(calls * 1.2));
});

test('three producers flood one consumer', async () => {
  const sizes = sizesFor(4);
  const count = 340_000;
  const results = await run(sizes, createSystem(sizes), [
    { role: 'consumer', args: { thread: 0, producers: 3, count } },
    ...[1, 2, 3].map((thread) => ({ role: 'producer', args: { thread, to: 0, messages: PER_THREAD, count } })),
  ]);
  expect(results).toEqual([[count, count, count], count, count, count]);
});

test('a time-out leaves the message out, and usable when it is back', async () => {
  const sizes = sizesFor(2);
  const results = await run(sizes, createSystem(sizes), [
    { role: 'withholder', args: { thread: 0 } },
    { role: 'timedClient', args: { thread: 1, to: 0 } },
  ]);
  expect(results).toEqual(['ended', 'patient']);
});

test('a server on its event loop: requests, replies to its own questions, and other events', async () => {
  const sizes = sizesFor(4);
  const team = start(sizes, createSystem(sizes), [
    { role: 'asyncServer', args: { thread: 0, clients: 2, backend: 1, messages: PER_THREAD } },
    { role: 'server', args: { thread: 1, clients: 3 } },
    clientJob(2, 4, 600, 3),
    clientJob(3, 4, 600, 4),
  ]);
  const results = await team.results;
  const [front, back, ...clients] = results as [Served & { asked: number }, Served, Sent, Sent];
  expectBalance([front, back], clients);
  expect(front.asked).toBeGreaterThan(0);
  expect(back.served[0]).toBe(front.asked);
});

test('a flooded server on its event loop answers its parent: the flood ends only when it has', async () => {
  const sizes = sizesFor(4);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const flooders = [2, 3].map(
    (thread): Job => ({ role: 'flooder', args: { thread, to: 0, messages: PER_THREAD, stop } }),
  );
  const team = start(sizes, createSystem(sizes), [
    { role: 'asyncServer', args: { thread: 0, clients: 2, backend: 1, messages: 1 } },
    { role: 'server', args: { thread: 1, clients: 1 } },
    ...flooders,
  ]);
  team.results.catch(() => undefined);
  expect(await bounded(team.note(0), () => 'the flood never started')).toBe('busy');
  team.workers[0]?.postMessage('ping');
  const pong = await bounded(team.note(0), () => 'the flooded server never answered its parent', 10_000).finally(() =>
    Atomics.store(stop, 0, 1),
  );
  expect(pong).toBe('pong');
  const [front, , ...sent] = (await team.results) as [Served, Served, number, number];
  expect([2, 3].map((thread) => front.served[thread] ?? 0)).toEqual(sent);
});

test('a process stays alive for its awaits, and no longer', () => {
  const file = fileURLToPath(new URL('./workers/lonely.mjs', import.meta.url));
  const ended = spawnSync(process.execPath, [file], { encoding: 'utf8', timeout: 15_000 });
  expect(ended.stderr).toBe('');
  expect(ended.stdout).toBe('7\nexit\n');
});
