/**
 * What may happen, and what may not: whether an action is enabled, said again from the clauses without its guard.
 *
 * Both directions are stated. What is enabled and should not be is a wrong step; what should be enabled and is not is
 * a call refused for nothing, or a thread that waits for ever (C20).
 */
import { ownerOf } from './effects.ts';
import type { Property } from './invariants.ts';
import type { RefusalCode } from './names.ts';
import { DONE, EASYNC } from './names.ts';
import type { Observer } from './observer.ts';
import { innermost } from './observer.ts';
import type { Parameters } from './refusals.ts';
import type { Configuration, State } from './state.ts';
import { NONE } from './state.ts';

/** An action that could be meant in a state, and whether its guard lets it happen. */
export interface Candidate {
  readonly configuration: Configuration;
  readonly state: State;
  readonly observer: Observer;
  readonly action: string;
  readonly p: Parameters;
  readonly enabled: boolean;
  /** What the call would be refused as; null if it would not; undefined if nobody asked. */
  readonly refusal: RefusalCode | null | undefined;
}

/** Holds of every candidate for the actions it speaks of, whether these are enabled or not. */
export interface GuardProperty extends Property {
  readonly of: readonly string[];
  readonly holds: (candidate: Candidate) => boolean;
}

// ------------------------------------------------------------------------------------------------ what is misuse (C24)

/** What a call asks of its port and of its message. */
interface Demands {
  readonly port?: 'live' | 'own';
  readonly message?: 'idle' | 'mine' | 'mine and not begun' | 'held';
}

const SEND: Demands = { port: 'live', message: 'idle' };

const DEMANDS: Readonly<Record<string, Demands>> = {
  initmsg: { message: 'idle' },
  domsg: SEND,
  sendmsg: SEND,
  beginmsg: SEND,
  waitmsg: { message: 'mine and not begun' },
  abortmsg: { port: 'live', message: 'mine' },
  getport: { port: 'own' },
  waitport: { port: 'own' },
  replymsg: { message: 'held' },
  forwardmsg: { port: 'live', message: 'held' },
};

/** The names of the actions that are calls. */
export const CALLS: readonly string[] = Object.keys(DEMANDS);

/** All reasons to refuse a call, in no order: whoever refuses may name any of them. */
export function misuses(candidate: Candidate): RefusalCode[] {
  const { configuration, action, p } = candidate;
  const found: RefusalCode[] = [];
  const demands = DEMANDS[action];
  if (demands?.port !== undefined) {
    const owner = configuration.owners[p.port];
    if (owner === undefined) found.push('EINVAL');
    else if (owner === NONE) found.push('ENXIO');
    else if (demands.port === 'own' && owner !== p.thread) found.push('EPERM');
  }
  if (demands?.message !== undefined) messageMisuse(candidate, demands.message, found);
  if (action === 'replymsg' && p.code === EASYNC) found.push('EINVAL');
  if (action === 'domsg' && onlyCallerServes(configuration, p)) found.push('EDEADLK');
  return found;
}

function messageMisuse(
  { configuration, state, observer, p }: Candidate,
  demand: NonNullable<Demands['message']>,
  found: RefusalCode[],
): void {
  const m = state.messages[p.message];
  if (m === undefined) {
    found.push('EINVAL');
    return;
  }
  if (demand === 'held') {
    if (m.place !== 'taken' || m.holder !== p.thread) found.push('EPERM');
    return;
  }
  if (configuration.originators[p.message] !== p.thread) found.push('EPERM');
  const stillSending = m.place === 'begun' && observer[p.message]?.owed !== true;
  if (demand === 'idle' ? m.place !== 'idle' : demand === 'mine and not begun' && stillSending) found.push('EBUSY');
}

/** C25: whatever the begin function decides, the message ends on a queue of the caller. */
function onlyCallerServes(configuration: Configuration, p: Parameters): boolean {
  const begin = configuration.begins[p.port];
  if (begin === undefined || begin.completes.length + begin.replies.length > 0) return false;
  return !begin.queues.some((port) => ownerOf(configuration, port) !== p.thread);
}

/** A thread can call unless it waits: between calls, and while a begin function runs in it. */
export function canCall(state: State, thread: number): boolean {
  const call = innermost(state, thread);
  return call === undefined || begunBy(state, thread) !== NONE;
}

/** The message that a begin function, running in this thread, decides about. */
function begunBy(state: State, thread: number): number {
  const call = innermost(state, thread);
  if (call === undefined || call.name === 'waitmsg' || call.name === 'waitport') return NONE;
  const m = state.messages[call.message];
  return m?.place === 'begun' && m.holder === thread ? call.message : NONE;
}

// ------------------------------------------------------------------------------------------------------ the properties

