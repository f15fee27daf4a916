// Time-outs, abort signals and pools: whatever a caller gives up, the next call gets its own answer.
import { afterEach, describe, expect, test } from 'vitest';
import { type Connection, type ConnectOptions, connect, LwktError } from '../../impl/index.ts';
import { endWorkers, served, soon } from './team.ts';
import type * as functions from './workers/functions.mjs';

type Functions = typeof functions;

const connected = (
  options: Partial<ConnectOptions<Functions>>,
  data: object = {},
  messages = 32,
): Connection<Functions> => connect<Functions>(served(data, { messages }).system, { to: 1, ...options });

afterEach(endWorkers);

const codeOf = (error: unknown): string => (error instanceof LwktError ? error.code : String(error));
const codesOf = async (calls: Promise<unknown>[]): Promise<unknown[]> =>
  (await soon(Promise.allSettled(calls))).map((one) => (one.status === 'fulfilled' ? one.value : codeOf(one.reason)));

function codeThrown(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return codeOf(error);
  }
}

/** Milliseconds that a call takes which is given up after a tenth of them: a loaded machine may stop the caller for some. */
const LATE_MS = 50;
const ROUNDS = 6;

describe.each([1, 2, 3])('a pool of %i', (messages) => {
  test('sync calls that time out again and again: each later call gets its own answer', () => {
    const call = connected({ messages }, { blocking: true });
    call.sync.add(0, 0);
    for (let round = 0; round < ROUNDS; round++) {
      expect(codeThrown(() => call.with({ timeoutMs: LATE_MS / 10 }).sync.busy(-1, LATE_MS))).toBe('ETIMEDOUT');
      // Waits for the late message, if the pool has no other.
      expect(call.sync.add(round, 1000)).toBe(round + 1000);
    }
  });

  test('async calls that time out again and again: each later call gets its own answer', async () => {
    const call = connected({ messages });
    await soon(call.async.add(0, 0));
    for (let round = 0; round < ROUNDS; round++) {
      const late = call.with({ timeoutMs: LATE_MS / 10 }).async.busy(-1, LATE_MS);
      const patient = call.async.add(round, 1000);
      expect(await codesOf([late, patient])).toEqual(['ETIMEDOUT', round + 1000]);
    }
    expect(call.outstanding).toBe(0);
  });
});

test('a call that timed out in the queue is not served', async () => {
  const call = connected({});
  expect(await soon(call.async.count())).toBe(1);
  const busy = call.async.busy(0, 60);
  expect(await codesOf([call.with({ timeoutMs: 10 }).async.count()])).toEqual(['ETIMEDOUT']);
  await soon(busy);
  expect(await soon(call.async.count())).toBe(2);
});

test('the sentence of a time-out names the call, and a connection may have one for all', async () => {
  const call = connected({ timeoutMs: 20, messages: 1 });
  await soon(call.with({ timeoutMs: 5000 }).async.add(0, 0));
  await expect(soon(call.async.never())).rejects.toThrow('ETIMEDOUT: never did not end within 20 ms');
  // It is never back, so that the only message is out: also the wait for a message has the time-out.
  await expect(soon(call.async.add(1, 1))).rejects.toThrow('ETIMEDOUT: add did not end within 20 ms');
  expect(() => call.sync.add(1, 1)).toThrow('ETIMEDOUT: add did not end within 20 ms');
});

describe('a signal', () => {
  test('ends a call that is out, or waits for a message, with its reason', async () => {
    const call = connected({ messages: 1 });
    const stop = new AbortController();
    const first = call.with({ signal: stop.signal }).async.later('first', 80);
    const second = call.with({ signal: stop.signal }).async.add(1, 2);
    const third = call.async.add(3, 4);
    setTimeout(() => stop.abort(new Error('enough')), 20);
    expect(await codesOf([first, second, third])).toEqual(['Error: enough', 'Error: enough', 7]);
  });

  test('that was given before refuses the call, of both kinds', async () => {
    const call = connected({});
    const over = call.with({ signal: AbortSignal.abort(new Error('over')) });
    await expect(soon(over.async.add(1, 1))).rejects.toThrow('over');
    expect(() => over.sync.add(1, 1)).toThrow('over');
  });

  test('leaves no listener behind', async () => {
    const call = connected({});
    let listeners = 0;
    const signal = {
      throwIfAborted: () => undefined,
      addEventListener: () => listeners++,
      removeEventListener: () => listeners--,
    } as unknown as AbortSignal;
    await soon(Promise.all([1, 2, 3].map((n) => call.with({ signal }).async.add(n, n))));
    expect(listeners).toBe(0);
  });
});

