/**
 * The calls of LWKT, as a thread makes them.
 *
 * Source: the mail of 2003-11-19 for domsg and sendmsg; sys/kern/lwkt_msgport.c 1.6 for the others. Every call first checks
 * its precondition against words of the caller alone and refuses misuse with an `LwktError` that changes nothing (C24).
 */
import * as NAMES from '../model/names.ts';
import {
  checkLive,
  checkMessageIndex,
  checkOwned,
  checkOwner,
  checkPortIndex,
  checkSendable,
  isCode,
  originatorOf,
  standingOf,
} from './checks.ts';
import type { Self } from './delivery.ts';
import {
  abortOnOwnPort,
  arrivals,
  complete,
  flagsOf,
  owns,
  prepare,
  put,
  putFar,
  stand,
  takeArrived,
  takeHead,
  takeIn,
  takeReply,
  wake,
} from './delivery.ts';
import { LwktError } from './error.ts';
import type { Layout } from './layout.ts';
import type { Memory } from './memory.ts';
import {
  brokenWord,
  isDecided,
  noCode,
  notBack,
  notHeld,
  nothingCame,
  notIdle,
  notReplied,
  wouldDeadlock,
} from './sentences.ts';
import * as STANDING from './standing.ts';
import { asOriginator, isDeciding, isDirect, isFound, portFoundAt } from './standing.ts';
import type { Waiting } from './waiting.ts';
import { awaitArrival, awaitDone, deadlineOf } from './waiting.ts';
import { forget, glance, replyDirect, sendDirect, watchOn } from './watch.ts';
import * as WORDS from './words.ts';

const { ASYNC, EASYNC, EDEADLK } = NAMES;
const {
  DECIDING_BEGINMSG,
  DECIDING_DOMSG,
  DECIDING_SENDMSG,
  FORWARDING,
  HELD,
  IDLE,
  OUT_ASYNC,
  OUT_SYNC,
  OWNED,
  PARKED,
  STRANGER,
  UNKNOWN,
} = STANDING;
const { EMPTY, MESSAGE, NONE, PORT, STATE } = WORDS;

/**
 * Decides what happens to a message, in the thread of its sender (C10).
 *
 * It answers a completion code; or EASYNC, after it has put the message on a queue with `thread.putport` or has replied it
 * with `thread.replymsg`. It must not block where its thread must not.
 */
export type BeginFunction = (thread: Thread, port: number, message: number) => number;

/** The calls of one thread: what `attach` gives. To be used by that thread only. */
export class Thread implements Self {
  readonly memory: Memory;
  readonly layout: Layout;
  readonly id: number;
  /** Set by the event loop of this thread, if it has one. */
  onReturn: ((message: number) => void) | undefined = undefined;
  readonly #waiting: Waiting;
  readonly #begins: (BeginFunction | undefined)[];

  /**
   * Made by `attach`.
   *
   * @param id the thread's number, and that of its built-in port
   * @param begins the begin functions of this thread's sends, by port
   */
  constructor(
    memory: Memory,
    layout: Layout,
    id: number,
    waiting: Waiting,
    begins: readonly (BeginFunction | undefined)[] = [],
  ) {
    this.memory = memory;
    this.layout = layout;
    this.id = id;
    this.#waiting = waiting;
    this.#begins = Array.from({ length: layout.ports }, (_, port) => begins[port]);
  }

  /**
   * Takes possession of a port, which is dead until then.
   *
   * @param begin decides about the messages this thread sends there; default: they are queued
   * @throws LwktError EINVAL, EPERM (it has an owner already, or is the built-in port of another thread)
   */
  initport(port: number, begin?: BeginFunction): void {
    const { memory, layout, id } = this;
    checkPortIndex(this, 'initport', port);
    if (port < layout.threads && port !== id)
      throw new LwktError('EPERM', `initport: port ${port} is the built-in port of thread ${port}`);
    const words = layout.port(port);
    const owner = memory.compareExchange(words + PORT.owner, 0, id + 1);
    if (owner !== 0) throw new LwktError('EPERM', `initport: port ${port} belongs to thread ${owner - 1} already`);
    memory.set(words + PORT.first, NONE);
    memory.set(words + PORT.last, NONE);
    memory.set(layout.known(id, port), OWNED);
    memory.store(words + PORT.head, EMPTY);
    if (begin !== undefined) this.#begins[port] = begin;
  }

