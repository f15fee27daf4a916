/**
 * Orders left open: which messages on a port are certainly before which.
 *
 * Nobody sees the order of a queue but its owner, and only by taking. So it need not be chosen when messages arrive.
 * Whatever stands on a port arrived at some moment between its send and the moment when it had to be there: a message
 * put there by the owner itself, or one that was made to arrive by a wait for a later one of the same sender, is
 * there *by now*. Then
 *
 * - a message that is there by now is before every message that is sent afterwards;
 * - messages of one sender and one kind keep their order (C13);
 * - all else is open: any order in which no two messages break these two rules is the order of some run, because
 *   moments can be found for them one after the other, each as early as its send and the one before it allow.
 *
 * In a state of the model, those that are there by now are on the queue, in one of the orders that are open, always
 * the same one. The others are in transit.
 */
import type { Port, State } from '../../model/index.ts';
import { copy } from '../../model/index.ts';

/**
 * Pairs of messages on one port, the first certainly before the second, as numbers (see `pair`), in ascending order.
 */
export type Order = readonly number[];

const MESSAGES = 2 ** 16;

export const OPEN: Order = [];

function pair(first: number, second: number): number {
  return first * MESSAGES + second;
}

export function isBefore(order: Order, first: number, second: number): boolean {
  return order.includes(pair(first, second));
}

/** Whether all that is certain in the one is certain in the other: then the other stands for nothing more. */
export function isIn(one: Order, other: Order): boolean {
  return one.every((each) => other.includes(each));
}

/** What is certain after a step. */
export function orderAfter(order: Order, before: State, after: State): Order {
  let certain = order;
  for (const [number, now] of after.ports.entries()) {
    const old = before.ports[number];
    if (old === undefined || (old.queue.length + old.transit.length === 0 && now.queue.length === 0)) continue;
    certain = orderOfPort(certain, before, after, old, now);
  }
  return certain;
}

function orderOfPort(order: Order, before: State, after: State, old: Port, now: Port): Order {
  const left = (id: number): boolean => isOn(old, id) && !(isOn(now, id) && sameKind(before, after, id));
  const gone = [...old.queue, ...old.transit].filter(left);
  const kept = gone.length === 0 ? order : order.filter((each) => !gone.some((id) => concernsMessage(each, id)));
  const added: number[] = [];
  for (const id of [...now.queue, ...now.transit]) {
    if (isOn(old, id) && sameKind(before, after, id)) continue;
    for (const there of old.queue) if (!gone.includes(there)) added.push(pair(there, id));
  }
  // What arrives is there by now: those behind it in transit come after it.
  for (const id of now.queue) {
    if (!old.transit.includes(id)) continue;
    for (const behind of now.transit) if (sameSender(before, id, behind)) added.push(pair(id, behind));
  }
  if (added.length === 0) return kept;
  return [...new Set([...kept, ...added])].sort((one, other) => one - other);
}

function concernsMessage(each: number, id: number): boolean {
  return each % MESSAGES === id || Math.floor(each / MESSAGES) === id;
}

function isOn({ queue, transit }: Port, id: number): boolean {
  return queue.includes(id) || transit.includes(id);
}

/** Not taken and put back in between: a request that was aborted comes as a reply. */
function sameKind(before: State, after: State, id: number): boolean {
  return isReply(before, id) === isReply(after, id);
}

function isReply({ messages }: State, id: number): boolean {
  const place = messages[id]?.place;
  return place === 'returning' || place === 'parked';
}

function sameSender({ messages }: State, one: number, other: number): boolean {
  const [a, b] = [messages[one], messages[other]];
  return a !== undefined && b !== undefined && a.holder === b.holder && a.place === b.place;
}

/** The same with every queue in the first of the orders that are open to it, by the numbers of the messages. */
export function canonical(state: State, order: Order): State {
  const reordered = state.ports.map(({ queue }) => (queue.length < 2 ? queue : sorted(queue, order)));
  if (reordered.every((queue, port) => queue.every((id, at) => id === state.ports[port]?.queue[at]))) return state;
  return { ...state, ports: state.ports.map(({ transit }, port) => ({ queue: reordered[port] ?? [], transit })) };
}

function sorted(queue: readonly number[], order: Order): number[] {
  const left = queue.toSorted((one, other) => one - other);
  const found: number[] = [];
  while (left.length > 0) {
    const first = left.findIndex((id) => !left.some((other) => isBefore(order, other, id)));
    found.push(...left.splice(Math.max(0, first), 1));
  }
  return found;
}

/** The state in which a message on a queue is its head; undefined if something is certainly before it. */
export function headed(state: State, order: Order, message: number): State | undefined {
  const at = state.messages[message]?.at ?? -1;
  const queue = state.ports[at]?.queue ?? [];
  if (!queue.includes(message) || queue.some((id) => isBefore(order, id, message))) return undefined;
  if (queue[0] === message) return state;
  const next = copy(state);
  next.ports[at]?.queue.sort((one, other) => Number(other === message) - Number(one === message));
  return next;
}
