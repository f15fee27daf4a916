/**
 * Which clause a step breaks that the model cannot explain: what differs from the nearest thing that the model allows.
 */
import type { ClauseId, Configuration, Message, State } from '../../model/index.ts';
import { ASYNC, CLAUSES, DONE, EASYNC, flagNames, NONE, QUEUED, REPLY } from '../../model/index.ts';
import type { Violation } from '../interleaving/index.ts';
import { describeCall } from '../programs/agent.ts';
import type { Call, Result } from '../programs/program.ts';
import type { CallInStep, ModelActions, Point } from './explain.ts';
import { sameResult } from './explain.ts';

export function violationOf(clause: ClauseId, kind: string, message: string): Violation {
  return {
    kind,
    message: `${clause} (${CLAUSES[clause].title}): ${message}. ${CLAUSES[clause].sentence}`,
    detail: { clause },
  };
}

/** The memory means nothing: a message is lost, or linked twice. */
export function blameState(sentence: string): Violation {
  return violationOf(sentence.includes('lost') ? 'C16' : 'C17', 'refinement', sentence);
}

/** Nothing moves, but the model could go on. */
export function blameStuck(
  configuration: Configuration,
  state: State,
  { arrive, collect, take }: ModelActions,
  asleep: (thread: number) => boolean,
): Violation | undefined {
  for (const thread of state.threads.keys()) {
    const p = { thread, port: NONE, message: NONE, code: NONE };
    const top = state.threads[thread]?.calls.at(-1);
    const how = asleep(thread) ? 'sleeps for ever' : 'stays';
    if (collect.guard(configuration, state, p)) {
      return violationOf(
        'C20',
        'lost-wakeup',
        `thread ${thread} ${how} in ${top?.name} of message ${top?.message}, which is DONE`,
      );
    }
    if (take.guard(configuration, state, p)) {
      return violationOf(
        'C20',
        'lost-wakeup',
        `thread ${thread} ${how} in waitport of port ${top?.port}, which is not empty`,
      );
    }
  }
  for (const [message, { at: port }] of state.messages.entries()) {
    if (port === NONE || !arrive.guard(configuration, state, { thread: NONE, port, message, code: NONE })) continue;
    const owner = configuration.owners[port] ?? NONE;
    const top = state.threads[owner]?.calls.at(-1);
    const waitsForIt =
      (top?.name === 'waitport' && top.port === port) ||
      ((top?.name === 'waitmsg' || top?.name === 'domsg') && top.message === message);
    if (!waitsForIt) continue;
    const what = `message ${message} has come to port ${port}`;
    return violationOf('C20', 'lost-wakeup', `thread ${owner} sleeps for ever in ${top.name} although ${what}`);
  }
  return undefined;
}

/** No sequence of actions leads there. */
export function blameStep(
  configuration: Configuration,
  after: State,
  calls: readonly CallInStep[],
  reached: readonly Point[],
): Violation {
  const furthest = Math.max(...reached.map(({ at }) => at));
  const inCall = calls[Math.min(furthest, calls.length - 1)];
  if (inCall === undefined) return violationOf('C16', 'refinement', 'the state changed outside of any call');
  const here = reached.filter(({ at }) => at === furthest);
  return blameResult(configuration, inCall, here) ?? blameChange(after, inCall.call, here.length > 0 ? here : reached);
}

/** The call ended with a result that the model does not give. */
function blameResult(
  _configuration: Configuration,
  { call, result }: CallInStep,
  here: readonly Point[],
): Violation | undefined {
  if (result === undefined) return undefined;
  const possible = here.map(({ phase }) => phase).filter((phase) => typeof phase === 'object');
  if (possible.some((one) => sameResult(one, result))) return undefined;
  const text = `${describeCall(call)} of thread ${call.thread} ${resultText(result)}`;
  const allowed = [...new Set(possible.map(resultText))].join(' or ');
  const instead = allowed === '' ? 'could not have ended here' : allowed;
  return violationOf(clauseOfResult(call, result, possible), 'refinement', `${text}; by the model it ${instead}`);
}

function resultText(result: Result): string {
  return 'refused' in result
    ? `was refused with ${result.refused}`
    : `returned ${result.value === null ? 'nothing' : result.value}`;
}

function clauseOfResult({ name }: Call, result: Result, possible: readonly Result[]): ClauseId {
  const refusal = [result, ...possible].find((one) => 'refused' in one);
  if (refusal !== undefined && 'refused' in refusal) return refusal.refused === 'EDEADLK' ? 'C25' : 'C24';
  const value = 'value' in result ? result.value : null;
  switch (name) {
    case 'domsg':
      return value === EASYNC ? 'C1' : possible.length === 0 ? 'C3' : 'C2';
    case 'waitmsg':
      return value === EASYNC ? 'C1' : 'C18';
    case 'sendmsg':
      return 'C4';
    case 'getport':
    case 'waitport':
      return value !== null && possible.some((one) => 'value' in one && one.value !== null) ? 'C13' : 'C19';
    case 'forwardmsg':
      return 'C26';
    default:
      return 'C11';
  }
}