  /**
   * Registers the begin function for what this thread sends to a port. Another thread's sends are not affected.
   *
   * @throws LwktError EINVAL, ENXIO
   */
  setbegin(port: number, begin: BeginFunction): void {
    checkLive(this, 'setbegin', port);
    this.#begins[port] = begin;
  }

  /**
   * Makes a message one's own, for ever, and idle. @throws LwktError EINVAL, EPERM (another's), EBUSY (not idle)
   */
  initmsg(message: number): void {
    const { memory, layout, id } = this;
    checkMessageIndex(this, 'initmsg', message);
    const words = layout.message(message);
    if (asOriginator(standingOf(this, message)) === STRANGER) {
      const claim = memory.compareExchange(words + MESSAGE.claim, 0, id + 1);
      if (claim !== 0) throw new LwktError('EPERM', `initmsg: message ${message} belongs to thread ${claim - 1}`);
    } else if (standingOf(this, message) !== IDLE) {
      throw notIdle('initmsg', message);
    }
    memory.set(words + MESSAGE.flags, 0);
    memory.set(words + MESSAGE.state, STATE.done);
    memory.set(words + MESSAGE.replyPort, id);
    stand(this, message, IDLE);
  }

  /**
   * Sends a message and waits for its completion: always synchronous, whatever the target decides (C1-C3, C6).
   *
   * @param timeoutMs how long to wait for a target that went asynchronous; after a time-out the message is still out
   * @returns the completion code
   * @throws LwktError EINVAL, ENXIO, EPERM, EBUSY, EDEADLK (C25), ETIMEDOUT
   */
  domsg(port: number, message: number, timeoutMs: number = Number.POSITIVE_INFINITY): number {
    const begin = this.#begins[port];
    const answer =
      begin === undefined
        ? this.#sendSync(port, message, timeoutMs)
        : this.#ask('domsg', begin, port, message, 0, DECIDING_DOMSG);
    return answer === EASYNC ? this.#waitSync('domsg', message, port, timeoutMs) : answer;
  }

  /**
   * Sends a message and returns: always asynchronous, whatever the target decides (C4, C5, C7).
   * The reply comes back through the built-in port: take it with waitmsg, getport or waitport.
   *
   * @throws LwktError EINVAL, ENXIO, EPERM, EBUSY
   */
  sendmsg(port: number, message: number): void {
    const begin = this.#begins[port];
    if (begin === undefined) {
      this.#send('sendmsg', port, message, ASYNC, DECIDING_SENDMSG);
      return;
    }
    const answer = this.#ask('sendmsg', begin, port, message, ASYNC, DECIDING_SENDMSG);
    if (answer !== EASYNC) wake(this, complete(this, message, answer));
  }

  /**
   * Starts a synchronous request whose answer is collected later, with waitmsg (decision 7).
   *
   * @returns EASYNC, or the completion code if the target completed it at once
   * @throws LwktError EINVAL, ENXIO, EPERM, EBUSY
   */
  beginmsg(port: number, message: number): number {
    const begin = this.#begins[port];
    return begin === undefined
      ? this.#send('beginmsg', port, message, 0, DECIDING_BEGINMSG)
      : this.#ask('beginmsg', begin, port, message, 0, DECIDING_BEGINMSG);
  }

