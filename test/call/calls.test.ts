// Calls of functions in another thread: values, errors, types, codecs, begin functions.
import { afterEach, describe, expect, expectTypeOf, test } from 'vitest';
import {
  attach,
  bytesCodec,
  type Connection,
  connect,
  createSystem,
  jsonCodec,
  LwktError,
  QUEUE,
  serve,
} from '../../impl/index.ts';
import { endWorkers, served, soon } from './team.ts';
import type * as functions from './workers/functions.mjs';

type Functions = typeof functions;
const connected = (data: object = {}): Connection<Functions> =>
  connect<Functions>(served(data).system, { to: 1, thread: 0 });

afterEach(endWorkers);

/** Both forms of a call: what they return, or what they throw. */
async function both(call: Connection<Functions>, name: keyof Functions, ...args: unknown[]): Promise<unknown[]> {
  type Any = Record<string, (...args: unknown[]) => unknown>;
  const outcome = async (f: () => unknown): Promise<unknown> => {
    try {
      return await f();
    } catch (error) {
      return { thrown: error };
    }
  };
  return [
    await outcome(() => (call.sync as unknown as Any)[name]?.(...args)),
    await outcome(() => soon((call.async as unknown as Any)[name]?.(...args) as Promise<unknown>, name)),
  ];
}

describe.each([false, true])('a server that blocks: %o', (blocking) => {
  test('values there and back, of both calls', async () => {
    const call = connected({ blocking });
    expect(await both(call, 'add', 2, 3)).toEqual([5, 5]);
    expect(await both(call, 'nothing')).toEqual([undefined, undefined]);
    const value = { deep: [new Map([[1, new Date(5)]]), 2n, undefined, 'текст'] };
    expect(await both(call, 'echo', value)).toEqual([value, value]);
    expect(await both(call, 'echo', [1, 2])).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(await both(call, 'add')).toEqual([Number.NaN, Number.NaN]);
  });

  test('an error has its class, message, code, cause, stack and properties', async () => {
    const call = connected({ blocking });
    for (const one of await both(call, 'fail')) {
      const { thrown } = one as { thrown: RangeError & { code: string; far: number } };
      expect(thrown).toBeInstanceOf(RangeError);
      expect([thrown.name, thrown.message, thrown.code, thrown.far]).toEqual(['RangeError', 'too far', 'EFAR', 7]);
      expect(thrown.stack).toContain('functions.mjs');
      expect((thrown.cause as Error).message).toBe('root');
      expect('skip' in thrown).toBe(false);
      expect(Object.keys(thrown).sort()).toEqual(['code', 'far']);
    }
  });

  test('an error of a class that only the server knows has its name and properties', async () => {
    for (const one of await both(connected({ blocking }), 'fail', 'own class')) {
      const { thrown } = one as { thrown: Error & { code: string; path: string } };
      expect(thrown).toBeInstanceOf(Error);
      expect(String(thrown)).toBe('NotFound: no such file: /gone');
      expect([thrown.code, thrown.path]).toEqual(['ENOENT', '/gone']);
    }
  });

  test('what is thrown and is no error, and several errors in one', async () => {
    const call = connected({ blocking });
    expect(await both(call, 'fail', 'text')).toEqual([{ thrown: 'just text' }, { thrown: 'just text' }]);
    expect(await both(call, 'fail', 'undefined')).toEqual([{ thrown: undefined }, { thrown: undefined }]);
    expect(await both(call, 'fail', 'function')).toEqual([{ thrown: '() => 0' }, { thrown: '() => 0' }]);
    for (const one of await both(call, 'fail', 'aggregate')) {
      const { thrown } = one as { thrown: AggregateError };
      expect(thrown).toBeInstanceOf(AggregateError);
      expect(thrown.errors[0]).toBeInstanceOf(TypeError);
      expect(thrown.errors[1]).toBe('two');
    }
  });

  test('an error that is too large for its message is cut, and still has its class or says so', async () => {
    for (const one of await both(connected({ blocking }), 'fail', 'large')) {
      const { thrown } = one as { thrown: Error };
      expect(thrown).toBeInstanceOf(Error);
      expect(thrown.message).toMatch(/^x{200}\.\.\.$/);
    }
  });

  test('a result that does not fit, or is no value, is an error of the call, and the next call is unharmed', async () => {
    const call = connected({ blocking });
    for (const one of await both(call, 'large', 5000)) {
      const { thrown } = one as { thrown: LwktError };
      expect([thrown.name, thrown.code]).toEqual(['LwktError', 'EMSGSIZE']);
      expect(thrown.message).toContain('the result would take 5005 bytes, and a message of this system carries 2048');
    }
    for (const one of await both(call, 'unclonable'))
      expect((one as { thrown: Error }).thrown.message).toContain('could not be cloned');
    expect(call.sync.add(1, 1)).toBe(2);
  });

  test('arguments that do not fit are refused here, and take no message', async () => {
    const { system } = served({ blocking });
    const call = connect<Functions>(system, { to: 1, thread: 0, messages: 1, whenExhausted: 'fail' });
    for (let round = 0; round < 3; round++) {
      for (const one of await both(call, 'echo', 'x'.repeat(3000))) {
        const { thrown } = one as { thrown: LwktError };
        expect(thrown).toBeInstanceOf(LwktError);
        expect(thrown.code).toBe('EMSGSIZE');
        expect(thrown.message).toContain('the arguments of echo would take 3011 bytes');
      }
    }
    expect(call.sync.add(1, 1)).toBe(2);
  });

  test.each(['gone', 'notFunction', 'toString', '__proto__'])('%s is no function of the server', async (name) => {
    for (const one of await both(connected({ blocking }), name as keyof Functions))
      expect(String((one as { thrown: Error }).thrown)).toBe(`TypeError: the server has no function ${name}`);
  });
});

