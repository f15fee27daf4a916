/** What goes wrong in a call: a refused misuse or a time-out, with a code to decide by and a sentence to read. */
import type { RefusalCode } from '../model/names.ts';

/** What an `LwktError` is about: a refusal of the model, a time-out, a value that does not fit its message; or, of calls: */
export type ErrorCode =
  | RefusalCode
  | 'ETIMEDOUT'
  | 'EMSGSIZE'
  /** All messages of the connection are out. */
  | 'ENOBUFS'
  /** The thread that serves has ended. */
  | 'EOWNERDEAD'
  /** The call would block a thread that must not: the main thread of a page. */
  | 'EWOULDBLOCK'
  /** This end of the connection was closed. */
  | 'EPIPE'
  /** What was asked for is not possible here. */
  | 'ENOTSUP';

/** A call that was refused and has changed nothing (C24, C25), or a wait that gave up. */
export class LwktError extends Error {
  override readonly name = 'LwktError';
  readonly code: ErrorCode;

  /** @param sentence which call, which message or port, what was wrong */
  constructor(code: ErrorCode, sentence: string) {
    super(`${code}: ${sentence}`);
    this.code = code;
  }
}
