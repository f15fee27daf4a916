/** The caller's end: `connect` to a port whose thread serves functions. */
import { LwktError } from '../error.ts';
import { type EventLoop, loopOf } from '../event-loop.ts';
import { attach, layoutOf } from '../system.ts';
import { Thread } from '../thread.ts';
import type { Codec } from '../values/codec.ts';
import { structuredCodec } from '../values/codec.ts';
import { systemOf } from './alive.ts';
import { type Answer, Caller, type CallOptions } from './connection.ts';
import { Envelope } from './envelope.ts';
import type { Async, Begin, Served, Sync } from './functions.ts';
import { Pool, type WhenExhausted } from './pool.ts';

/** How to connect. */
export interface ConnectOptions<F> {
  /** The port to call: the number of the thread that serves. */
  readonly to: number;
  /** The caller's own number in a system that it has not attached to yet; default: the first free one. */
  readonly thread?: number;
  /** How many calls may be out at a time: messages of the system; default: 8, or as many as it has left. */
  readonly messages?: number;
  /** What a call does when they are: wait for one (the default), fail, or take one more that the system has left. */
  readonly whenExhausted?: WhenExhausted;
  /** For every call that does not say otherwise: milliseconds until it ends with ETIMEDOUT; default: never. */
  readonly timeoutMs?: number;
  /** How values become bytes, on both sides; default: what `structuredClone` takes. */
  readonly codec?: Codec;
  /** Begin functions: they answer in the thread of the caller, or QUEUE. */
  readonly begin?: Begin<F>;
}

/** Calls with options of their own. */
export interface View<F> {
  /** Calls that wait: what they return is the result. */
  readonly sync: Sync<F>;
  /** Calls that return a promise of the result. */
  readonly async: Async<F>;
}

/** The thread that is meant: attached already, or to be attached now. */
export function threadOf(where: SharedArrayBuffer | Thread, id: number | undefined): Thread {
  if (!(where instanceof Thread)) return attach(where, id === undefined ? {} : { thread: id });
  systemOf(where);
  return where;
}

/** The caller's number, if it does not say: any that is free, but that of the server, which may not have started yet. */
function attachBeside(system: SharedArrayBuffer, server: number): Thread {
  const { threads } = layoutOf(system);
  for (let id = 0; id < threads; id++) {
    if (id === server) continue;
    try {
      return attach(system, { thread: id });
    } catch (error) {
      if (!(error instanceof LwktError && error.code === 'EBUSY')) throw error;
    }
  }
  throw new LwktError('EBUSY', `connect: all ${threads} threads are taken, that of the server included`);
}

/** A connection, from `connect`. To be used by the thread that made it only. */
export class Connection<F extends Served> implements View<F> {
  /** The thread that calls: for further connections of it, or calls of its own that block. An EventLoop it has here. */
  readonly thread: Thread;
  readonly sync: Sync<F>;
  readonly async: Async<F>;
  readonly #caller: Caller;
  readonly #options: CallOptions;

  /** Made by `connect`. */
  constructor(thread: Thread, caller: Caller, options: CallOptions) {
    this.thread = thread;
    this.#caller = caller;
    this.#options = options;
    const { sync, async } = this.with({});
    this.sync = sync;
    this.async = async;
  }

  /** The same calls with other options: `call.with({ timeoutMs: 50 }).sync.stat(path)`. */
  with(options: CallOptions): View<F> {
    const all = { ...this.#options, ...options };
    const caller = this.#caller;
    return {
      sync: callable((name, args) => caller.sync(name, args, all)) as Sync<F>,
      async: callable((name, args) => caller.async(name, args, all)) as Async<F>,
    };
  }

  /** How many calls are awaited. Exactly while there are any, the process is held. */
  get outstanding(): number {
    return this.#caller.outstanding;
  }

  /** Ends what is awaited, and refuses further calls, with EPIPE. The server is not affected. */
  close(): void {
    this.#caller.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/**
 * Connects to a thread that serves functions. It need not have started yet: the first call waits for it.
 *
 *   const call = connect<typeof functions>(system, { to: 1 });
 *   call.sync.add(1, 2);          waits
 *   await call.async.add(1, 2);   does not
 *
 * @param where the system; or the calling thread, if it is attached already
 * @throws LwktError EINVAL, EBUSY (no number is free), ENOBUFS (the system has not so many messages left)
 */
export function connect<F extends Served>(
  where: SharedArrayBuffer | Thread,
  options: ConnectOptions<F>,
): Connection<F> {
  const { to, messages, whenExhausted = 'wait', codec = structuredCodec(), begin, timeoutMs } = options;
  if (messages !== undefined && (!Number.isSafeInteger(messages) || messages < 1))
    throw new RangeError(`connect: messages is ${messages}: it must be a whole number of at least 1`);
  const { ports } = where instanceof Thread ? where.layout : layoutOf(where);
  if (!(to >>> 0 === to && to < ports))
    throw new LwktError('EINVAL', `connect: there is no port ${to}: the system has ${ports}`);
  const chosen = where instanceof Thread || options.thread !== undefined;
  const thread = chosen ? threadOf(where, options.thread) : attachBeside(where, to);
  const loop = (): EventLoop => loopOf(thread);
  const pool = new Pool(thread, loop, messages, whenExhausted);
  const caller = new Caller(thread, loop, to, pool, new Envelope(thread, codec), answers(begin));
  if (begin !== undefined) caller.beginsAt(to);
  return new Connection<F>(thread, caller, timeoutMs === undefined ? {} : { timeoutMs });
}

/** Looks up begin functions by name; the one without a name is the function itself. */
function answers(begin: unknown): (name: string) => Answer | undefined {
  if (begin === undefined) return () => undefined;
  if (typeof begin === 'function') return (name) => (name === '' ? (begin as Answer) : undefined);
  const named = new Map(Object.entries(begin as Record<string, Answer>));
  return (name) => named.get(name);
}

/** A function that has functions by any name: each is made once. A promise would have a `then`, so there is none. */
function callable(call: (name: string, args: readonly unknown[]) => unknown): unknown {
  const made = new Map<string, unknown>([['then', undefined]]);
  const itself = (...args: readonly unknown[]): unknown => call('', args);
  return new Proxy(itself, {
    get(target, name) {
      if (typeof name === 'symbol') return Reflect.get(target, name);
      if (!made.has(name)) made.set(name, (...args: readonly unknown[]) => call(name, args));
      return made.get(name);
    },
  });
}
