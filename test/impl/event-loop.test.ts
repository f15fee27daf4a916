/** The waits that do not block. Several threads of a system are played by one, so each await can be watched as it ends. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loopOf } from '../../impl/event-loop.ts';
import {
  attach,
  createSystem,
  DONE,
  EventLoop,
  Layout,
  NONE,
  REPLY,
  ScorePolicy,
  SLEEP_AT_ONCE,
  Thread,
} from '../../impl/index.ts';
import { bounded } from './harness.ts';

const CLIENT = 0;
const SERVER = 1;
const EXTRA = 2;

let client: Thread;
let server: Thread;
let loop: EventLoop;

/** With and without polling before it sleeps. */
const POLICIES = [
  ['sleeping at once', 0],
  ['polling first', 64],
] as const;

function setUp(turns: number): void {
  const waiting = new ScorePolicy(0);
  const buffer = createSystem({ threads: 2, ports: 3, messages: 200 });
  client = attach(buffer, { thread: CLIENT, waiting });
  server = attach(buffer, { thread: SERVER, waiting });
  client.initport(EXTRA);
  for (let message = 0; message < 100; message++) client.initmsg(message);
  for (let message = 100; message < 200; message++) server.initmsg(message);
  loop = new EventLoop(client, new ScorePolicy(turns));
}

beforeEach(() => setUp(0));
afterEach(() => vi.unstubAllGlobals());

/** Every await of these tests: in time, or it is named. */
function soon<T>(promise: Promise<T>, what = 'an await'): Promise<T> {
  return bounded(promise, () => `${what} hangs`, 5000);
}

/** Until all that is under way has had its chance: wake-ups, turns of the loop, and promises. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** What became of a promise so far. */
function watch<T>(promise: Promise<T>): { state: 'pending' | 'done' | 'failed'; value?: T; error?: unknown } {
  const seen: { state: 'pending' | 'done' | 'failed'; value?: T; error?: unknown } = { state: 'pending' };
  promise.then(
    (value) => Object.assign(seen, { state: 'done', value }),
    (error: unknown) => Object.assign(seen, { state: 'failed', error }),
  );
  return seen;
}