export const legalCallsOnly: GuardProperty = {
  name: 'misuse is refused, and nothing else is',
  clauses: ['C24'],
  sentence:
    'A thread that does not wait can make a call exactly if it is no misuse of the message, the port or the code.',
  of: CALLS,
  holds: (candidate) => {
    const { state, p, enabled } = candidate;
    return canCall(state, p.thread) ? enabled === (misuses(candidate).length === 0) : !enabled;
  },
};

export const refusalsSayWhy: GuardProperty = {
  name: 'a refusal says why',
  clauses: ['C24', 'C25'],
  sentence:
    'What a call of a thread that does not wait is refused as is one of the reasons there are, and without one it is not refused.',
  of: CALLS,
  holds: (candidate) => {
    const { state, p, refusal } = candidate;
    if (refusal === undefined || !canCall(state, p.thread)) return true;
    const reasons = misuses(candidate);
    return refusal === null ? reasons.length === 0 : reasons.includes(refusal);
  },
};

export const selfDeadlockIsRefused: GuardProperty = {
  name: 'domsg to oneself is refused',
  clauses: ['C25'],
  sentence: 'domsg is refused where only the caller could serve its message.',
  of: ['domsg'],
  holds: ({ configuration, p, enabled }) => !enabled || !onlyCallerServes(configuration, p),
};

export const beginDecidesWhatItMay: GuardProperty = {
  name: 'a begin function decides in its caller',
  clauses: ['C8', 'C10', 'C12'],
  sentence:
    'While a thread is inside a send, and then only, the begin function of that port may decide what it is said to, whatever the hint.',
  of: ['completes', 'queues', 'replies'],
  holds: ({ configuration, state, action, p, enabled }) => {
    const call = begunBy(state, p.thread) === NONE ? undefined : innermost(state, p.thread);
    const begin = configuration.begins[call?.port ?? NONE];
    if (begin === undefined) return !enabled;
    if (action === 'completes') return enabled === begin.completes.includes(p.code);
    if (action === 'replies') return enabled === begin.replies.includes(p.code);
    const refused = call?.name === 'domsg' && ownerOf(configuration, p.port) === p.thread;
    return enabled === (begin.queues.includes(p.port) && !refused);
  },
};

export const wakesWhenDone: GuardProperty = {
  name: 'who waits for a message wakes when it is DONE',
  clauses: ['C3', 'C18', 'C20'],
  sentence: 'A thread that waits in domsg or waitmsg goes on exactly if its message is DONE.',
  of: ['collect'],
  holds: ({ state, p, enabled }) => {
    const call = innermost(state, p.thread);
    const waits = (call?.name === 'domsg' && begunBy(state, p.thread) === NONE) || call?.name === 'waitmsg';
    const done = ((state.messages[call?.message ?? NONE]?.flags ?? 0) & DONE) !== 0;
    return enabled === (waits && done);
  },
};

export const wakesWhenQueued: GuardProperty = {
  name: 'who waits on a port wakes when there is something',
  clauses: ['C19', 'C20'],
  sentence: 'A thread that waits in waitport goes on exactly if the queue of that port is not empty.',
  of: ['take'],
  holds: ({ state, p, enabled }) => {
    const call = innermost(state, p.thread);
    return enabled === (call?.name === 'waitport' && (state.ports[call.port]?.queue.length ?? 0) > 0);
  },
};

export const inTransitArrives: GuardProperty = {
  name: 'what is in transit arrives',
  clauses: ['C13', 'C21'],
  sentence: 'A message in transit arrives, unless something is in transit that its sender sent there before it.',
  of: ['arrive'],
  holds: ({ state, observer, p, enabled }) => {
    const m = state.messages[p.message];
    const onTheWay = m?.at === p.port && (m.place === 'sent' || m.place === 'returning');
    return enabled === (onTheWay && observer[p.message]?.ahead === 0);
  },
};

export const abortedIfUnserved: GuardProperty = {
  name: 'an abort is honoured before service only',
  clauses: ['C22'],
  sentence:
    'The system may complete a message exactly if its abort was asked for on this send and it is on its way to its target or queued there.',
  of: ['honourAbort'],
  holds: ({ state, observer, p, enabled }) => {
    const place = state.messages[p.message]?.place;
    const unserved = place === 'sent' || place === 'queued';
    return enabled === (unserved && observer[p.message]?.abortAsked === true);
  },
};

/** What holds of when actions are enabled and refused. */
export const GUARD_PROPERTIES: readonly GuardProperty[] = [
  legalCallsOnly,
  refusalsSayWhy,
  selfDeadlockIsRefused,
  beginDecidesWhatItMay,
  wakesWhenDone,
  wakesWhenQueued,
  inTransitArrives,
  abortedIfUnserved,
];
