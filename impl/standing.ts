/**
 * What a thread knows of a message, in a word of its own.
 *
 * Misuse must be refused without looking at words that another thread may be writing: reading the flags of a message one
 * does not own would itself be a data race (C23). So every check of a precondition reads this word and nothing else.
 *
 * The low three bits are for the originator, the others for a target; who sends to itself is both.
 */
import { EMPTY } from './words.ts';

/** As originator. */
export const STRANGER = 0;
export const IDLE = 1;
/** Inside domsg, beginmsg, sendmsg: the begin function decides. */
export const DECIDING_DOMSG = 2;
export const DECIDING_BEGINMSG = 3;
export const DECIDING_SENDMSG = 4;
/** Accepted by the target, synchronously or asynchronously. */
export const OUT_SYNC = 5;
export const OUT_ASYNC = 6;
/** The reply is on our own list. */
export const PARKED = 7;

const ORIGINATOR_BITS = 7;

/** As target. */
export const HELD = 8;
/** Inside forwardmsg. */
export const FORWARDING = 16;
/** Off the queue, or never on it, and not yet held: counts as queued until it is, or is completed with ECONNABORTED. */
export const LEAVING = 32;

/** Beside HELD: it came directly (see watch.ts). */
const DIRECT = 64;
/** Beside HELD, from here up: the port + 1 where a look was enough to find it. */
const FOUND_SHIFT = 7;

/** The standing of another's message that a look at a port of ours has found. */
export function foundAt(port: number, isDirect: boolean): number {
  return HELD | ((port + 1) << FOUND_SHIFT) | (isDirect ? DIRECT : 0);
}

/** Whether a look has found it. */
export function isFound(standing: number): boolean {
  return standing >>> FOUND_SHIFT !== 0;
}

/** Where it was found. */
export function portFoundAt(standing: number): number {
  return (standing >>> FOUND_SHIFT) - 1;
}

/** Whether it came directly. */
export function isDirect(standing: number): boolean {
  return (standing & DIRECT) !== 0;
}

/** The originator's part. */
export function asOriginator(standing: number): number {
  return standing & ORIGINATOR_BITS;
}

/** Whether a begin function of this thread decides about the message now. */
export function isDeciding(standing: number): boolean {
  const mine = asOriginator(standing);
  return (mine >= DECIDING_DOMSG && mine <= DECIDING_SENDMSG) || (standing & FORWARDING) !== 0;
}

/** What a thread knows of a port, in a word of its own: nothing yet. */
export const UNKNOWN = 0;
/** Its own. */
export const OWNED = 1;
/** Its own, and an `await` is pending there, so that even what the thread itself puts there must wake it. */
export const AWAITED = 2;

/**
 * Another's, and live, as ports do not die; and what its head is likely to hold: EMPTY, or a message. A negative number.
 *
 * To guess right saves a look at a word that the owner of the port keeps writing: who sends one message after another finds
 * there what it put there, or nothing, as last time. Nobody relies on it.
 */
export function liveWith(head: number): number {
  return ~head;
}

/** What the head of a port is likely to hold. */
export function likelyHead(known: number): number {
  return known < 0 ? ~known : EMPTY;
}
