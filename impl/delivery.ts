/**
 * How messages move: onto queues, back to their originators, off the queues. No checks here: the calls have made them.
 */
import * as NAMES from '../model/names.ts';
import type { Layout } from './layout.ts';
import type { Memory } from './memory.ts';
import { append, contains, drain, first, push, reverse, top, unlink } from './queue.ts';
import * as STANDING from './standing.ts';
import { asOriginator, foundAt, likelyHead, liveWith } from './standing.ts';
import { DIRECT, forget, glance, isWilling, watchedMessage } from './watch.ts';
import * as WORDS from './words.ts';

const { ASYNC, DONE, ECONNABORTED, QUEUED, REPLY } = NAMES;
const { AWAITED, FORWARDING, HELD, IDLE, LEAVING, OWNED, PARKED, STRANGER } = STANDING;
const { EMPTY, MESSAGE, NONE, PORT, RETURNING, SLEEPING, STATE } = WORDS;

/** One thread's view of a system. */
export interface Self {
  readonly memory: Memory;
  readonly layout: Layout;
  readonly id: number;
  /** Told of each asynchronous reply that arrives: whoever awaits many need not look at them all. */
  readonly onReturn?: ((message: number) => void) | undefined;
}

/** Sets the originator's part of a standing, or the whole of it where the thread is no target. */
export function stand(self: Self, message: number, standing: number): void {
  self.memory.set(self.layout.standing(self.id, message), standing);
}

export function owns(self: Self, port: number): boolean {
  return self.memory.get(self.layout.known(self.id, port)) >= OWNED;
}

/** Prepares a message of ours for a port that queues (C6, C7): not DONE, and without the abort request of an earlier send. */
export function prepare(self: Self, message: number, hint: number, deciding: number): void {
  const { memory, layout, id } = self;
  const words = layout.message(message);
  memory.set(words + MESSAGE.flags, hint);
  memory.set(words + MESSAGE.state, 0);
  memory.set(words + MESSAGE.sender, id);
  memory.set(layout.standing(id, message), deciding);
}

/**
 * Puts a message, whose flags are ready, on its way to a port. On a port of our own it is there at once.
 * Returns the word whose sleeper the caller must notify, or NONE: first it writes down that the message has left its hands.
 */
export function put(self: Self, port: number, message: number): number {
  const { memory, layout, id } = self;
  memory.set(layout.message(message) + MESSAGE.sender, id);
  const known = memory.get(layout.known(id, port));
  if (known < OWNED) return putFar(self, port, message, known);
  const head = layout.port(port) + PORT.head;
  arrive(self, message);
  append(memory, layout, port, message, message);
  return known === AWAITED ? head : NONE;
}

/** The same, to a port of another's. @param known what we know of it */
export function putFar(self: Self, port: number, message: number, known: number): number {
  const { memory, layout, id } = self;
  const head = layout.port(port) + PORT.head;
  const found = push(memory, layout, head, message, likelyHead(known));
  memory.set(layout.known(id, port), liveWith(found > EMPTY ? message + 1 : EMPTY));
  return found === SLEEPING ? head : NONE;
}

/** Wakes who sleeps on a word that `put` or `complete` has returned. */
export function wake(self: Self, word: number): void {
  if (word !== NONE) self.memory.notify(word);
}

/** A message is on a port of ours, and about to join its list (C17). A reply is DONE from here on, and REPLY (C15). */
function arrive(self: Self, message: number): void {
  const { memory, layout } = self;
  const words = layout.message(message);
  const flags = memory.get(words + MESSAGE.flags);
  if ((flags & RETURNING) === 0) {
    memory.set(words + MESSAGE.flags, flags | QUEUED);
    return;
  }
  memory.set(words + MESSAGE.flags, (flags & ~RETURNING) | REPLY | QUEUED);
  // Plain, although the state word is atomic elsewhere: the replier is through with it, and an abort is our own call.
  memory.set(words + MESSAGE.state, memory.get(words + MESSAGE.state) | STATE.done);
  stand(self, message, PARKED);
  self.onReturn?.(message);
}

/** Takes in what is in transit to a port of ours, if there is any. Returns whether there was. */
export function arrivals(self: Self, port: number): boolean {
  const seen = glance(self, port);
  if (seen <= EMPTY) return false;
  takeIn(self, port, seen);
  return true;
}

/** Takes in what is in transit to a port of ours, where `glance` has seen some: the inbox first, then what is direct. */
export function takeIn(self: Self, port: number, seen: number): void {
  const { memory, layout } = self;
  if (seen !== DIRECT) {
    takeOver(self, port, drain(memory, layout, port));
    return;
  }
  if (top(memory, layout, port) > EMPTY) takeOver(self, port, drain(memory, layout, port));
  const message = watchedMessage(self, port);
  forget(self, port, message);
  arrive(self, message);
  append(memory, layout, port, message, message);
}

function takeOver(self: Self, port: number, youngest: number): void {
  const { memory, layout } = self;
  const oldest = reverse(memory, layout, youngest);
  for (let message = oldest; message !== NONE; message = memory.get(layout.next(message))) {
    arrive(self, message);
  }
  append(memory, layout, port, oldest, youngest);
}

/**
 * Completes a message: the reply (C14, C15). Returns the word to `wake`.
 *
 * Synchronous: the error is a plain word, published by the one atomic or that sets DONE. That same operation tells whether
 * the originator sleeps, so there is no window between the two as in the source of 2003 (`test DONE` | `set DONE, look for
 * a sleeper` | `mark, sleep`). After it the message is the originator's: we notify its word and touch nothing else.
 *
 * @param watched what else the reply says in the state word: whether we watch the message from now on
 */
