/** What a call hands to its caller: a message that it has taken, or its own that is back. */
import { NONE } from '../../model/index.ts';
import type { Ports } from '../implementation.ts';
import type { Call, Result } from './program.ts';

/** A message as the one sees it who has been handed it. */
export interface Look {
  readonly message: number;
  readonly flags: number;
  /** Means nothing for a request. */
  readonly error: number;
}

/** The message that a call hands over by its result; NONE: none. */
export function handedOver({ name, message }: Call, result: Result): number {
  if (!('value' in result) || result.value === null) return NONE;
  if (name === 'domsg' || name === 'waitmsg') return message;
  return name === 'getport' || name === 'waitport' ? result.value : NONE;
}

/**
 * Looks at the message that a call has handed over, as its owner. A thread that is refused the look was handed what it
 * does not own: then the result alone speaks, and the model will not explain it.
 */
export function lookAt(ports: Ports, call: Call, result: Result): Look | undefined {
  const message = handedOver(call, result);
  if (message === NONE) return undefined;
  try {
    return { message, flags: ports.flags(message), error: ports.error(message) };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
