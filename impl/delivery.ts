/**
 * How messages move: onto queues, back to their originators, off the queues. No checks here: the calls have made them.
 */
import { ASYNC, DONE, ECONNABORTED, QUEUED, REPLY } from '../model/names.ts';
import type { Layout } from './layout.ts';
import { MESSAGE, PORT } from './layout.ts';
import type { Memory } from './memory.ts';
import { append, contains, drain, EMPTY, first, hasArrivals, NONE, push, unlink } from './queue.ts';
import { ABORTING, AWAITED, asOriginator, FORWARDING, HELD, IDLE, PARKED, RETURNING, STATE } from './standing.ts';

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
  return self.memory.get(self.layout.owned(self.id, port)) !== 0;
}

/**
 * Puts a message, whose flags are ready, on its way to a port. On a port of our own it is there at once.
 * Returns the word whose sleeper the caller must notify, or NONE: first it writes down that the message has left its hands.
 *
 * @param seen what the head of that port is likely to hold; unused for a port of our own
 */
export function put(self: Self, port: number, message: number, seen: number): number {
  const { memory, layout } = self;
  memory.set(layout.message(message) + MESSAGE.sender, self.id);
  const owned = memory.get(layout.owned(self.id, port));
  if (owned !== 0) {
    arrive(self, port, message);
    return owned === AWAITED ? layout.port(port) + PORT.head : NONE;
  }
  return push(memory, layout, port, message, seen) ? layout.port(port) + PORT.head : NONE;
}

/** Wakes who sleeps on a word that `put` or `complete` has returned. */
export function wake(self: Self, word: number): void {
  if (word !== NONE) self.memory.notify(word);
}

/** A message joins the list of a port of ours (C17). A reply is DONE from here on, and REPLY (C15). */
export function arrive(self: Self, port: number, message: number): void {
  const { memory, layout } = self;
  const words = layout.message(message);
  const flags = memory.get(words + MESSAGE.flags);
  if ((flags & RETURNING) !== 0) {
    memory.set(words + MESSAGE.flags, (flags & ~RETURNING) | REPLY | QUEUED);
    // Plain, although the state word is atomic elsewhere: the replier is through with it, and an abort is our own call.
    memory.set(words + MESSAGE.state, memory.get(words + MESSAGE.state) | STATE.done);
    stand(self, message, PARKED);
    self.onReturn?.(message);
  } else {
    memory.set(words + MESSAGE.flags, flags | QUEUED);
  }
  append(memory, layout, port, message);
}

/** Takes in what is in transit to a port of ours, if there is any. Returns whether there was. */
export function arrivals(self: Self, port: number): boolean {
  if (!hasArrivals(self.memory, self.layout, port)) return false;
  takeIn(self, port);
  return true;
}

/** Takes in what is in transit to a port of ours, where we know that there is some. */
export function takeIn(self: Self, port: number): void {
  const { memory, layout } = self;
  let message = drain(memory, layout, port);
  while (message !== NONE) {
    const younger = memory.get(layout.message(message) + MESSAGE.next);
    arrive(self, port, message);
    message = younger;
  }
}

/**
 * Completes a message: the reply (C14, C15). Returns the word to `wake`.
 *
 * Synchronous: the error is a plain word, published by the one atomic or that sets DONE. That same operation tells whether
 * the originator sleeps, so there is no window between the two as in the source of 2003 (`test DONE` | `set DONE, look for
 * a sleeper` | `mark, sleep`). After it the message is the originator's: we notify its word and touch nothing else.
 */
export function complete(self: Self, message: number, code: number): number {
  const { memory, layout } = self;
  const words = layout.message(message);
  memory.set(words + MESSAGE.error, code);
  const flags = memory.get(words + MESSAGE.flags);
  if ((flags & ASYNC) === 0) {
    const old = memory.or(words + MESSAGE.state, STATE.done);
    return (old & STATE.sleeping) !== 0 ? words + MESSAGE.state : NONE;
  }
  memory.set(words + MESSAGE.flags, flags | RETURNING);
  const port = memory.get(words + MESSAGE.replyPort);
  return put(self, port, message, EMPTY);
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
  memory.set(standing, memory.get(standing) | ABORTING);
  const sleeper = complete(self, message, ECONNABORTED);
  memory.set(standing, memory.get(standing) & ~ABORTING);
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
