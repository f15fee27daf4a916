/**
 * Which clause a step breaks that the model cannot explain: a refusal that did not come, a result that the model does not
 * give, or what differs from the nearest state that the model allows.
 */
import type { ClauseId, Configuration, Refusal, State } from '../../model/index.ts';
import { CLAUSES, EASYNC, ECONNABORTED, NONE } from '../../model/index.ts';
import type { Violation } from '../interleaving/index.ts';
import { describeCall } from '../programs/agent.ts';
import type { Call, Result } from '../programs/program.ts';
import { clauseOfBlocking, differencesOf, weightOf } from './differences.ts';
import { type CallInStep, MODEL, type ModelActions, type Point, sameResult } from './explain.ts';

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

// --------------------------------------------------------------------------------------------------------- nothing moves

/**
 * Nothing moves, but the model could go on.
 *
 * @param asleep the call that a thread sleeps in, if it sleeps
 */
export function blameStuck(
  configuration: Configuration,
  state: State,
  actions: ModelActions,
  asleep: (thread: number) => Call | undefined,
): Violation | undefined {
  for (const thread of state.threads.keys()) {
    const violation = blameWait(configuration, state, actions, thread, asleep(thread));
    if (violation !== undefined) return violation;
  }
  return blameArrival(configuration, state, actions, () => true);
}

/** Others go on, and one thread sleeps on. */
export function blameSleeper(
  configuration: Configuration,
  state: State,
  actions: ModelActions,
  thread: number,
  call: Call,
): Violation | undefined {
  const violation = blameWait(configuration, state, actions, thread, call);
  return violation ?? blameArrival(configuration, state, actions, (owner) => owner === thread);
}