export function complete(self: Self, message: number, code: number, watched: number = 0): number {
  const { memory, layout } = self;
  const words = layout.message(message);
  memory.set(words + MESSAGE.error, code);
  const flags = memory.get(words + MESSAGE.flags);
  if ((flags & ASYNC) === 0) {
    const old = memory.or(words + MESSAGE.state, STATE.done | watched);
    return (old & STATE.sleeping) !== 0 ? words + MESSAGE.state : NONE;
  }
  memory.set(words + MESSAGE.flags, flags | RETURNING);
  const port = memory.get(words + MESSAGE.replyPort);
  return put(self, port, message);
}

/** Takes the head of a list of ours (C19); requests whose abort was asked for are completed on the way (C22). */
export function takeHead(self: Self, port: number): number {
  const { memory, layout } = self;
  for (;;) {
    const message = first(memory, layout, port);
    if (message === NONE) return NONE;
    const words = layout.message(message);
    const flags = memory.get(words + MESSAGE.flags);
    if ((flags & REPLY) !== 0) {
      takeReply(self, port, message);
      return message;
    }
    if (memory.test(words + MESSAGE.state, STATE.abortRequest)) {
      abortQueued(self, port, message);
      continue;
    }
    takeOff(self, port, message);
    const standing = layout.standing(self.id, message);
    memory.set(standing, memory.get(standing) | HELD);
    return message;
  }
}

/**
 * The same where the list is empty and something is in transit. A single request, which is what a server that keeps up
 * finds, never comes onto the list: to put it there and take it off again would be to write to a cache line that its
 * originator looks at. It is read before the exchange, so that its line comes while the other is fetched; the head that we
 * have seen published it, and until we take it nobody writes those two words.
 *
 * @param seen what `glance` has seen
 */
export function takeArrived(self: Self, port: number, seen: number): number {
  const { memory, layout } = self;
  if (seen === DIRECT) return takeDirect(self, port);
  const message = seen - 1;
  const words = layout.message(message);
  const isSingle = memory.get(layout.next(message)) === NONE && (memory.get(words + MESSAGE.flags) & RETURNING) === 0;
  const youngest = drain(memory, layout, port);
  if (!isSingle || youngest !== message) {
    takeOver(self, port, youngest);
    return takeHead(self, port);
  }
  const standing = layout.standing(self.id, message);
  const mine = memory.get(standing);
  memory.set(standing, mine | LEAVING);
  // One that is aborted may have been our own, come round: then its reply is on the list.
  if (memory.test(words + MESSAGE.state, STATE.abortRequest)) {
    completeAborted(self, message);
    return takeHead(self, port);
  }
  memory.set(standing, mine === STRANGER && isWilling(self, port) ? foundAt(port, false) : mine | HELD);
  return message;
}

/** The same for a direct request. It is the only one, unless something is in the inbox, which comes first. */
function takeDirect(self: Self, port: number): number {
  const { memory, layout } = self;
  if (top(memory, layout, port) > EMPTY) {
    takeIn(self, port, DIRECT);
    return takeHead(self, port);
  }
  const message = watchedMessage(self, port);
  memory.set(layout.standing(self.id, message), foundAt(port, true));
  return message;
}

/** Takes a reply, wherever it stands in the list: the message is idle again (C18). */
export function takeReply(self: Self, port: number, message: number): void {
  takeOff(self, port, message);
  stand(self, message, IDLE);
}

function takeOff(self: Self, port: number, message: number): void {
  const { memory, layout } = self;
  const flags = layout.message(message) + MESSAGE.flags;
  unlink(memory, layout, port, message);
  memory.set(flags, memory.get(flags) & ~QUEUED);
}

/** Completes a request on a list of ours with ECONNABORTED instead of serving it. */
export function abortQueued(self: Self, port: number, message: number): void {
  const { memory, layout } = self;
  const standing = layout.standing(self.id, message);
  takeOff(self, port, message);
  memory.set(standing, memory.get(standing) | LEAVING);
  completeAborted(self, message);
}

function completeAborted(self: Self, message: number): void {
  const { memory, layout } = self;
  const standing = layout.standing(self.id, message);
  const sleeper = complete(self, message, ECONNABORTED);
  memory.set(standing, memory.get(standing) & ~LEAVING);
  wake(self, sleeper);
}

/**
 * The abort of a request that may be on a port of ours is honoured at once. What arrives there only now may also be its
 * reply, from a thread to which it was forwarded: that one is completed already, and stays so (C16).
 */
export function abortOnOwnPort(self: Self, port: number, message: number): void {
  const { memory, layout } = self;
  arrivals(self, port);
  if (asOriginator(memory.get(layout.standing(self.id, message))) === PARKED) return;
  if (contains(memory, layout, port, message)) abortQueued(self, port, message);
}

/**
 * The flags of a message that the caller owns. Plain reads do: as originator nobody else touches the state word any more;
 * a target, while the originator may still write its abort request there, knows without looking that DONE is clear.
 */
export function flagsOf(self: Self, message: number): number {
  const { memory, layout } = self;
  const words = layout.message(message);
  const flags = memory.get(words + MESSAGE.flags);
  if ((memory.get(layout.standing(self.id, message)) & (HELD | FORWARDING)) !== 0) return flags;
  return (memory.get(words + MESSAGE.state) & STATE.done) !== 0 ? flags | DONE : flags;
}
