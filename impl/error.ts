/** What goes wrong in a call: a refused misuse or a time-out, with a code to decide by and a sentence to read. */
import type { RefusalCode } from '../model/names.ts';

export type ErrorCode = RefusalCode | 'ETIMEDOUT' | 'EMSGSIZE';

export class LwktError extends Error {
  override readonly name = 'LwktError';
  readonly code: ErrorCode;

  /** @param sentence which call, which message or port, what was wrong */
  constructor(code: ErrorCode, sentence: string) {
    super(`${code}: ${sentence}`);
    this.code = code;
  }
}
