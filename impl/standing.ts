/**
 * What a thread knows of a message, in a word of its own.
 *
 * Misuse must be refused without looking at words that another thread may be writing: reading the flags of a message one
 * does not own would itself be a data race (C23). So every check of a precondition reads this word and nothing else.
 *
 * The low three bits are for the originator, the others for a target; who sends to itself is both.
 */
import { MESSAGE } from './layout.ts';

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
/** Taken off the queue to be completed with ECONNABORTED, still counted as queued until that is published. */
export const ABORTING = 32;

/** The originator's part. */
export function asOriginator(standing: number): number {
  return standing & ORIGINATOR_BITS;
}

/** Whether a begin function of this thread decides about the message now. */
export function isDeciding(standing: number): boolean {
  const mine = asOriginator(standing);
  return (mine >= DECIDING_DOMSG && mine <= DECIDING_SENDMSG) || (standing & FORWARDING) !== 0;
}

/** What a thread knows of a port, in a word of its own: 0 if it is another's. */
export const OWNED = 1;
/** An `await` of this thread is pending there, so that even what the thread itself puts there must wake it. */
export const AWAITED = 2;

/** Bits of a message's state word. DONE is the flag of that name, of which it is the only copy. */
export const STATE = { done: 1, sleeping: 2, abortRequest: 4 } as const;

/** A bit of the flags word beside those of the model: an asynchronous reply that its originator has not taken in yet. */
export const RETURNING = 0x100;

/** The offset of the state word, which every wait for a synchronous reply sleeps on. */
export const STATE_WORD: number = MESSAGE.state;
