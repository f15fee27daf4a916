/**
 * The waits for a thread that must not block: one that has timers, sockets or a user beside its messages.
 *
 * Calls and `await`s may be mixed freely on one thread. Every wait is for a word, so there is one doorbell for each port and
 * one for each message that is out synchronously, made when first needed.
 */
import { EASYNC } from '../model/names.ts';
import { checkOwned, originatorOf, standingOf } from './checks.ts';
import { arrivals, takeHead } from './delivery.ts';
import { Doorbell, KeepAlive } from './doorbell.ts';
import { LwktError } from './error.ts';
import { AtomicsMemory } from './memory.ts';
import { Messages } from './messages.ts';
import { ScorePolicy } from './score-policy.ts';
import { nothingCame, notReplied } from './sentences.ts';
import { AWAITED, asOriginator, IDLE, OUT_ASYNC, OUT_SYNC, OWNED, PARKED } from './standing.ts';
import type { Thread } from './thread.ts';
import type { Among, AwaitOptions } from './wait.ts';
import { ByMessage, Wait } from './wait.ts';
import type { Waiting } from './waiting.ts';
import { withdraw } from './watch.ts';
import { EMPTY, MESSAGE, NONE, PORT, SLEEPING, STATE } from './words.ts';

/** A turn of an idle event loop takes about a microsecond, a wake-up by Atomics.waitAsync tens of them. */
const TURNS = 64;

/** The waits at one word. */
interface Site {
  readonly bell: Doorbell;
  /** For messages of one's own. They come first: what one of them waits for is no taker's. */
  readonly returns: ByMessage;
  /** For whatever comes to the port next, in the order in which they were called. */
  readonly takers: Set<Wait>;
  /** Something is to be awaited here from now on. */
  expect(): void;
}

const NO_OPTIONS: AwaitOptions = {};

const loops = new WeakMap<Thread, EventLoop>();

/** The event loop of a thread, made if there is none yet. */
export function loopOf(thread: Thread): EventLoop {
  return loops.get(thread) ?? new EventLoop(thread);
}

/** The waits of a thread as promises, and its ports as async iterables. */
export class EventLoop {
  readonly thread: Thread;
  readonly #memory: AtomicsMemory;
  readonly #waiting: Waiting;
  readonly #alive = new KeepAlive();
  readonly #ports: Site[] = [];
  readonly #messages: Site[] = [];
  /** The waits for asynchronous replies, which come to the built-in port. */
  readonly #returns = new ByMessage();
  /** Of those replies the ones that have arrived since they were last looked at. */
  #back: number[] = [];

