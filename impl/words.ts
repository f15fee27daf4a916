/**
 * The words of ports and messages: where each stands, and what it may hold.
 *
 * The modules on the path of every message make these constants their own (`const { MESSAGE, PORT } = WORDS`): an engine
 * folds what is constant in the module that it compiles, and reads what is imported each time, a fifth of a message's time.
 */

/** Words of a port. `head` is touched by everybody, atomically; `first` and `last` only by the owner. */
export const PORT = { head: 0, owner: 1, first: 2, last: 3 } as const;

/** Values of a head that are no message. Message m is m + 1. A new port is DEAD until its owner has initialised it. */
export const DEAD = -2;
export const SLEEPING = -1;
export const EMPTY = 0;

/** No message. */
export const NONE = -1;

/**
 * Words of a message. `state` is atomic. The others belong to whoever owns the message; `claim`, atomic, says for ever
 * who its originator is.
 */
export const MESSAGE = {
  state: 0,
  flags: 1,
  error: 2,
  replyPort: 3,
  sender: 4,
  claim: 5,
  length: 6,
  /** Which port's owner looks here for a direct request, and whether there is one (see watch.ts). */
  watch: 7,
  /** At a multiple of 8 bytes, for views of doubles. */
  payload: 8,
} as const;

/** Bits of a message's state word. DONE is the flag of that name, of which it is the only copy; WATCHED comes with it. */
export const STATE = { done: 1, sleeping: 2, abortRequest: 4, watched: 8 } as const;

/** A bit of the flags word beside those of the model: an asynchronous reply that its originator has not taken in yet. */
export const RETURNING = 0x100;
