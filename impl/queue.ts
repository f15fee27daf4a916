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
import type { Memory } from './memory.ts';
import * as WORDS from './words.ts';

const { EMPTY, NONE, PORT } = WORDS;

/**
 * Puts a message into the inbox of a port. Returns what the head held: if SLEEPING, the caller must notify it.
 *
 * The link is a plain write: until the compare-exchange succeeds the message is ours, and after it we never touch it.
 *
 * @param head the word of that name
 * @param guess what the head is likely to hold, for the first try
 */
export function push(memory: Memory, layout: Layout, head: number, message: number, guess: number): number {
  const next = layout.next(message);
  // Of no use to anybody; but words without a history leave a checker fewer states to tell apart.
  memory.set(layout.previous(message), NONE);
  for (let seen = guess; ; ) {
    memory.set(next, seen > EMPTY ? seen - 1 : NONE);
    const found = memory.compareExchange(head, seen, message + 1);
    if (found === seen) return seen;
    seen = found;
  }
}

/** What is on top of the inbox, in the terms of the head: more than EMPTY if there is anything. The owner's. */
export function top(memory: Memory, layout: Layout, port: number): number {
  return memory.load(layout.port(port) + PORT.head);
}

/** Takes all that is in the inbox. There must be something: the owner has seen it. Returns the youngest. */
export function drain(memory: Memory, layout: Layout, port: number): number {
  return memory.exchange(layout.port(port) + PORT.head, EMPTY) - 1;
}

/**
 * Turns round what `drain` has given, which links each message to the next older, and links it both ways as the list is.
 *
 * @returns the oldest
 */
export function reverse(memory: Memory, layout: Layout, youngest: number): number {
  let oldest = NONE;
  for (let message = youngest; message !== NONE; ) {
    const next = layout.next(message);
    const older = memory.get(next);
    memory.set(next, oldest);
    memory.set(layout.previous(message), older);
    oldest = message;
    message = older;
  }
  return oldest;
}

/** The head of the list, or NONE. The owner's. */
export function first(memory: Memory, layout: Layout, port: number): number {
  return memory.get(layout.port(port) + PORT.first);
}

/** Appends messages that are linked as the list is. The owner's. */
export function append(memory: Memory, layout: Layout, port: number, oldest: number, youngest: number): void {
  const at = layout.port(port);
  const last = memory.get(at + PORT.last);
  memory.set(layout.previous(oldest), last);
  memory.set(layout.next(youngest), NONE);
  if (last === NONE) memory.set(at + PORT.first, oldest);
  else memory.set(layout.next(last), oldest);
  memory.set(at + PORT.last, youngest);
}

/** Takes a message out of the list, wherever it stands. The owner's. */
export function unlink(memory: Memory, layout: Layout, port: number, message: number): void {
  const at = layout.port(port);
  const next = memory.get(layout.next(message));
  const previous = memory.get(layout.previous(message));
  if (previous === NONE) memory.set(at + PORT.first, next);
  else memory.set(layout.next(previous), next);
  if (next === NONE) memory.set(at + PORT.last, previous);
  else memory.set(layout.previous(next), previous);
}

/** Whether the message is on the list. Walks it: for the rare abort of what one sent to oneself. The owner's. */
export function contains(memory: Memory, layout: Layout, port: number, message: number): boolean {
  let at = first(memory, layout, port);
  while (at !== NONE && at !== message) at = memory.get(layout.next(at));
  return at === message;
}