test.each(POLICIES)('domsg, waitmsg and waitport end when the other thread has acted, %s', async (_, turns) => {
  setUp(turns);
  const called = loop.domsg(SERVER, 0);
  client.sendmsg(SERVER, 1);
  const returned = loop.waitmsg(1);
  const came = loop.waitport(EXTRA);
  const seen = [called, returned, came].map(watch);
  await settle();
  expect(seen.map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
  server.replymsg(server.getport(SERVER), 10);
  server.replymsg(server.getport(SERVER), 11);
  server.sendmsg(EXTRA, 100);
  expect(await soon(Promise.all([called, returned, came]))).toEqual([10, 11, 100]);
  expect(client.flags(0)).toBe(DONE);
});

test.each(POLICIES)('what is there already does not wait, %s', async (_, turns) => {
  setUp(turns);
  client.setbegin(SERVER, () => 3);
  expect(await soon(loop.domsg(SERVER, 0))).toBe(3);
  client.sendmsg(SERVER, 1);
  expect(await soon(loop.waitmsg(1))).toBe(3);
  expect(await soon(loop.waitmsg(1))).toBe(3);
  server.sendmsg(EXTRA, 100);
  expect(await soon(loop.waitport(EXTRA))).toBe(100);
});

test.each(POLICIES)('what the thread itself sends, replies and aborts wakes its own awaits, %s', async (_, turns) => {
  setUp(turns);
  for (let round = 0; round < 3; round++) {
    const request = loop.waitport(EXTRA);
    const other = loop.domsg(EXTRA, 0);
    await settle();
    client.sendmsg(EXTRA, 1);
    const third = loop.waitport(EXTRA);
    expect(await soon(Promise.all([request, third]))).toEqual([0, 1]);
    const reply = loop.waitmsg(1);
    await settle();
    client.replymsg(1, 5);
    client.replymsg(0, 6);
    expect(await soon(Promise.all([reply, other]))).toEqual([5, 6]);
    client.sendmsg(EXTRA, 2);
    const aborted = loop.waitmsg(2);
    await settle();
    client.abortmsg(EXTRA, 2);
    expect(await soon(aborted)).toBe(53);
  }
});

test('awaited replies go to their waitmsg; requests and other replies to the port, in order', async () => {
  for (const message of [0, 1, 2, 3]) client.sendmsg(SERVER, message);
  const taken: number[] = [];
  const iterating = (async () => {
    for await (const message of loop.messages(CLIENT)) {
      taken.push(message);
      if (message === 103) break;
    }
  })();
  const awaited = [loop.waitmsg(2), loop.waitmsg(0)];
  await settle();
  server.sendmsg(CLIENT, 100);
  for (const code of [20, 21, 22, 23]) server.replymsg(server.getport(SERVER), code);
  server.sendmsg(CLIENT, 103);
  expect(await soon(Promise.all(awaited))).toEqual([22, 20]);
  await soon(iterating);
  expect(taken).toEqual([100, 1, 3, 103]);
  expect(client.flags(1) & REPLY).toBe(REPLY);
});

test('several takers of a port are served in the order in which they called', async () => {
  const taken = [1, 2, 3].map(() => loop.waitport(EXTRA));
  await settle();
  for (const message of [102, 100, 101]) server.sendmsg(EXTRA, message);
  expect(await soon(Promise.all(taken))).toEqual([102, 100, 101]);
});

test('leaving the loop takes nothing off the port', async () => {
  for (let message = 100; message < 110; message++) server.sendmsg(EXTRA, message);
  for await (const message of loop.messages(EXTRA)) if (message === 103) break;
  for await (const message of loop.messages(EXTRA)) {
    expect(message).toBe(104);
    break;
  }
  await settle();
  expect(client.getport(EXTRA)).toBe(105);
});

test('an iterator that is ended while it waits leaves the next message on the port', async () => {
  const messages = loop.messages(EXTRA);
  const next = messages.next();
  await settle();
  expect(await soon(messages.return())).toEqual({ done: true, value: undefined });
  server.sendmsg(EXTRA, 100);
  expect(await soon(next)).toEqual({ done: true, value: undefined });
  expect(await soon(messages.next())).toEqual({ done: true, value: undefined });
  expect(client.getport(EXTRA)).toBe(100);
});

test('an iterator asked ahead gives each message once, in order, across turns of the event loop', async () => {
  const messages = loop.messages(EXTRA);
  const asked = Array.from({ length: 100 }, () => messages.next());
  for (let message = 100; message < 200; message++) server.sendmsg(EXTRA, message);
  const got = await soon(Promise.all(asked));
  expect(got.map(({ value }) => value)).toEqual(Array.from({ length: 100 }, (_, n) => 100 + n));
});

test('a port that never runs empty leaves time for other events', async () => {
  let other = 0;
  const tick = (): void => {
    other++;
    if (other < 5) setTimeout(tick, 0);
  };
  setTimeout(tick, 0);
  let served = 0;
  client.sendmsg(EXTRA, 0);
  for await (const message of loop.messages(EXTRA)) {
    served++;
    client.replymsg(message, 0);
    client.waitmsg(message);
    if (other === 5) break;
    if (served > 5_000_000) expect.unreachable('the other events never came');
    client.sendmsg(EXTRA, message);
  }
  expect(served).toBeGreaterThan(64);
});

test('a wait that times out takes nothing and leaves the message out', async () => {
  client.sendmsg(SERVER, 0);
  const waits = [
    loop.waitmsg(0, { timeoutMs: 5 }),
    loop.domsg(SERVER, 1, { timeoutMs: 5 }),
    loop.waitport(EXTRA, { timeoutMs: 5 }),
  ];
  const sentences = [
    'waitmsg: message 0 was not replied within 5 ms; it is still out',
    'waitmsg: message 1 was not replied within 5 ms; it is still out',
    'waitport: nothing came to port 2 of thread 0 within 5 ms',
  ];
  const outcomes = await soon(Promise.allSettled(waits));
  expect(outcomes.map((outcome) => String((outcome as PromiseRejectedResult).reason))).toEqual(
    sentences.map((sentence) => `LwktError: ETIMEDOUT: ${sentence}`),
  );
  expect(() => client.sendmsg(SERVER, 0)).toThrow('EBUSY');
  server.sendmsg(EXTRA, 100);
  server.replymsg(server.getport(SERVER), 1);
  server.replymsg(server.getport(SERVER), 2);
  expect(await soon(Promise.all([loop.waitmsg(0), loop.waitmsg(1), loop.waitport(EXTRA)]))).toEqual([1, 2, 100]);
});

test('a call that blocks and times out does not take the sleep mark of an await', async () => {
  client.sendmsg(SERVER, 0);
  client.beginmsg(SERVER, 1);
  const awaits = [loop.waitmsg(0), loop.waitmsg(1), loop.waitport(EXTRA)];
  await settle();
  expect(() => client.waitport(CLIENT, 1)).toThrow('ETIMEDOUT');
  expect(() => client.waitport(EXTRA, 1)).toThrow('ETIMEDOUT');
  expect(() => client.waitmsg(0, 1)).toThrow('ETIMEDOUT');
  expect(() => client.waitmsg(1, 1)).toThrow('ETIMEDOUT');
  server.replymsg(server.getport(SERVER), 5);
  server.replymsg(server.getport(SERVER), 6);
  server.sendmsg(EXTRA, 100);
  expect(await soon(Promise.all(awaits))).toEqual([5, 6, 100]);
});

test('a reply that a call takes ends the await for it all the same', async () => {
  client.sendmsg(SERVER, 0);
  const [first, second] = [loop.waitmsg(0), loop.waitmsg(0)];
  await settle();
  server.replymsg(server.getport(SERVER), 8);
  expect(client.getport(CLIENT)).toBe(0);
  expect(await soon(Promise.all([first, second]))).toEqual([8, 8]);
});

test('a message that is sent again while its reply is awaited: the await says so', async () => {
  client.sendmsg(SERVER, 0);
  const awaited = watch(loop.waitmsg(0));
  await settle();
  server.replymsg(server.getport(SERVER), 8);
  expect(client.getport(CLIENT)).toBe(0);
  client.beginmsg(SERVER, 0);
  await settle();
  expect(String(awaited.error)).toContain('EBUSY: waitmsg: message 0 was sent again');
});

test('a signal ends a wait and a loop with its reason', async () => {
  const stop = new AbortController();
  client.sendmsg(SERVER, 0);
  const waits = [loop.waitmsg(0, { signal: stop.signal }), loop.messages(EXTRA, { signal: stop.signal }).next()];
  await settle();
  stop.abort(new Error('enough'));
  const outcomes = await soon(Promise.allSettled(waits));
  expect(outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason.message)).toEqual(['enough', 'enough']);
  await expect(soon(loop.waitport(EXTRA, { signal: stop.signal }))).rejects.toThrow('enough');
  server.sendmsg(EXTRA, 100);
  server.replymsg(server.getport(SERVER), 4);
  expect(client.getport(EXTRA)).toBe(100);
  expect(await soon(loop.waitmsg(0))).toBe(4);
});

