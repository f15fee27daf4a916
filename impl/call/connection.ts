/**
 * Calls of functions that another thread serves: `sync` waits in domsg, `async` sends with sendmsg and awaits the reply.
 *
 * A call has a message of its own from the pool, so an answer cannot be taken for another's. Whoever waits looks every now
 * and then whether the server is still there.
 */
import { ECONNABORTED, EDEADLK } from '../../model/names.ts';
import { LwktError } from '../error.ts';
import type { EventLoop } from '../event-loop.ts';
import type { Thread } from '../thread.ts';
import { DEAD, PORT } from '../words.ts';
import { hasEnded, LOOK_EVERY_MS } from './alive.ts';
import { canBlock } from './can-block.ts';
import { Deadline } from './deadline.ts';
import { type Envelope, RETURNED, THREW } from './envelope.ts';
import { QUEUE } from './functions.ts';
import { type Pool, waited } from './pool.ts';

/** How one call, or all calls of a view, behave. */
export interface CallOptions {
  /** Milliseconds until the call ends with ETIMEDOUT; default: never. Its message stays out until it is really back. */
  readonly timeoutMs?: number;
  /** Ends the call with the signal's reason. It cannot end a `sync` call that blocks already. */
  readonly signal?: AbortSignal;
}

/** How long a call waits for its server to attach, in milliseconds. */
const START_MS = 10_000;

/** A begin function, as it is called. */
export type Answer = (...args: readonly unknown[]) => unknown;

/** A call that its begin function is deciding about: nothing of it is in the message yet. */
interface Deciding {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly answer: Answer;
  result?: unknown;
  thrown?: { readonly error: unknown };
  answered: boolean;
}

export class Caller {
  readonly #thread: Thread;
  readonly #loop: () => EventLoop;
  readonly #port: number;
  readonly #pool: Pool;
  readonly #envelope: Envelope;
  readonly #begin: (name: string) => Answer | undefined;
  /** Messages that are awaited. */
  readonly #out = new Set<number>();
  /** How to end the waits for a message, or for the server's start. */
  readonly #waiters = new Set<(error: Error) => void>();
  /** Registers the begin functions, once the port is live. */
  #begins: (() => void) | undefined;
  #deciding: Deciding | undefined;
  #watching: ReturnType<typeof setInterval> | undefined;
  #live: Promise<void> | undefined;
  #closed = false;

  constructor(
    thread: Thread,
    loop: () => EventLoop,
    port: number,
    pool: Pool,
    envelope: Envelope,
    begin: (name: string) => Answer | undefined,
  ) {
    this.#thread = thread;
    this.#loop = loop;
    this.#port = port;
    this.#pool = pool;
    this.#envelope = envelope;
    this.#begin = begin;
  }

  /** Calls that are awaited. */
  get outstanding(): number {
    return this.#out.size + this.#pool.waiting;
  }

  sync(name: string, args: readonly unknown[], { timeoutMs, signal }: CallOptions): unknown {
    signal?.throwIfAborted();
    this.#checkOpen();
    if (!canBlock()) {
      const sentence = `${titleOf(name)}.sync would block the main thread of a page, which must not: use .async`;
      throw new LwktError('EWOULDBLOCK', sentence);
    }
    const deadline = new Deadline(timeoutMs ?? Number.POSITIVE_INFINITY, titleOf(name));
    const lookOnce = (): void => {
      this.#checkServer();
      if (deadline.leftMs === 0) throw deadline.error();
    };
    if (!this.#isLive()) this.#blockUntilLive(lookOnce);
    this.#begins?.();
    const message = this.#pool.takeBlocking(Math.min(LOOK_EVERY_MS, deadline.leftMs), lookOnce);
    const deciding = this.#prepare(message, name, args);
    try {
      const code = this.#send(deciding, () => this.#domsg(message, deadline));
      return this.#outcome(message, code, deciding);
    } finally {
      this.#settle(message);
    }
  }

  async async(name: string, args: readonly unknown[], options: CallOptions): Promise<unknown> {
    options.signal?.throwIfAborted();
    this.#checkOpen();
    const { timeoutMs } = options;
    const deadline = timeoutMs === undefined ? undefined : new Deadline(timeoutMs, titleOf(name));
    if (!this.#isLive()) {
      this.#live ??= this.#untilLive().finally(() => {
        this.#live = undefined;
      });
      await ended(this.#live, deadline, options.signal, this.#waiters);
    }
    this.#begins?.();
    const message = this.#pool.take() ?? (await this.#waitForMessage(deadline, options.signal));
    const deciding = this.#prepare(message, name, args);
    this.#out.add(message);
    this.#watch();
    try {
      this.#send(deciding, () => this.#thread.sendmsg(this.#port, message));
      const reply =
        deadline === undefined ? this.#loop().waitmsg(message, options) : this.#replyWithin(deadline, message, options);
      return this.#outcome(message, await reply, deciding);
    } finally {
      this.#out.delete(message);
      this.#settle(message);
    }
  }