/** The state is none that the call could have led to. */
function blameChange(after: State, call: Call, here: readonly Point[]): Violation {
  const differences = here.map(({ state }) => differencesOf(call, state, after));
  const nearest = differences.reduce((best, one) => (one.length < best.length ? one : best));
  const [first] = nearest;
  const text = nearest.map((difference) => difference.text).join(', ');
  const sentence = `in ${describeCall(call)} of thread ${call.thread}, ${text === '' ? 'nothing happened' : text}`;
  return violationOf(first?.clause ?? 'C16', 'refinement', sentence);
}

interface Difference {
  readonly clause: ClauseId;
  readonly text: string;
}

function differencesOf(call: Call, model: State, after: State): Difference[] {
  const differences: Difference[] = [];
  for (const [message, expected] of model.messages.entries()) {
    const found = after.messages[message];
    if (found !== undefined) differences.push(...messageDifferences(call, message, expected, found));
  }
  for (const [port, expected] of model.ports.entries()) {
    const found = after.ports[port];
    const order = (list: readonly number[] | undefined): string => `[${list?.join(' ') ?? ''}]`;
    const same = (one: readonly number[], other: readonly number[] | undefined): boolean =>
      one.length === other?.length && one.every((message) => other.includes(message));
    for (const part of ['queue', 'transit'] as const) {
      if (order(expected[part]) === order(found?.[part]) || !same(expected[part], found?.[part])) continue;
      const text = `the order on port ${port} is ${order(found?.[part])} and not ${order(expected[part])}`;
      differences.push({ clause: 'C13', text });
    }
  }
  return differences;
}

function messageDifferences(call: Call, message: number, expected: Message, found: Message): Difference[] {
  const differences: Difference[] = [];
  const add = (clause: ClauseId, what: string, is: unknown, not: unknown): void => {
    differences.push({ clause, text: `message ${message} has ${what} ${is} and not ${not}` });
  };
  const changed = expected.flags ^ found.flags;
  for (const bit of [ASYNC, REPLY, QUEUED, DONE]) {
    if ((changed & bit) === 0) continue;
    const [is, not] = (found.flags & bit) !== 0 ? ['set', 'clear'] : ['clear', 'set'];
    add(clauseOfFlag(call, bit, found), flagNames(bit).join(), is, not);
  }
  if (expected.place !== found.place) add(clauseOfPlace(call, message, found), 'place', found.place, expected.place);
  if (expected.replyPort !== found.replyPort)
    add(clauseOfSend(call, 'C26'), 'reply port', found.replyPort, expected.replyPort);
  if (expected.error !== found.error)
    add(message === call.message ? 'C2' : 'C16', 'error', found.error, expected.error);
  if (expected.abortRequest !== found.abortRequest) {
    add(clauseOfSend(call, 'C22'), 'abort request', found.abortRequest, expected.abortRequest);
  }
  if (expected.at !== found.at && expected.place === found.place)
    add(clauseOfPlace(call, message, found), 'port', found.at, expected.at);
  return differences;
}

/** What a send prepares is C6 or C7, what a forward must leave alone is C26. */
function clauseOfSend({ name }: Call, otherwise: ClauseId): ClauseId {
  if (name === 'domsg' || name === 'beginmsg') return 'C6';
  if (name === 'sendmsg') return 'C7';
  return name === 'forwardmsg' ? 'C26' : otherwise;
}

function clauseOfFlag(call: Call, bit: number, { place, flags }: Message): ClauseId {
  if (bit === QUEUED) return 'C17';
  if (bit === ASYNC) return clauseOfSend(call, 'C14');
  if (bit === DONE) return place === 'sent' || place === 'queued' || place === 'taken' ? 'C11' : 'C15';
  if (place === 'begun') return clauseOfSend(call, 'C14');
  return (flags & ASYNC) !== 0 ? 'C15' : 'C14';
}

function clauseOfPlace({ name, message: own }: Call, message: number, { place, flags }: Message): ClauseId {
  if (name === 'abortmsg') return 'C22';
  if (name === 'sendmsg' && message === own) return place === 'idle' || place === 'begun' ? 'C5' : 'C7';
  if (name === 'replymsg') return (flags & ASYNC) !== 0 ? 'C15' : 'C14';
  if (name === 'waitmsg' || name === 'domsg') return 'C18';
  if (name === 'getport' || name === 'waitport') return place === 'queued' || place === 'taken' ? 'C19' : 'C22';
  return name === 'forwardmsg' ? 'C26' : 'C11';
}
