/** What was seen from outside: calls and returns in the order they happened. */
import type { Call, Program, Result } from '../programs/program.ts';

/** A thread called, or the call it was in returned. */
export type HistoryEvent =
  | { readonly thread: number; readonly call: Call }
  | { readonly thread: number; readonly result: Result; readonly seen?: Seen };

/** The message that a return hands to its caller, as it is then. */
export interface Seen {
  readonly message: number;
  readonly flags: number;
  /** Its error; means nothing for a request. */
  readonly error: number;
  /** Its originator has asked for an abort; absent: nobody looked. */
  readonly abortRequest?: boolean;
}

/** A recording of a program: its calls and returns in the order they happened, and how it ended. */
export interface History {
  /** Says which threads, ports, begin functions and messages there were. */
  readonly program: Program;
  readonly events: readonly HistoryEvent[];
  /**
   * quiescent: nothing was able to move any more; who is inside a call then stays there for ever.
   * cut: the recording stopped while things were under way.
   */
  readonly end: 'quiescent' | 'cut';
}

/** A history that is read from its first event to its last, and need not be in memory as a whole. */
export interface HistoryStream extends Omit<History, 'events'> {
  readonly events: Iterable<HistoryEvent>;
}