describe('when all messages are out', () => {
  test('wait: every call is served, in order, with a pool of one', async () => {
    const call = connected({ messages: 1 });
    const order: number[] = [];
    const calls = Array.from({ length: 50 }, (_, n) => call.async.count().then((count) => order.push(count - n)));
    await soon(Promise.all(calls));
    expect(order).toEqual(new Array(50).fill(1));
    expect(call.outstanding).toBe(0);
  });

  test('fail: says so at once, and works again when one is back', async () => {
    const call = connected({ messages: 2, whenExhausted: 'fail' });
    await soon(call.async.add(0, 0));
    const out = [call.async.later('a', 30), call.async.later('b', 30)];
    await expect(call.async.add(1, 1)).rejects.toThrow('ENOBUFS: all 2 messages of the connection are out');
    expect(codeThrown(() => call.sync.add(1, 1))).toBe('ENOBUFS');
    await soon(Promise.all(out));
    expect(await soon(call.async.add(1, 1))).toBe(2);
  });

  test('grow: as far as the system has messages, and then says so', async () => {
    const call = connected({ messages: 1, whenExhausted: 'grow' }, {}, 4);
    await soon(call.async.add(0, 0));
    const four = [1, 2, 3, 4].map((n) => call.async.later(String(n), 20));
    await expect(call.async.add(1, 1)).rejects.toThrow(
      'ENOBUFS: all 4 messages of the connection are out, and the system has no more',
    );
    expect(await soon(Promise.all(four))).toEqual(['1', '2', '3', '4']);
    expect(call.sync.add(1, 1)).toBe(2);
  });

  test('sync cannot wait for calls of its own thread, which it would keep from ending: it says so', async () => {
    const call = connected({ messages: 1 });
    const out = call.async.later('x', 20);
    await soon(connect<Functions>(call.thread, { to: 1, messages: 1 }).async.add(0, 0));
    expect(() => call.sync.add(1, 1)).toThrow('in calls of this same thread, which cannot end while it blocks');
    expect(await soon(out)).toBe('x');
  });

  test('those who wait and give up leave the queue to the others', async () => {
    const call = connected({ messages: 1 });
    await soon(call.async.add(0, 0));
    const calls = [
      call.async.later('held', 60),
      call.with({ timeoutMs: 10 }).async.add(1, 1),
      call.async.add(2, 2),
      call.with({ timeoutMs: 10 }).async.add(3, 3),
      call.async.add(4, 4),
    ];
    expect(await codesOf(calls)).toEqual(['held', 'ETIMEDOUT', 4, 'ETIMEDOUT', 8]);
    expect(call.outstanding).toBe(0);
  });
});

test('many calls with time-outs of every length: none gets another’s answer, and no message is lost', async () => {
  const call = connected({ messages: 3 });
  await soon(call.async.add(0, 0));
  const calls = Array.from({ length: 120 }, (_, n) => {
    const impatient = n % 3 === 0 ? call.with({ timeoutMs: n % 7 }) : call;
    return impatient.async.later(`answer ${n}`, n % 5);
  });
  const outcomes = await codesOf(calls);
  const wrong = outcomes.filter((one, n) => one !== `answer ${n}` && !(n % 3 === 0 && one === 'ETIMEDOUT'));
  expect(wrong).toEqual([]);
  expect(outcomes).toContain('ETIMEDOUT');
  // All three messages can still be out at a time.
  const three = connect<Functions>(call.thread, { to: 1, messages: 29 });
  expect(await soon(Promise.all([1, 2, 3].map((n) => call.async.later(String(n), 1))))).toEqual(['1', '2', '3']);
  three.close();
});
