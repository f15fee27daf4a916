/**
 * A request that needs no port: its owner watches the message of whom it has just served.
 *
 * A message that is sent moves two cache lines to and fro, its own and that of the port. A client that asks again and again
 * can do with one. When the owner replies what it has found by looking, it goes on to look at the word `watch` of that
 * message, beside the head of its port, and says so in the reply. The next domsg of the message to the port is one
 * compare-exchange of that word, from watched to direct.
 *
 * Only a domsg without time limit is direct. Its originator can do nothing else until the reply; so whatever it has sent to
 * the port before is in the inbox by now, and nothing that it sends later can be. The owner looks at the watched message
 * first, at the head after it, and takes what it finds there before the direct request. The other way round would break C13:
 *
 *   owner: the head says that the inbox is empty
 *   client: sendmsg of one message
 *   client: domsg of another, direct
 *   owner: finds that one, and serves the second before the first
 *
 * The owner never sleeps while it watches. It withdraws first, by the same word: either the client finds that nobody
 * watches, and sends through the port; or the owner finds the request. So a direct request wakes nobody, and need not.
 *
 * Only one port watches a message: who holds it and would start has to find that nobody does. So the word is a holder's
 * alone where nobody watches or the request was direct, and is written plainly.
 */
import * as NAMES from '../model/names.ts';
import type { Self } from './delivery.ts';
import { top } from './queue.ts';
import * as STANDING from './standing.ts';
import { isDirect, portFoundAt } from './standing.ts';
import * as WORDS from './words.ts';

const { ASYNC } = NAMES;
const { OWNED, STRANGER } = STANDING;
const { MESSAGE, NONE, STATE } = WORDS;

/** What a thread watches at a port of its own: nothing, as it has slept there; a message + 1; minus that, passed over once. */
const NOTHING = 0;
/** Nothing, but looks are enough there, so that it would. More than any message, as is `DIRECT`. */
const WILLING = 0x4000_0000;

/** What `glance` answers for a direct request. */
export const DIRECT = 0x4000_0000;

/** Values of the word `watch`: nobody looks here; the owner of that port does; a request to that port is here. */
const NOBODY = 0;

export function watchedFrom(port: number): number {
  return port + 1;
}

export function directTo(port: number): number {
  return -1 - port;
}

function messageOf(watched: number): number {
  return watched === WILLING ? NONE : Math.abs(watched) - 1;
}

/** Sends a message that is ready to a port, if its owner watches it. */
export function sendDirect(self: Self, port: number, message: number): boolean {
  const watch = self.layout.message(message) + MESSAGE.watch;
  return self.memory.compareExchange(watch, watchedFrom(port), directTo(port)) === watchedFrom(port);
}

/** Where the owner of a port has to look beside the head, or NONE. What it is serving is there no more. */
export function watchWord(self: Self, port: number): number {
  const { memory, layout, id } = self;
  const message = messageOf(memory.get(layout.watched(id, port)));
  if (message === NONE || isDirect(memory.get(layout.standing(id, message)))) return NONE;
  return layout.message(message) + MESSAGE.watch;
}

/** What there is to take at a port of ours: DIRECT, or else what its head holds. More than EMPTY if there is anything. */
export function glance(self: Self, port: number): number {
  const watch = watchWord(self, port);
  if (watch !== NONE && self.memory.load(watch) === directTo(port)) return DIRECT;
  return top(self.memory, self.layout, port);
}

/** A look was enough at a port of ours. But where an `await` is pending, the thread sleeps without coming by `withdraw`. */
export function beWilling(self: Self, port: number): void {
  const { memory, layout, id } = self;
  const at = layout.watched(id, port);
  if (memory.get(at) === NOTHING && memory.get(layout.known(id, port)) === OWNED) memory.set(at, WILLING);
}

export function isWilling(self: Self, port: number): boolean {
  return self.memory.get(self.layout.watched(self.id, port)) !== NOTHING;
}

/** To be done before we sleep at a port of ours. Returns false if there is a direct request to take. */
export function withdraw(self: Self, port: number): boolean {
  const { memory, layout, id } = self;
  const watch = watchWord(self, port);
  if (watch !== NONE && memory.compareExchange(watch, watchedFrom(port), NOBODY) !== watchedFrom(port)) return false;
  memory.set(layout.watched(id, port), NOTHING);
  return true;
}

/** The message that we watch at a port of ours. */
export function watchedMessage(self: Self, port: number): number {
  return messageOf(self.memory.get(self.layout.watched(self.id, port)));
}

/** A direct request goes another way than that of a reply from here: nobody watches its message any more. */
export function forget(self: Self, port: number, message: number): void {
  const { memory, layout, id } = self;
  const at = layout.watched(id, port);
  if (messageOf(memory.get(at)) === message) memory.set(at, WILLING);
  memory.set(layout.message(message) + MESSAGE.watch, NOBODY);
}

/** Completes a direct request, as `complete` does the others. We go on to watch it, unless we have slept meanwhile. */
export function replyDirect(self: Self, message: number, code: number, standing: number): number {
  const { memory, layout, id } = self;
  const words = layout.message(message);
  const port = portFoundAt(standing);
  const at = layout.watched(id, port);
  const goesOn = messageOf(memory.get(at)) === message;
  if (goesOn) memory.set(at, message + 1);
  memory.set(words + MESSAGE.error, code);
  memory.set(words + MESSAGE.watch, goesOn ? watchedFrom(port) : NOBODY);
  const old = memory.or(words + MESSAGE.state, goesOn ? STATE.done | STATE.watched : STATE.done);
  memory.set(layout.standing(id, message), STRANGER);
  return (old & STATE.sleeping) !== 0 ? words + MESSAGE.state : NONE;
}

/**
 * Decides at the reply of a request that a look has found in the inbox whether we watch its message from now on. Who watches
 * another one goes on with that, unless it is passed over for the second time: it may be gone.
 *
 * @returns what the reply says of it, in the state word
 */
export function watchOn(self: Self, message: number, standing: number): number {
  const { memory, layout, id } = self;
  if ((memory.get(layout.message(message) + MESSAGE.flags) & ASYNC) !== 0) return 0;
  const port = portFoundAt(standing);
  const at = layout.watched(id, port);
  const watched = memory.get(at);
  if (messageOf(watched) === message) return STATE.watched;
  if (watched === NOTHING) return 0;
  if (watched !== WILLING && !passOver(self, port, watched)) return 0;
  const watch = layout.message(message) + MESSAGE.watch;
  if (memory.load(watch) !== NOBODY) return 0;
  memory.set(watch, watchedFrom(port));
  memory.set(at, message + 1);
  return STATE.watched;
}

/** Another message is served than the watched one. Returns whether none is watched now. */
function passOver(self: Self, port: number, watched: number): boolean {
  const { memory, layout, id } = self;
  if (watched < 0) return withdraw(self, port);
  memory.set(layout.watched(id, port), -watched);
  return false;
}
