/**
 * The names of LWKT messaging: flag bits, error numbers, codes of refused misuse.
 * Model and implementation share these and nothing else.
 *
 * Sources: sys/sys/msgport.h 1.5 of 2003 (flags), sys/sys/errno.h of that kernel (numbers).
 */

/** The sender will not block on this message: a hint to the target, and where the reply goes (C8). */
export const ASYNC = 0x1;
/** In nobody else's hands: never sent, or completed. */
export const DONE = 0x2;
/** Came back as an asynchronous reply. */
export const REPLY = 0x4;
/** Is on a port's queue now (C17). */
export const QUEUED = 0x8;

/** What a begin function answers for "taken, will be replied later". Never a completion code (decision 9). */
export const EASYNC = 99;
/** The code of a message that was aborted before it was served (C22). */
export const ECONNABORTED = 53;
/** What `putport` answers a begin function that would queue a `domsg` to its own thread (C25). */
export const EDEADLK = 11;

/** Why a call was refused (C24, C25). A refused call changes nothing. */
export type RefusalCode =
  /** An index outside the system, or a completion code that is none (EASYNC). */
  | 'EINVAL'
  /** The port has no owner: it was never initialised. */
  | 'ENXIO'
  /** The message or port is not the caller's to use so. */
  | 'EPERM'
  /** The message is not idle: it is on its way, or with its target, or its reply was not taken yet. */
  | 'EBUSY'
  /** A synchronous request to a queue that only the caller could serve. */
  | 'EDEADLK';

/** The flags with their names, in the alphabetical order of these: every list of flags is made from this one. */
export const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [ASYNC, 'ASYNC'],
  [DONE, 'DONE'],
  [QUEUED, 'QUEUED'],
  [REPLY, 'REPLY'],
];

/** The names of the flags set in `flags`, in alphabetical order. */
export function flagNames(flags: number): string[] {
  return FLAG_NAMES.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
}