  /**
   * @param thread the calling thread, from `attach`
   * @param waiting for how many turns of the event loop to poll before going to sleep; default: 64 where that has paid off
   * @throws TypeError if this engine has no Atomics.waitAsync, or the thread is not on real shared memory
   * @throws LwktError EBUSY (the thread has an event loop: two would take each other's wake-ups)
   */
  constructor(thread: Thread, waiting: Waiting = new ScorePolicy(TURNS)) {
    if (typeof Atomics.waitAsync !== 'function') {
      throw new TypeError('EventLoop needs Atomics.waitAsync, which this engine lacks: use the waits that block');
    }
    if (!(thread.memory instanceof AtomicsMemory)) {
      throw new TypeError('EventLoop needs a thread on a SharedArrayBuffer, from attach()');
    }
    if (loops.has(thread)) {
      throw new LwktError('EBUSY', `EventLoop: thread ${thread.id} has one already, which is to be used by all`);
    }
    loops.set(thread, this);
    this.thread = thread;
    this.#memory = thread.memory;
    this.#waiting = waiting;
    thread.onReturn = (message) => {
      if (this.#returns.of(message) !== undefined) this.#back.push(message);
    };
  }

  /**
   * `domsg` that does not block: a synchronous request whose answer is awaited (decision 7). Unlike `domsg` it may go to a
   * queue of the thread's own, which the thread can serve meanwhile.
   *
   * @returns the completion code
   * @throws LwktError EINVAL, ENXIO, EPERM, EBUSY, ETIMEDOUT (then the message is still out)
   */
  async domsg(port: number, message: number, options?: AwaitOptions): Promise<number> {
    const answer = this.thread.beginmsg(port, message);
    return answer === EASYNC ? this.waitmsg(message, options) : answer;
  }

  /**
   * `waitmsg` that does not block. A reply that is awaited so goes here, whoever else awaits messages from the port.
   *
   * @returns the completion code
   * @throws LwktError EINVAL, EPERM, EBUSY (its own send is still deciding), ETIMEDOUT (then the message is still out)
   */
  waitmsg(message: number, options: AwaitOptions = NO_OPTIONS): Promise<number> {
    const { thread } = this;
    try {
      // What is out asynchronously need not be looked for: where others are awaited, somebody looks soon.
      const isOut = originatorOf(thread, 'waitmsg', message) === OUT_ASYNC;
      if (!isOut && thread.isDone(message)) return Promise.resolve(thread.waitmsg(message));
      const site = isOut ? this.#portSite(thread.id) : this.#messageSite(message);
      const wait = this.#enlist(site, site.returns, message, options);
      if (isOut) site.bell.watch();
      else site.bell.ring();
      return (options === NO_OPTIONS ? wait.hold(this.#alive) : this.#bounded(wait, options)).promise;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Ends the pending `waitmsg`s for a message with an error. The message is not affected. */
  giveup(message: number, reason: unknown): void {
    for (const site of [this.#messages[message], this.#ports[this.thread.id]]) {
      for (let wait = site?.returns.of(message); wait !== undefined; wait = wait.next) wait.fail(reason);
    }
  }

  /**
   * `waitport` that does not block. Several at once are served in the order in which they were called.
   *
   * @returns the message; REPLY in its flags tells a reply from a request
   * @throws LwktError EINVAL, ENXIO, EPERM, ETIMEDOUT
   */
  async waitport(port: number, options: AwaitOptions = NO_OPTIONS): Promise<number> {
    return this.#take(port, options).promise;
  }

  /**
   * A port as an async iterable: `for await (const message of loop.messages(port))`. Gives what `waitport` would, in order;
   * the replies for which a `waitmsg` is pending go there. Leaving the loop takes nothing off the port.
   *
   * @param options its signal ends the loop by throwing the signal's reason
   * @throws LwktError EINVAL, ENXIO, EPERM
   */
  messages(port: number, options: Pick<AwaitOptions, 'signal'> = {}): Messages {
    checkOwned(this.thread, 'messages', port);
    return new Messages(() => this.#take(port, options));
  }

  #take(port: number, options: AwaitOptions): Wait {
    checkOwned(this.thread, 'waitport', port);
    const site = this.#portSite(port);
    const wait = this.#enlist(site, site.takers, NONE, options);
    site.bell.ring();
    return wait.persist(this.#alive, options, (timeoutMs) => nothingCame(this.thread.id, port, timeoutMs));
  }

  #bounded(wait: Wait, options: AwaitOptions): Wait {
    return wait.persist(this.#alive, options, (timeoutMs) => notReplied('waitmsg', wait.message, timeoutMs));
  }

  #enlist(site: Site, among: Among, message: number, options: AwaitOptions): Wait {
    options.signal?.throwIfAborted();
    site.expect();
    return new Wait(among, message);
  }

  /** Rings for what comes to a port: requests, and replies if it is the built-in one. */
  #portSite(port: number): Site {
    const known = this.#ports[port];
    if (known !== undefined) return known;
    const { thread } = this;
    const memory = this.#memory;
    const head = thread.layout.port(port) + PORT.head;
    const standing = thread.layout.known(thread.id, port);
    const isBuiltIn = port === thread.id;
    const returns = isBuiltIn ? this.#returns : new ByMessage();
    const takers = new Set<Wait>();
    const pending = (): number => returns.size + takers.size;
    const poll = (): void => {
      arrivals(thread, port);
      if (isBuiltIn && this.#back.length > 0) this.#settleBack();
      serve(takers, () => takeHead(thread, port));
      memory.set(standing, pending() > 0 ? AWAITED : OWNED);
    };
    const mark = (): number | undefined => {
      if (!withdraw(thread, port)) return undefined;
      return memory.compareExchange(head, EMPTY, SLEEPING) > EMPTY ? undefined : SLEEPING;
    };
    const bell = new Doorbell({ words: memory.words, word: head, pending, poll, mark }, this.#waiting, port);
    // Even what the thread itself puts there must ring.
    const expect = (): void => memory.set(standing, AWAITED);
    const site: Site = { bell, returns, takers, expect };
    this.#ports[port] = site;
    return site;
  }

  /** Rings for the reply of a message that is out synchronously. */
  #messageSite(message: number): Site {
    const known = this.#messages[message];
    if (known !== undefined) return known;
    const memory = this.#memory;
    const state = this.thread.layout.message(message) + MESSAGE.state;
    const returns = new ByMessage();
    const poll = (): void => this.#settleAll(returns, message, OUT_SYNC, () => memory.test(state, STATE.done));
    const pending = (): number => returns.size;
    const mark = (): number | undefined => {
      const old = memory.or(state, STATE.sleeping);
      return (old & STATE.done) === 0 ? old | STATE.sleeping : undefined;
    };
    const watched = { words: memory.words, word: state, pending, poll, mark };
    const bell = new Doorbell(watched, this.#waiting, this.thread.layout.ports);
    const site: Site = { bell, returns, takers: new Set(), expect: () => undefined };
    this.#messages[message] = site;
    return site;
  }

  #settleBack(): void {
    const back = this.#back;
    this.#back = [];
    for (const message of back) this.#settleAll(this.#returns, message, OUT_ASYNC);
  }

  /** Ends the waits for a message that is back: waitmsg does not block for it. With the standing `out` it may not be. */
  #settleAll(returns: ByMessage, message: number, out: number, back?: () => boolean): void {
    const mine = asOriginator(standingOf(this.thread, message));
    if (mine === out && back?.() !== true) return;
    const isBack = mine === out || mine === IDLE || mine === PARKED;
    for (let wait = returns.of(message); wait !== undefined; wait = wait.next) {
      if (isBack) wait.settle(this.thread.waitmsg(message));
      else wait.fail(new LwktError('EBUSY', `waitmsg: message ${message} was sent again while it was awaited`));
    }
  }
}

/** Hands what `take` gives to the waits in their order, until it gives no more. */
function serve(takers: Set<Wait>, take: () => number): void {
  for (const wait of takers) {
    const message = take();
    if (message === NONE) return;
    wait.settle(message);
  }
}