test('the process is held while something is awaited, also when a settled wait is ended once more', async () => {
  let held = false;
  const timer = { ref: () => (held = true), unref: () => (held = false) };
  vi.stubGlobal('setInterval', () => timer);
  const messages = loop.messages(EXTRA);
  const next = messages.next();
  expect(held).toBe(true);
  server.sendmsg(EXTRA, 100);
  // This poll settles `next`, whose continuation has not run yet when the iterator is ended.
  const other = loop.waitport(EXTRA);
  const ended = messages.return();
  expect(held).toBe(true);
  expect(await soon(next)).toEqual({ done: false, value: 100 });
  await ended;
  expect(held).toBe(true);
  server.sendmsg(EXTRA, 101);
  expect(await soon(other)).toBe(101);
  expect(held).toBe(false);
});

test('misuse is a rejection with the code of the call', async () => {
  await expect(loop.domsg(7, 0)).rejects.toMatchObject({ code: 'EINVAL' });
  await expect(loop.domsg(SERVER, 100)).rejects.toMatchObject({ code: 'EPERM' });
  await expect(loop.waitmsg(999)).rejects.toMatchObject({ code: 'EINVAL' });
  await expect(loop.waitmsg(100)).rejects.toMatchObject({ code: 'EPERM' });
  await expect(loop.waitport(SERVER)).rejects.toMatchObject({ code: 'EPERM' });
  await expect(loop.waitport(-1)).rejects.toMatchObject({ code: 'EINVAL' });
  expect(() => loop.messages(SERVER)).toThrow('EPERM: messages: port 1');
  client.sendmsg(SERVER, 0);
  await expect(loop.domsg(SERVER, 0)).rejects.toMatchObject({ code: 'EBUSY' });
});

