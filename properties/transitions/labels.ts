/**
 * What is written on the steps. Calls and returns read the same whoever makes them, so that a system of the
 * implementation can be compared with one of the model; they say what an event of lwkt-trace/1 says.
 *
 * Labels have no quotes, commas or bars, and are ASCII: every reader of Aldebaran files takes them as they are.
 */
import type { Action, Parameters } from '../../model/index.ts';
import { flagNames, NONE, REPLY } from '../../model/index.ts';
import { describeCall } from '../programs/agent.ts';
import type { Look } from '../programs/look.ts';
import type { Call, Result } from '../programs/program.ts';

export function callLabel(call: Call): string {
  return `thread ${call.thread}: call ${describeCall(call)}${call.timeout === true ? ' with a time limit' : ''}`;
}

/** @param look the message that the return hands over; of a request the error means nothing, and is not shown */
export function returnLabel({ name, thread }: Call, result: Result, look: Look | undefined): string {
  if ('refused' in result) return `thread ${thread}: refused ${result.refused}`;
  const value = result.value === null ? '' : ` ${result.value}`;
  if (look === undefined) return `thread ${thread}: return${value}`;
  const { message, flags, error } = look;
  const completed = name === 'domsg' || name === 'waitmsg' || (flags & REPLY) !== 0;
  const shown = [`message ${message}`, ...flagNames(flags), ...(completed ? [`error ${error}`] : [])].join(' ');
  return `thread ${thread}: return${value} with ${shown}`;
}

/** Nothing moves any more, and these threads are inside a call. */
export function endLabel(blocked: readonly number[]): string {
  return ['end quiescent', ...(blocked.length === 0 ? [] : ['blocked', ...blocked])].join(' ');
}

/** An action of the model with its arguments. */
export function actionLabel({ name }: Action, { thread, port, message, code }: Parameters): string {
  const parts: string[] = thread === NONE ? [name] : [`thread ${thread}: ${name}`];
  if (port !== NONE) parts.push(`port ${port}`);
  if (message !== NONE) parts.push(`message ${message}`);
  if (code !== NONE) parts.push(`code ${code}`);
  return parts.join(' ');
}
