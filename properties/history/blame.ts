/** Which clause an event breaks that no run of the model explains, and what the model would have allowed there. */
import type { ClauseId, Configuration, State } from '../../model/index.ts';
import { EASYNC, ECONNABORTED, flagNames, NONE, REPLY } from '../../model/index.ts';
import { describeCall } from '../programs/agent.ts';
import type { Call, Result } from '../programs/program.ts';
import { blameStuck, violationOf } from '../refinement/blame.ts';
import type { ModelActions } from '../refinement/explain.ts';
import type { Seen } from './history.ts';

export interface Rejection {
  readonly verdict: 'violates' | 'misuse';
  /**
   * Index of the first event that cannot be explained, or of the call that must not be made; the number of events:
   * the end.
   */
  readonly event: number;
  readonly clause: ClauseId;
  readonly why: string;
}

function violates(event: number, clause: ClauseId, sentence: string): Rejection {
  return { verdict: 'violates', event, clause, why: violationOf(clause, 'history', sentence).message };
}

/** Why a call is misuse in every run that fits; undefined if it is none in some. */
export function misuseWhy(
  configuration: Configuration,
  variants: readonly ModelActions[],
  call: Call,
  states: Iterable<State>,
): string | undefined {
  let why: string | undefined;
  for (const state of states) {
    for (const { calls } of variants) {
      const refusal = calls[call.name].refuses?.(configuration, state, call);
      if (refusal === undefined) return undefined;
      const reason = ownerless(configuration, call) ?? refusal.why;
      why ??= `thread ${call.thread} must not call ${describeCall(call)}: ${reason}`;
    }
  }
  return why;
}

/** Nobody has made the message its own. */
function ownerless({ originators }: Configuration, { message }: Call): string | undefined {
  return originators[message] === NONE ? `message ${message} was never initialised nor sent` : undefined;
}

/** A call has ended so that no run explains it. */
export function blameReturn(
  event: number,
  call: Call,
  result: Result,
  misuse: string | undefined,
  possible: readonly Result[],
): Rejection {
  if (misuse !== undefined && 'value' in result) {
    return violates(event, 'C24', `a call returned as if nothing were wrong, but ${misuse}`);
  }
  const allowed = [...new Set(possible.map(resultText))].sort().join(', or ');
  const instead = allowed === '' ? 'it cannot have returned yet' : `it ${allowed}`;
  const what = `${describeCall(call)} of thread ${call.thread} ${resultText(result)}; by the model ${instead}`;
  return violates(event, clauseOf(call, result, possible), what);
}

function resultText(result: Result): string {
  if ('refused' in result) return `was refused with ${result.refused}`;
  return result.value === null ? 'returned nothing' : `returned ${result.value}`;
}

/** The clause that speaks of how a call ended. */
export function concerns(call: Call, result: Result): ClauseId {
  return clauseOf(call, result, []);
}

function clauseOf({ name }: Call, result: Result, possible: readonly Result[]): ClauseId {
  const refusal = [result, ...possible].find((one) => 'refused' in one);
  if (refusal !== undefined && 'refused' in refusal) return refusal.refused === 'EDEADLK' ? 'C25' : 'C24';
  const value = 'value' in result ? result.value : null;
  switch (name) {
    case 'domsg':
    case 'waitmsg':
      if (value === EASYNC) return 'C1';
      if (value === ECONNABORTED) return 'C22';
      return name === 'domsg' ? 'C2' : 'C18';
    case 'getport':
    case 'waitport':
      return value !== null && possible.some((one) => 'value' in one && one.value !== null) ? 'C13' : 'C19';
    case 'sendmsg':
      return 'C4';
    case 'forwardmsg':
      return 'C26';
    default:
      return 'C11';
  }
}

// ------------------------------------------------------------------------------------------------- what a return shows

/** The error of a request means nothing; all else must be as the model says. */
export function sees(state: State, seen: Seen): boolean {
  const message = state.messages[seen.message];
  if (message === undefined || message.flags !== seen.flags) return false;
  if (seen.abortRequest !== undefined && seen.abortRequest !== message.abortRequest) return false;
  return message.place !== 'idle' || message.error === seen.error;
}

/** A message was handed over that looks otherwise than in any run. */
export function blameSeen(event: number, state: State, seen: Seen): Rejection {
  const expected = state.messages[seen.message];
  const { flags = 0, error = 0, abortRequest = false, holder = NONE } = expected ?? {};
  const request = expected?.place !== 'idle';
  const shown = seenText(seen.flags, request ? undefined : seen.error, seen.abortRequest);
  const right = seenText(
    flags,
    request ? undefined : error,
    seen.abortRequest === undefined ? undefined : abortRequest,
  );
  const what = `message ${seen.message}, handed to thread ${holder}, shows ${shown}; by the model ${right}`;
  return violates(event, clauseOfSeen(seen, flags, error, request), what);
}

function clauseOfSeen(seen: Seen, flags: number, error: number, request: boolean): ClauseId {
  if (seen.flags !== flags) return ((seen.flags ^ flags) & REPLY) !== 0 ? 'C15' : 'C17';
  return request || seen.error === error ? 'C22' : 'C18';
}

/** `DONE REPLY, error 7`. */
export function seenText(flags: number, error: number | undefined, abortRequest?: boolean): string {
  const parts = [flags === 0 ? 'no flags' : flagNames(flags).join(' ')];
  if (error !== undefined) parts.push(`error ${error}`);
  if (abortRequest !== undefined) parts.push(abortRequest ? 'an abort request' : 'no abort request');
  return parts.join(', ');
}

// ------------------------------------------------------------------------------------------------------------- the end

/** Calls that wait for something; those whose begin function makes a call, too. */
export function mayBlock({ name, nested }: Call): boolean {
  return name === 'domsg' || name === 'waitmsg' || name === 'waitport' || nested !== undefined;
}

/** Nothing moves any more, and a thread is in a call that never blocks. */
export function blameBlocked(event: number, call: Call): Rejection {
  const clause = call.name === 'sendmsg' ? 'C4' : call.name === 'getport' ? 'C19' : 'C20';
  return violates(event, clause, `thread ${call.thread} stays for ever in ${describeCall(call)}, which never blocks`);
}

/** Nothing moves any more, but in this state a thread could go on; undefined if none could. */
export function blameAsleep(
  event: number,
  configuration: Configuration,
  state: State,
  actions: ModelActions,
  asleep: (thread: number) => Call | undefined,
): Rejection | undefined {
  const inside = (thread: number): Call | undefined =>
    state.threads[thread]?.calls.length === 0 ? undefined : asleep(thread);
  const stuck = blameStuck(configuration, state, actions, inside);
  if (stuck === undefined) return undefined;
  const { clause } = stuck.detail as { readonly clause: ClauseId };
  return { verdict: 'violates', event, clause, why: stuck.message };
}

/** Nothing moves any more, but in no run do the calls that have not returned wait for something. */
export function blameUnfinished(event: number): Rejection {
  return violates(event, 'C20', 'a call has not returned although there is nothing for it to wait for');
}