  close(): void {
    this.#closed = true;
    this.#failAll(new LwktError('EPIPE', 'the connection was closed while the call was out'));
  }

  /** Makes the begin functions of this connection those of the port, as soon as it is live. */
  beginsAt(port: number): void {
    this.#begins = () => {
      this.#thread.setbegin(port, (thread, _port, message) => this.#decide(thread, port, message));
      this.#begins = undefined;
    };
  }

  #decide(thread: Thread, port: number, message: number): number {
    const deciding = this.#deciding;
    this.#deciding = undefined;
    if (deciding === undefined) return thread.putport(port, message);
    try {
      deciding.result = deciding.answer(...deciding.args);
    } catch (error) {
      deciding.thrown = { error };
    }
    if (deciding.result === QUEUE) {
      this.#envelope.writeRequest(message, deciding.name, deciding.args);
      return thread.putport(port, message);
    }
    deciding.answered = true;
    return deciding.thrown === undefined ? RETURNED : THREW;
  }

  /** What its begin function is to decide about is written only if it queues it. */
  #prepare(message: number, name: string, args: readonly unknown[]): Deciding | undefined {
    const answer = this.#begin(name);
    if (answer !== undefined) return { name, args, answer, answered: false };
    try {
      this.#envelope.writeRequest(message, name, args);
    } catch (error) {
      this.#pool.release(message);
      throw error;
    }
    return undefined;
  }

  async #replyWithin(deadline: Deadline, message: number, options: CallOptions): Promise<number> {
    try {
      return await this.#loop().waitmsg(message, { ...options, timeoutMs: deadline.leftMs });
    } catch (error) {
      throw isTimeout(error) ? deadline.error() : error;
    }
  }

  #send<T>(deciding: Deciding | undefined, send: () => T): T {
    this.#deciding = deciding;
    try {
      return send();
    } finally {
      this.#deciding = undefined;
    }
  }

  #domsg(message: number, deadline: Deadline): number {
    try {
      return this.#thread.domsg(this.#port, message, Math.min(LOOK_EVERY_MS, deadline.leftMs));
    } catch (error) {
      if (!isTimeout(error)) throw error;
    }
    for (;;) {
      this.#checkServer();
      const left = deadline.leftMs;
      const code = waited(this.#thread, message, Math.min(LOOK_EVERY_MS, left));
      if (code !== undefined) return code;
      if (left === 0) throw deadline.error();
    }
  }

  #outcome(message: number, code: number, deciding: Deciding | undefined): unknown {
    if (deciding?.answered === true) {
      if (deciding.thrown !== undefined) throw deciding.thrown.error;
      return deciding.result;
    }
    if (code === RETURNED) return this.#envelope.readResult(message);
    if (code === THREW) throw this.#envelope.readThrown(message);
    if (code === EDEADLK) throw new LwktError('EDEADLK', 'the call is queued to its own thread, which waits for it');
    if (code === ECONNABORTED) throw new LwktError('EPIPE', 'the call was aborted before it was served');
    throw new LwktError('EINVAL', `the port answered the completion code ${code}: what serves it is not serve()`);
  }

  /** Whatever has become of a call: its message is free if it is back, and else its abort is asked for. */
  #settle(message: number): void {
    if (this.#thread.isDone(message)) {
      this.#thread.waitmsg(message);
      this.#pool.release(message);
    } else {
      this.#thread.abortmsg(this.#port, message);
      if (this.#thread.isDone(message)) this.#settle(message);
      else this.#pool.abandon(message);
    }
  }

  async #waitForMessage(deadline: Deadline | undefined, signal: AbortSignal | undefined): Promise<number> {
    const { message, forget } = this.#pool.wait();
    this.#watch();
    try {
      return await ended(message, deadline, signal, this.#waiters);
    } catch (error) {
      // Handed over already, in the same turn in which the wait ended: then it is ours to give back.
      if (!forget()) void message.then((unused) => this.#pool.release(unused));
      throw error;
    }
  }

  /** Does not hold the process: what is awaited does. */
  #watch(): void {
    if (this.#watching !== undefined) return;
    this.#watching = setInterval(() => this.#look(), LOOK_EVERY_MS);
    if (typeof this.#watching === 'object') this.#watching.unref();
  }

  #look(): void {
    if (this.outstanding === 0) {
      clearInterval(this.#watching);
      this.#watching = undefined;
    } else if (this.#hasEnded()) this.#failAll(this.#deadError());
  }

  #failAll(error: Error): void {
    for (const message of this.#out) this.#loop().giveup(message, error);
    for (const fail of this.#waiters) fail(error);
  }

  #isLive(): boolean {
    const { memory, layout } = this.#thread;
    return memory.load(layout.port(this.#port) + PORT.head) !== DEAD && !this.#hasEnded();
  }

  #blockUntilLive(lookOnce: () => void): void {
    const { memory, layout } = this.#thread;
    const start = new Deadline(START_MS, 'the start');
    while (!this.#isLive()) {
      lookOnce();
      if (start.leftMs === 0) throw this.#notStarted();
      memory.wait(layout.port(this.#port) + PORT.head, DEAD, 1);
    }
  }

  async #untilLive(): Promise<void> {
    const start = new Deadline(START_MS, 'the start');
    while (!this.#isLive()) {
      this.#checkServer();
      this.#checkOpen();
      if (start.leftMs === 0) throw this.#notStarted();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  #checkOpen(): void {
    if (this.#closed) throw new LwktError('EPIPE', 'the connection is closed');
  }

  #checkServer(): void {
    if (this.#hasEnded()) throw this.#deadError();
  }

  #hasEnded(): boolean {
    return hasEnded(this.#thread, this.#thread.layout, this.#port);
  }

  #deadError(): LwktError {
    return new LwktError('EOWNERDEAD', `the thread that serves port ${this.#port} has ended`);
  }

  #notStarted(): LwktError {
    const sentence = `port ${this.#port} is dead: no thread has attached to serve it within ${START_MS} ms`;
    return new LwktError('ENXIO', sentence);
  }
}

function titleOf(name: string): string {
  return name === '' ? 'the call' : name;
}

function isTimeout(error: unknown): boolean {
  return error instanceof LwktError && error.code === 'ETIMEDOUT';
}

/** Ends with the promise, the deadline or the signal, whichever comes first; or with what is given to the `enlisted`. */
async function ended<T>(
  promise: Promise<T>,
  deadline: Deadline | undefined,
  signal: AbortSignal | undefined,
  enlisted: Set<(error: Error) => void>,
): Promise<T> {
  let leave = (): void => undefined;
  const otherwise = new Promise<never>((_, reject) => {
    const timer = deadline && setTimeout(() => reject(deadline.error()), deadline.leftMs);
    const aborted = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', aborted, { once: true });
    enlisted.add(reject);
    leave = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      enlisted.delete(reject);
    };
  });
  try {
    return await Promise.race([promise, otherwise]);
  } finally {
    leave();
  }
}