test('many in flight: each await gets its own reply', async () => {
  const done: number[] = [];
  const asking = Array.from({ length: 100 }, async (_, message) => {
    for (let round = 0; round < 20; round++) {
      if ((message + round) % 3 === 0) client.beginmsg(SERVER, message);
      else client.sendmsg(SERVER, message);
      expect(await loop.waitmsg(message)).toBe(message * 1000 + 1);
    }
    done.push(message);
  });
  const serving = (async () => {
    while (done.length < 100) {
      const batch: number[] = [];
      for (let m = server.getport(SERVER); m !== NONE; m = server.getport(SERVER)) batch.unshift(m);
      for (const message of batch) server.replymsg(message, message * 1000 + 1);
      await new Promise(setImmediate);
    }
  })();
  await soon(Promise.all([...asking, serving]));
});

test('a thread has one event loop: two would take each other’s wake-ups', () => {
  expect(() => new EventLoop(client)).toThrow('EBUSY: EventLoop: thread 0 has one already');
  expect(loopOf(client)).toBe(loop);
});

test.each(POLICIES)(
  'a reply by the thread itself ends an await that began while nobody was awaited (%s)',
  async (_, turns) => {
    setUp(turns);
    client.sendmsg(CLIENT, 2);
    client.sendmsg(SERVER, 1);
    // The doorbell stays armed when this has ended; and what is on the list is taken without a ring.
    await loop.waitmsg(1, { timeoutMs: 5 }).catch(() => undefined);
    expect(await soon(loop.waitport(CLIENT))).toBe(2);
    client.sendmsg(EXTRA, 0);
    const awaited = loop.waitmsg(0);
    client.replymsg(client.getport(EXTRA), 7);
    expect(await soon(awaited)).toBe(7);
  },
);

test.each(POLICIES)('a number that is no message is refused (%s)', async (_, turns) => {
  setUp(turns);
  for (const message of [-1, 200, 300, 0.5]) {
    await expect(loop.waitmsg(message)).rejects.toMatchObject({ code: 'EINVAL' });
  }
});

test('an engine without Atomics.waitAsync is told so', () => {
  const { waitAsync: _, ...rest } = Object.getOwnPropertyDescriptors(Atomics);
  vi.stubGlobal('Atomics', Object.defineProperties({}, rest as PropertyDescriptorMap));
  expect(() => new EventLoop(client)).toThrow('EventLoop needs Atomics.waitAsync, which this engine lacks');
});

test('a thread on other memory than a SharedArrayBuffer is told so', () => {
  const elsewhere = { get: () => 0, set: () => undefined } as unknown as Thread['memory'];
  const thread = new Thread(elsewhere, new Layout({ threads: 1, messages: 1 }), 0, SLEEP_AT_ONCE);
  expect(() => new EventLoop(thread)).toThrow('EventLoop needs a thread on a SharedArrayBuffer');
});