  /**
   * Waits until a message of one's own is back (C18). May be called again, with the same answer.
   *
   * @returns the completion code
   * @throws LwktError EINVAL, EPERM, EBUSY (its own send is still deciding), ETIMEDOUT
   */
  waitmsg(message: number, timeoutMs: number = Number.POSITIVE_INFINITY): number {
    switch (originatorOf(this, 'waitmsg', message)) {
      case IDLE:
        return this.memory.get(this.layout.message(message) + MESSAGE.error);
      case OUT_SYNC:
        return this.#waitSync('waitmsg', message, this.id, timeoutMs);
      case OUT_ASYNC:
      case PARKED:
        return this.#waitAsync(message, timeoutMs);
      default:
        throw isDecided('waitmsg', message);
    }
  }

  /**
   * Whether waitmsg would return without waiting. Takes in what is in transit to the built-in port; never blocks.
   *
   * @throws LwktError EINVAL, EPERM, EBUSY (its own send is still deciding)
   */
  isDone(message: number): boolean {
    const { memory, layout, id } = this;
    switch (originatorOf(this, 'isDone', message)) {
      case IDLE:
      case PARKED:
        return true;
      case OUT_SYNC:
        return memory.test(layout.message(message) + MESSAGE.state, STATE.done);
      case OUT_ASYNC:
        return arrivals(this, id) && asOriginator(standingOf(this, message)) === PARKED;
      default:
        throw isDecided('isDone', message);
    }
  }

  /**
   * Completes a message that this thread has taken, or about which its begin function decides (C14-C16).
   *
   * @throws LwktError EINVAL (EASYNC is no completion code), EPERM (not held by this thread)
   */
  replymsg(message: number, code: number): void {
    checkMessageIndex(this, 'replymsg', message);
    if (!isCode(code)) throw noCode(message, code);
    const standing = standingOf(this, message);
    if (isDirect(standing)) {
      wake(this, replyDirect(this, message, code, standing));
      return;
    }
    if ((standing & HELD) === 0) {
      if (!isDeciding(standing)) throw notHeld(this.id, 'replymsg', message);
      if ((standing & FORWARDING) === 0) this.memory.set(this.layout.message(message) + MESSAGE.state, 0);
    }
    const watched = isFound(standing) ? watchOn(this, message, standing) : 0;
    const sleeper = complete(this, message, code, watched);
    this.#handedOn(message, standing);
    wake(this, sleeper);
  }

  /**
   * Takes the next message of a port of one's own, if there is one (C19). REPLY in its flags tells a reply from a request.
   *
   * @returns the message, or NONE (-1)
   * @throws LwktError EINVAL, ENXIO, EPERM
   */
  getport(port: number): number {
    checkOwned(this, 'getport', port);
    const message = takeHead(this, port);
    if (message !== NONE) return message;
    const seen = glance(this, port);
    return seen > EMPTY ? takeArrived(this, port, seen) : NONE;
  }