test('a function that returns a promise: awaited, but refused by a server that blocks', async () => {
  const call = connected();
  expect(await both(call, 'later', 'x', 5)).toEqual(['x', 'x']);
  for (const one of await both(call, 'reject', 'text')) expect(one).toEqual({ thrown: 'just text' });
  await endWorkers();
  for (const one of await both(connected({ blocking: true }), 'later', 'x', 5))
    expect((one as { thrown: LwktError }).thrown.code).toBe('ENOTSUP');
});

test('a call that takes long does not hold up another one', async () => {
  const call = connected();
  const slow = call.async.later('slow', 300);
  const order: string[] = [];
  await soon(
    Promise.all([
      slow.then((value) => order.push(value)),
      call.async.later('fast', 1).then((value) => order.push(value)),
    ]),
  );
  expect(order).toEqual(['fast', 'slow']);
});

test('one function, without a name', async () => {
  const { system } = served({ kind: 'double' });
  const call = connect<(x: number) => number>(system, { to: 1 });
  expect(call.sync(4)).toBe(8);
  expect(await soon(call.async(5))).toBe(10);
  expectTypeOf(call.sync).toEqualTypeOf<(x: number) => number>();
  expectTypeOf(call.async).toEqualTypeOf<(x: number) => Promise<number>>();
  const module = connected();
  expect(() => (module.sync as unknown as () => void)()).toThrow('the server serves functions by name');
});

test('other codecs', async () => {
  const reversed = connect<(bytes: Uint8Array) => Uint8Array>(served({ kind: 'reverse', codec: 'bytes' }).system, {
    to: 1,
    codec: bytesCodec(),
  });
  expect(reversed.sync(new Uint8Array([1, 2, 3]))).toEqual(new Uint8Array([3, 2, 1]));
  expect(() => reversed.sync('text' as unknown as Uint8Array)).toThrow('the codec for bytes carries one Uint8Array');
  const text = connect<Functions>(served({ codec: 'json' }).system, { to: 1, codec: jsonCodec() });
  expect(await both(text, 'echo', { a: [1, 'b'] })).toEqual([{ a: [1, 'b'] }, { a: [1, 'b'] }]);
  for (const one of await both(text, 'fail')) expect((one as { thrown: RangeError }).thrown).toBeInstanceOf(RangeError);
});

test('types are those of the functions served', () => {
  type Call = Connection<Functions>;
  expectTypeOf<Call['sync']['add']>().toEqualTypeOf<(a: number, b: number) => number>();
  expectTypeOf<Call['sync']['later']>().toEqualTypeOf<(value: string, ms: number) => string>();
  expectTypeOf<Call['async']['later']>().toEqualTypeOf<(value: string, ms: number) => Promise<string>>();
  expectTypeOf<Call['async']['add']>().toEqualTypeOf<(a: number, b: number) => Promise<number>>();
  expectTypeOf<Call['sync']>().not.toHaveProperty('notFunction');
  const refused = (call: Call): unknown => [
    // @ts-expect-error: not a number
    () => call.sync.add('1', 2),
    // @ts-expect-error: not served
    () => call.sync.gone(),
    // @ts-expect-error: a begin function of another type
    () => connect<Functions>(createSystem({ threads: 1, messages: 1 }), { to: 0, begin: { add: () => 'text' } }),
  ];
  expect(refused).toBeTypeOf('function');
});