/** A message could arrive for a thread that waits for it. */
function blameArrival(
  configuration: Configuration,
  state: State,
  actions: ModelActions,
  isAsked: (owner: number) => boolean,
): Violation | undefined {
  for (const [message, { at: port }] of state.messages.entries()) {
    const p = { thread: NONE, port, message, code: NONE };
    if (port === NONE || !actions.arrive.guard(configuration, state, p)) continue;
    const owner = configuration.owners[port] ?? NONE;
    if (!isAsked(owner)) continue;
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

function blameWait(
  configuration: Configuration,
  state: State,
  { collect, take }: ModelActions,
  thread: number,
  sleepsIn: Call | undefined,
): Violation | undefined {
  const p = { thread, port: NONE, message: NONE, code: NONE };
  const top = state.threads[thread]?.calls.at(-1);
  const how = sleepsIn === undefined ? 'stays' : 'sleeps for ever';
  const lost = (what: string): Violation =>
    violationOf('C20', 'lost-wakeup', `thread ${thread} ${how} in ${top?.name} of ${what}`);
  if (collect.guard(configuration, state, p)) return lost(`message ${top?.message}, which is DONE`);
  if (take.guard(configuration, state, p)) return lost(`port ${top?.port}, which is not empty`);
  if (sleepsIn === undefined || top !== undefined) return undefined;
  const sentence = `thread ${thread} sleeps for ever in ${describeCall(sleepsIn)}, which has nothing to wait for`;
  return violationOf(clauseOfBlocking(sleepsIn), 'refinement', sentence);
}

// ---------------------------------------------------------------------------------------------------------------- a step

/**
 * No sequence of actions leads there.
 *
 * @param actions those that were tried
 */
export function blameStep(
  configuration: Configuration,
  after: State,
  calls: readonly CallInStep[],
  reached: readonly Point[],
  actions: ModelActions = MODEL,
): Violation {
  if (calls.length === 0) return violationOf('C16', 'refinement', 'the state changed outside of any call');
  const furthest = Math.max(...reached.map(({ at }) => at));
  // A call that goes on ends nowhere: those that follow it are other threads', before the first step.
  const goesOn = calls.at(-1)?.result === undefined;
  const at = Math.min(furthest, goesOn ? calls.length - 1 : calls.length);
  const pointsAt = (index: number): readonly Point[] => reached.filter((point) => point.at === index);
  for (const [index, inCall] of calls.slice(0, at + 1).entries()) {
    // Before the last that was reached, calls that have ended are explained; those that go on may be at fault all the same.
    if (index < at && inCall.result !== undefined) continue;
    const there = pointsAt(index);
    const refusals = refusalsOf(configuration, inCall.call, there, actions);
    const blamed = blameMisuse(inCall, there, refusals, after) ?? blameResult(inCall, there, refusals);
    if (blamed !== undefined) return blamed;
  }
  return blameChange(configuration, after, calls, pointsAt(at));
}

/** For each point what the model refuses the call as there; undefined: it does not, or the call has begun already. */
function refusalsOf(
  configuration: Configuration,
  call: Call,
  here: readonly Point[],
  actions: ModelActions,
): readonly (Refusal | undefined)[] {
  const { refuses } = actions.calls[call.name];
  return here.map(({ state, phase }) => (phase === 'fresh' ? refuses?.(configuration, state, call) : undefined));
}

/** The model refuses the call; here it went on: it has ended so, or begun to change something. */
function blameMisuse(
  { call, result }: CallInStep,
  here: readonly Point[],
  refusals: readonly (Refusal | undefined)[],
  after: State,
): Violation | undefined {
  if (result !== undefined && 'refused' in result) return undefined;
  const [refusal] = refusals;
  if (refusal === undefined || refusals.includes(undefined)) return undefined;
  if (result === undefined && here.some(({ state }) => untouched(call, state, after))) return undefined;
  const what = `${describeCall(call)} of thread ${call.thread} was not refused with ${refusal.code}`;
  return violationOf(clauseOfRefusal(refusal.code), 'refinement', `${what}, although ${refusal.why}`);
}

/** Neither has the thread entered the call, nor is its message another. */
function untouched({ thread, message }: Call, model: State, after: State): boolean {
  if (model.threads[thread]?.calls.length !== after.threads[thread]?.calls.length) return false;
  const [one, other] = [model.messages[message], after.messages[message]];
  return one === undefined || other === undefined || MESSAGE_FIELDS.every((field) => one[field] === other[field]);
}

const MESSAGE_FIELDS = ['flags', 'place', 'holder', 'at', 'replyPort', 'abortRequest', 'error'] as const;

/** The call ended with a result that the model does not give. */
function blameResult(
  { call, result }: CallInStep,
  here: readonly Point[],
  refusals: readonly (Refusal | undefined)[],
): Violation | undefined {
  if (result === undefined) return undefined;
  const returned = here.map(({ phase }) => phase).filter((phase) => typeof phase === 'object');
  const refused = refusals.flatMap((refusal) => (refusal === undefined ? [] : [{ refused: refusal.code }]));
  const possible: readonly Result[] = [...returned, ...refused];
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

function clauseOfRefusal(code: string): ClauseId {
  return code === 'EDEADLK' ? 'C25' : 'C24';
}

function clauseOfResult({ name }: Call, result: Result, possible: readonly Result[]): ClauseId {
  const refusal = [result, ...possible].find((one) => 'refused' in one);
  if (refusal !== undefined && 'refused' in refusal) return clauseOfRefusal(refusal.refused);
  const value = 'value' in result ? result.value : null;
  switch (name) {
    case 'domsg':
    case 'waitmsg':
      if (value === EASYNC) return 'C1';
      if (value === ECONNABORTED && possible.length > 0) return 'C22';
      return name === 'domsg' ? 'C2' : 'C18';
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

/** The state is none that the calls could have led to. */
function blameChange(
  configuration: Configuration,
  after: State,
  calls: readonly CallInStep[],
  here: readonly Point[],
): Violation {
  const all = here.map((point) => differencesOf(configuration, calls, point, after));
  const nearest = all.reduce((best, one) => (weightOf(one) < weightOf(best) ? one : best));
  const [first] = nearest;
  if (first === undefined) throw new Error('a step that the model explains has been called a violation');
  const text = nearest.map((difference) => difference.text).join(', ');
  const { call } = first;
  return violationOf(first.clause, 'refinement', `in ${describeCall(call)} of thread ${call.thread}, ${text}`);
}