  /**
   * Takes the next message of a port of one's own, waiting for one while there is none (C19).
   *
   * @throws LwktError EINVAL, ENXIO, EPERM, ETIMEDOUT
   */
  waitport(port: number, timeoutMs: number = Number.POSITIVE_INFINITY): number {
    checkOwned(this, 'waitport', port);
    const deadline = deadlineOf(this.#waiting, timeoutMs);
    let message = takeHead(this, port);
    while (message === NONE) {
      const seen = awaitArrival(this, this.#waiting, port, deadline);
      if (seen === EMPTY) throw nothingCame(this.id, port, timeoutMs);
      message = takeArrived(this, port, seen);
    }
    return message;
  }

  /**
   * Asks for the abort of what is out (C22): it may come back with ECONNABORTED. Once it is completed, an abort changes
   * neither its code nor its flags; of an idle message it is not even recorded.
   *
   * @param port where it was sent
   * @throws LwktError EINVAL, ENXIO, EPERM
   */
  abortmsg(port: number, message: number): void {
    checkLive(this, 'abortmsg', port);
    const mine = originatorOf(this, 'abortmsg', message);
    if (mine < OUT_SYNC) return;
    this.memory.or(this.layout.message(message) + MESSAGE.state, STATE.abortRequest);
    if (mine !== PARKED && owns(this, port)) abortOnOwnPort(this, port, message);
  }

  /**
   * Hands a taken message on, unchanged (C26).
   *
   * @returns EASYNC, or the code of a target that would not queue it: then it is still this thread's to reply (decision 5)
   * @throws LwktError EINVAL, ENXIO, EPERM
   */
  forwardmsg(port: number, message: number): number {
    checkLive(this, 'forwardmsg', port);
    checkMessageIndex(this, 'forwardmsg', message);
    const standing = standingOf(this, message);
    if ((standing & HELD) === 0) throw notHeld(this.id, 'forwardmsg', message);
    if (isDirect(standing)) forget(this, portFoundAt(standing), message);
    stand(this, message, asOriginator(standing) | FORWARDING);
    try {
      return this.#pass(port, message);
    } finally {
      const now = standingOf(this, message);
      if ((now & FORWARDING) !== 0) stand(this, message, (now & ~FORWARDING) | HELD);
    }
  }

  /**
   * What a port without begin function does, for a begin function to call: queues the message there.
   *
   * @returns EASYNC; or EDEADLK for a domsg to a port of the caller's own, which only the caller could serve (C25):
   * answered by the begin function in turn, it is a completion code, and the message comes back with it
   * @throws LwktError EINVAL, ENXIO, EPERM (no begin function of this thread is deciding about the message)
   */
  putport(port: number, message: number): number {
    checkLive(this, 'putport', port);
    checkMessageIndex(this, 'putport', message);
    const standing = standingOf(this, message);
    if (!isDeciding(standing))
      throw new LwktError('EPERM', `putport: no begin function of thread ${this.id} has message ${message}`);
    if (asOriginator(standing) === DECIDING_DOMSG && owns(this, port)) return EDEADLK;
    return this.#queue(port, message);
  }

  /** The flags of a message that this thread owns. */
  flags(message: number): number {
    checkOwner(this, 'flags', message);
    return flagsOf(this, message);
  }

  /** The error of a message that this thread owns. Means nothing between its send and its reply. */
  error(message: number): number {
    checkOwner(this, 'error', message);
    return this.memory.get(this.layout.message(message) + MESSAGE.error);
  }

  /**
   * Whether the originator has asked for the abort of a message that this thread owns (C22). Stays so when the message is
   * completed and collected; the next send clears it (decision 3).
   */
  abortRequested(message: number): boolean {
    checkOwner(this, 'abortRequested', message);
    return this.memory.test(this.layout.message(message) + MESSAGE.state, STATE.abortRequest);
  }

  // -------------------------------------------------------------------------------------------------------------------

  /** C6, C7: to a port without begin function, which queues and need not be asked. */
  #send(name: string, port: number, message: number, hint: number, deciding: number): number {
    checkSendable(this, name, message);
    checkPortIndex(this, name, port);
    const known = this.memory.get(this.layout.known(this.id, port));
    if (known >= OWNED) return this.#sendHere(port, message, hint, deciding);
    if (known === UNKNOWN) checkLive(this, name, port);
    prepare(this, message, hint, deciding);
    const sleeper = putFar(this, port, message, known);
    stand(this, message, deciding === DECIDING_SENDMSG ? OUT_ASYNC : OUT_SYNC);
    wake(this, sleeper);
    return EASYNC;
  }

  /** The same for domsg: directly, if that may be. */
  #sendSync(port: number, message: number, timeoutMs: number): number {
    if (timeoutMs === Number.POSITIVE_INFINITY && this.#sendDirect(port, message)) return EASYNC;
    return this.#send('domsg', port, message, 0, DECIDING_DOMSG);
  }

  /** Returns whether the owner of the port watches the message, or did so when it was replied (see watch.ts). */
  #sendDirect(port: number, message: number): boolean {
    checkSendable(this, 'domsg', message);
    const { memory, layout, id } = this;
    if ((memory.get(layout.message(message) + MESSAGE.state) & STATE.watched) === 0) return false;
    checkPortIndex(this, 'domsg', port);
    const known = memory.get(layout.known(id, port));
    if (known >= UNKNOWN) return false;
    prepare(this, message, 0, DECIDING_DOMSG);
    const sleeper = sendDirect(this, port, message) ? NONE : putFar(this, port, message, known);
    stand(this, message, OUT_SYNC);
    wake(this, sleeper);
    return true;
  }

