/**
 * The queue of a port, in two parts.
 *
 * The inbox is an intrusive stack whose top is the word `head`. Anybody pushes a message with one compare-exchange; the
 * owner takes all with one exchange, and reverses what it got. Nobody ever pops a single node or unlinks one in the middle
 * by compare-exchange, so a top that went away and came back (ABA) does no harm: a push never looks behind the top.
 *
 * The list is doubly linked and the owner's alone. What is on it is QUEUED; what is in the inbox is in transit.
 *
 * The top doubles as the owner's sleep mark. The owner swaps EMPTY for SLEEPING and sleeps on that word; whoever swaps the
 * mark out notifies. Mark and message share the word, so there is no window between "is it empty" and "I sleep":
 *
 *   owner: top is EMPTY        with a mark in a word of its own, this
 *   sender: pushes             sender would find no mark, and the
 *   sender: no mark, no notify owner would sleep beside a message.
 *   owner: sets the mark, sleeps
 */
import type { Layout } from './layout.ts';
import { MESSAGE, PORT } from './layout.ts';
import type { Memory } from './memory.ts';

/** Values of a head that are no message. Message m is m + 1. A new port is DEAD until its owner has initialised it. */
export const DEAD = -2;
export const SLEEPING = -1;
export const EMPTY = 0;

/** No message. */
export const NONE = -1;

/**
 * Puts a message into the inbox of a port. Returns whether its owner sleeps: then the caller must notify the head.
 *
 * The link is a plain write: until the compare-exchange succeeds the message is ours, and after it we never touch it.
 *
 * @param seen what the head is likely to hold, for the first try
 */
export function push(memory: Memory, layout: Layout, port: number, message: number, seen: number): boolean {
  const head = layout.port(port) + PORT.head;
  const next = layout.message(message) + MESSAGE.next;
  for (;;) {
    memory.set(next, seen > EMPTY ? seen - 1 : NONE);
    const found = memory.compareExchange(head, seen, message + 1);
    if (found === seen) break;
    seen = found;
  }
  return seen === SLEEPING;
}

/** Whether there is anything in the inbox. */
export function hasArrivals(memory: Memory, layout: Layout, port: number): boolean {
  return memory.load(layout.port(port) + PORT.head) > EMPTY;
}

/**
 * Takes all that is in the inbox. There must be something: the owner has seen it.
 *
 * @returns the oldest; the link of each leads to the next younger, that of the youngest is NONE
 */
export function drain(memory: Memory, layout: Layout, port: number): number {
  const head = layout.port(port) + PORT.head;
  let newest = memory.exchange(head, EMPTY) - 1;
  let oldest = NONE;
  while (newest !== NONE) {
    const next = layout.message(newest) + MESSAGE.next;
    const older = memory.get(next);
    memory.set(next, oldest);
    oldest = newest;
    newest = older;
  }
  return oldest;
}

/** The head of the list, or NONE. The owner's. */
export function first(memory: Memory, layout: Layout, port: number): number {
  return memory.get(layout.port(port) + PORT.first);
}

/** Appends to the list. The owner's. */
export function append(memory: Memory, layout: Layout, port: number, message: number): void {
  const at = layout.port(port);
  const last = memory.get(at + PORT.last);
  const words = layout.message(message);
  memory.set(words + MESSAGE.next, NONE);
  memory.set(words + MESSAGE.previous, last);
  if (last === NONE) memory.set(at + PORT.first, message);
  else memory.set(layout.message(last) + MESSAGE.next, message);
  memory.set(at + PORT.last, message);
}

/** Takes a message out of the list, wherever it stands. The owner's. */
export function unlink(memory: Memory, layout: Layout, port: number, message: number): void {
  const at = layout.port(port);
  const words = layout.message(message);
  const next = memory.get(words + MESSAGE.next);
  const previous = memory.get(words + MESSAGE.previous);
  if (previous === NONE) memory.set(at + PORT.first, next);
  else memory.set(layout.message(previous) + MESSAGE.next, next);
  if (next === NONE) memory.set(at + PORT.last, previous);
  else memory.set(layout.message(next) + MESSAGE.previous, previous);
}

/** Whether the message is on the list. Walks it: for the rare abort of what one sent to oneself. The owner's. */
export function contains(memory: Memory, layout: Layout, port: number, message: number): boolean {
  let at = first(memory, layout, port);
  while (at !== NONE && at !== message) at = memory.get(layout.message(at) + MESSAGE.next);
  return at === message;
}
