/** The serving end: a thread answers calls with the functions of a module, or with one function. */

import { REPLY } from '../../model/names.ts';
import { LwktError } from '../error.ts';
import { type EventLoop, loopOf } from '../event-loop.ts';
import type { Messages } from '../messages.ts';
import type { Thread } from '../thread.ts';
import type { Codec } from '../values/codec.ts';
import { structuredCodec } from '../values/codec.ts';
import { NONE } from '../words.ts';
import { declareAtExit, declareDead, systemOf } from './alive.ts';
import { threadOf } from './connect.ts';
import { Envelope, RETURNED, THREW } from './envelope.ts';
import type { Served } from './functions.ts';

/** How to serve. */
export interface ServeOptions {
  /** The thread's number in a system that it has not attached to yet, and the port to call; default: the first free one. */
  readonly thread?: number;
  /** How values become bytes, on both sides; default: what `structuredClone` takes. */
  readonly codec?: Codec;
  /**
   * Sleep in the port instead of the event loop: every call is answered sooner, but nothing else happens in this thread, no
   * timer and no I/O, and a function that returns a promise is refused. `serve` does not return then.
   */
  readonly blocking?: boolean;
}

type Callable = (...args: readonly unknown[]) => unknown;

/** A thread that serves, from `serve`. It holds its process, as any server does. */
export class Server {
  readonly thread: Thread;
  readonly #functions: Served;
  readonly #envelope: Envelope;
  readonly #loop: EventLoop | undefined;
  #ended: () => void = () => undefined;
  #messages: Messages | undefined;
  #serving: Promise<void> | undefined;
  /** Calls whose promise is pending. */
  readonly #running = new Set<Promise<void>>();

  /** Made by `serve`. */
  constructor(thread: Thread, loop: EventLoop | undefined, functions: Served, codec: Codec) {
    this.thread = thread;
    this.#loop = loop;
    this.#functions = functions;
    this.#envelope = new Envelope(thread, codec);
  }

  /** Called by `serve`. */
  start(): void {
    this.#ended = declareAtExit(systemOf(this.thread), this.thread.id);
    if (this.#loop === undefined) {
      for (;;) this.#take(this.thread.waitport(this.thread.id));
    }
    this.#messages = this.#loop.messages(this.thread.id);
    this.#serving = this.#serve(this.#messages);
  }

  /**
   * Takes no further calls, and waits for those that run. Whoever still waits, or calls later, gets EOWNERDEAD: the thread
   * counts as ended for ever.
   */
  async close(): Promise<void> {
    await this.#messages?.return();
    await this.#serving;
    await Promise.all(this.#running);
    this.#ended();
    declareDead(systemOf(this.thread), this.thread.id);
    const { id } = this.thread;
    for (let message = this.thread.getport(id); message !== NONE; message = this.thread.getport(id)) {
      if ((this.thread.flags(message) & REPLY) === 0)
        this.#throw(message, new LwktError('EOWNERDEAD', `the thread that serves port ${id} has ended`));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #serve(messages: Messages): Promise<void> {
    for await (const message of messages) this.#take(message);
  }

  #take(message: number): void {
    // The reply to a call of this thread's own that has given up: its message is back, and nobody waits for it.
    if ((this.thread.flags(message) & REPLY) !== 0) return;
    let result: unknown;
    try {
      const { name, args } = this.#envelope.readRequest(message);
      result = this.#named(name)(...args);
    } catch (error) {
      this.#throw(message, error);
      return;
    }
    if (!isThenable(result)) this.#return(message, result);
    else if (this.#loop !== undefined) this.#answerLater(message, result);
    else {
      const sentence = 'the function returned a promise, which a server that blocks cannot await';
      this.#throw(message, new LwktError('ENOTSUP', sentence));
    }
  }

  #answerLater(message: number, result: PromiseLike<unknown>): void {
    const running = Promise.resolve(result)
      .then(
        (value) => this.#return(message, value),
        (error: unknown) => this.#throw(message, error),
      )
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  #named(name: string): Callable {
    const functions = this.#functions;
    const found = name === '' ? functions : ownProperty(functions, name);
    if (typeof found === 'function') return found as Callable;
    throw new TypeError(name === '' ? 'the server serves functions by name' : `the server has no function ${name}`);
  }

  #return(message: number, value: unknown): void {
    try {
      this.#envelope.writeResult(message, value);
    } catch (error) {
      this.#throw(message, error);
      return;
    }
    this.thread.replymsg(message, RETURNED);
  }

  #throw(message: number, error: unknown): void {
    this.#envelope.writeThrown(message, error);
    this.thread.replymsg(message, THREW);
  }
}

/**
 * Serves functions from the calling thread, to whoever connects to its number.
 *
 *   const functions = await import('./functions.js');
 *   serve(workerData, { thread: 1 }, functions);
 *
 * They are called in the order in which the calls of one caller came. An async function does not hold up the next call.
 *
 * @param where the system; or the calling thread, if it is attached already
 * @param functions an object of functions, by their names; or one function
 * @throws LwktError EINVAL, EBUSY (the number is taken, or none is free)
 */
export function serve(where: SharedArrayBuffer | Thread, options: ServeOptions, functions: Served): Server {
  const { codec = structuredCodec(), blocking = false } = options;
  const thread = threadOf(where, options.thread);
  const server = new Server(thread, blocking ? undefined : loopOf(thread), functions, codec);
  server.start();
  return server;
}

/** What is not the object's own, such as `constructor` or `toString`, is not served. */
function ownProperty(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Readonly<Record<string, unknown>>)[name] : undefined;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value instanceof Promise || typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