  /** To a queue of one's own. */
  #sendHere(port: number, message: number, hint: number, deciding: number): number {
    if (deciding === DECIDING_DOMSG) throw wouldDeadlock(this.id, port);
    prepare(this, message, hint, deciding);
    return this.#queue(port, message);
  }

  /** C6, C7: asks a begin function, and holds it to its word (C11): EASYNC exactly if it has taken the message. */
  #ask(name: string, begin: BeginFunction, port: number, message: number, hint: number, deciding: number): number {
    checkSendable(this, name, message);
    const { memory, layout } = this;
    const mine = layout.standing(this.id, message);
    const words = layout.message(message);
    const flags = memory.get(words + MESSAGE.flags);
    const state = memory.get(words + MESSAGE.state);
    memory.set(words + MESSAGE.flags, hint);
    memory.set(words + MESSAGE.state, STATE.done);
    memory.set(mine, deciding);
    try {
      const answer = begin(this, port, message);
      const decided = memory.get(mine) === deciding;
      if (decided ? !isCode(answer) : answer !== EASYNC) throw brokenWord(name, port, message, answer, !decided);
      if (decided && deciding !== DECIDING_SENDMSG) {
        memory.set(words + MESSAGE.error, answer);
        memory.set(mine, IDLE);
      }
      return answer;
    } catch (error) {
      if (asOriginator(memory.get(mine)) === deciding) {
        memory.set(words + MESSAGE.flags, flags);
        memory.set(words + MESSAGE.state, state);
        memory.set(mine, IDLE);
      }
      throw error;
    }
  }

  /** The same for a message that is forwarded. */
  #pass(port: number, message: number): number {
    const begin = this.#begins[port];
    if (begin === undefined) return this.#queue(port, message);
    const answer = begin(this, port, message);
    const taken = !isDeciding(standingOf(this, message));
    if (taken ? answer === EASYNC : isCode(answer)) return answer;
    throw brokenWord('forwardmsg', port, message, answer, taken);
  }

  #queue(port: number, message: number): number {
    const standing = standingOf(this, message);
    if ((standing & FORWARDING) === 0) this.memory.set(this.layout.message(message) + MESSAGE.state, 0);
    const sleeper = put(this, port, message);
    this.#handedOn(message, standing);
    wake(this, sleeper);
    return EASYNC;
  }

  /** A message about which this thread decided, or that it held, is in other hands. */
  #handedOn(message: number, standing: number): void {
    const now = standingOf(this, message);
    if ((standing & (HELD | FORWARDING)) !== 0) stand(this, message, asOriginator(now));
    else if (asOriginator(now) !== PARKED) {
      stand(this, message, (now & ~7) | (asOriginator(standing) === DECIDING_SENDMSG ? OUT_ASYNC : OUT_SYNC));
    }
  }

  #waitSync(name: string, message: number, site: number, timeoutMs: number): number {
    if (!awaitDone(this, this.#waiting, message, site, deadlineOf(this.#waiting, timeoutMs)))
      throw notReplied(name, message, timeoutMs);
    stand(this, message, IDLE);
    return this.memory.get(this.layout.message(message) + MESSAGE.error);
  }

  #waitAsync(message: number, timeoutMs: number): number {
    const { memory, layout, id } = this;
    const deadline = deadlineOf(this.#waiting, timeoutMs);
    while (asOriginator(standingOf(this, message)) !== PARKED) {
      const seen = awaitArrival(this, this.#waiting, id, deadline);
      if (seen === EMPTY) throw notBack(message, timeoutMs);
      takeIn(this, id, seen);
    }
    takeReply(this, id, message);
    return memory.get(layout.message(message) + MESSAGE.error);
  }
}