test('a begin function answers in the thread of the caller, or queues', async () => {
  const { system } = served();
  const asked: number[] = [];
  const call = connect<Functions>(system, {
    to: 1,
    messages: 1,
    begin: {
      add: (a, b) => {
        asked.push(a);
        return a === 0 ? -b : QUEUE;
      },
      fail: (kind) => {
        throw new TypeError(`at once: ${kind}`);
      },
    },
  });
  expect(await both(call, 'add', 0, 5)).toEqual([-5, -5]);
  expect(await both(call, 'add', 1, 5)).toEqual([6, 6]);
  expect(asked).toEqual([0, 0, 1, 1]);
  for (const one of await both(call, 'fail', 'x'))
    expect(String((one as { thrown: Error }).thrown)).toBe('TypeError: at once: x');
  expect(await both(call, 'echo', 'no begin function')).toEqual(['no begin function', 'no begin function']);
  // What is answered at once is never encoded: it may be what no message could carry.
  const at = connect<{ echo(f: object): object }>(call.thread, { to: 1, messages: 1, begin: { echo: (f) => f } });
  const f = (): number => 0;
  expect(at.sync.echo(f)).toBe(f);
});

test('several connections of one thread, and a thread that serves and calls', async () => {
  const { system } = served();
  const me = attach(system, { thread: 0 });
  const [one, two] = [connect<Functions>(me, { to: 1 }), connect<Functions>(me, { to: 1 })];
  const other = serve(system, { thread: 2 }, { relay: (n: number) => inner.async.add(n, 1) });
  const inner = connect<Functions>(other.thread, { to: 1 });
  const outer = connect<{ relay(n: number): Promise<number> }>(me, { to: 2 });
  expect(await soon(Promise.all([one.async.add(1, 2), two.async.add(3, 4), outer.async.relay(5)]))).toEqual([3, 7, 6]);
  expect(one.sync.add(one.sync.add(1, 1), two.sync.add(1, 1))).toBe(4);
  await soon(other.close());
});

test('names and numbers of arguments that a request has no room for', async () => {
  const call = connected();
  for (const name of ['имя', 'x'.repeat(256)])
    for (const one of await both(call, name as keyof Functions))
      expect(String((one as { thrown: Error }).thrown)).toContain('ENOTSUP: a call has up to 255 arguments');
  for (const one of await both(call, 'add', ...new Array(256).fill(1)))
    expect(String((one as { thrown: Error }).thrown)).toContain('ENOTSUP');
  expect(await both(call, 'add', ...new Array(255).fill(1))).toEqual([2, 2]);
  for (const one of await both(call, 'é' as keyof Functions))
    expect(String((one as { thrown: Error }).thrown)).toBe('TypeError: the server has no function é');
});

test('a call to oneself: await does, sync says why not', async () => {
  const system = createSystem({ threads: 1, messages: 4, payloadBytes: 256 });
  const server = serve(system, { thread: 0 }, { double: (x: number) => 2 * x });
  const call = connect<{ double(x: number): number }>(server.thread, { to: 0 });
  expect(await soon(call.async.double(4))).toBe(8);
  expect(() => call.sync.double(4)).toThrow('EDEADLK');
  await soon(server.close());
});

test('who does not say its number does not take that of a server which has not started', () => {
  const system = createSystem({ threads: 3, messages: 6 });
  expect(connect(system, { to: 0, messages: 2 }).thread.id).toBe(1);
  expect(connect(system, { to: 0, messages: 2 }).thread.id).toBe(2);
  expect(attach(system, { thread: 0 }).id).toBe(0);
});

test('bad arguments to connect', () => {
  const system = createSystem({ threads: 1, messages: 2 });
  expect(() => connect(system, { to: 0 })).toThrow('EBUSY: connect: all 1 threads are taken, that of the server');
  expect(() => connect(system, { to: 5 })).toThrow('EINVAL: connect: there is no port 5: the system has 1');
  const me = attach(createSystem({ threads: 2, messages: 2 }), { thread: 0 });
  expect(() => connect(me, { to: 1, messages: 0 })).toThrow('messages is 0: it must be a whole number of at least 1');
  expect(() => connect(me, { to: 1, messages: 3 })).toThrow(
    'ENOBUFS: connect: the system has 2 messages left for a connection that asks for 3',
  );
});
