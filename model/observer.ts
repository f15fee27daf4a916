/**
 * What some clauses have to remember of the past, as plain data beside the state.
 *
 * The observer is told each step and never tells the model anything: no guard and no effect reads it. It is written
 * from the clauses, not from the effects, so that the two can disagree. In the correct model all of it follows from
 * the state, so it adds no states to an exploration.
 */
import { ownerOf } from './effects.ts';
import { ECONNABORTED } from './names.ts';
import type { Parameters } from './refusals.ts';
import type { Call, Configuration, Message, State } from './state.ts';
import { NONE } from './state.ts';

/** What is remembered of one message. */
export interface Observed {
  /** The code it was completed with; NONE while it is out; 0 if it was never sent (C2, C16, C18). */
  code: number;
  /** Its last send was a sendmsg (C14, C15, C26). */
  asynchronous: boolean;
  /** A target answered EASYNC for it and has not replied yet (C11, C16). */
  owed: boolean;
  /** Its abort was asked for since its last send (C22, decision 3). */
  abortAsked: boolean;
  /** Bit i: message i has to leave the port before this one may (C13). */
  ahead: number;
}

/** What is remembered of each message, by its number. */
export type Observer = Observed[];

/** What is remembered at the start: nothing has happened to any message. */
export function initObserver(configuration: Configuration): Observer {
  return configuration.originators.map(() => ({
    code: 0,
    asynchronous: false,
    owed: false,
    abortAsked: false,
    ahead: 0,
  }));
}

/** The call that `thread` is inside most deeply. */
export function innermost(state: State, thread: number): Call | undefined {
  return state.threads[thread]?.calls.at(-1);
}

/** The message that an action is about; NONE where there is none. Whatever takes a message takes the head. */
export function subject(state: State, action: string, p: Parameters): number {
  if (p.message !== NONE) return p.message;
  if (action === 'getport') return state.ports[p.port]?.queue[0] ?? NONE;
  const call = innermost(state, p.thread);
  if (action === 'take') return state.ports[call?.port ?? NONE]?.queue[0] ?? NONE;
  return action === 'waitport' ? NONE : (call?.message ?? NONE);
}

/** Changes `observer`, which the explorer has copied before, by one step taken in the state `before`. */
export function observe(
  configuration: Configuration,
  before: State,
  action: string,
  p: Parameters,
  observer: Observer,
): void {
  const message = subject(before, action, p);
  const seen = observer[message];
  const m = before.messages[message];
  if (seen === undefined || m === undefined) return;
  switch (action) {
    case 'domsg':
    case 'beginmsg':
    case 'sendmsg':
      Object.assign(seen, { code: NONE, asynchronous: action === 'sendmsg', owed: false, abortAsked: false, ahead: 0 });
      return;
    case 'initmsg':
      seen.asynchronous = false;
      seen.abortAsked = false;
      return;
    case 'abortmsg':
      if (m.place !== 'idle' && (m.place !== 'begun' || seen.owed)) seen.abortAsked = true;
      return;
    case 'completes':
      completedAtOnce(configuration, before, observer, message, p);
      return;
    case 'queues':
      seen.owed = true;
      seen.ahead = aheadOnTheWay(configuration, before, message, p.thread, p.port, 'sent');
      return;
    case 'replies':
    case 'replymsg':
      replied(configuration, before, observer, message, p.thread, p.code);
      return;
    case 'honourAbort':
      left(observer, message);
      replied(configuration, before, observer, message, ownerOf(configuration, m.at), ECONNABORTED);
      return;
    case 'arrive':
      arrived(before, observer, message);
      seen.ahead = queuedOn(before, p.port, message);
      return;
    case 'getport':
    case 'take':
    case 'collect':
      left(observer, message);
  }
}

/** Only sendmsg owes its caller a reply now; what a forwarder's target answers completes nothing (decision 5). */
function completedAtOnce(
  configuration: Configuration,
  before: State,
  observer: Observer,
  message: number,
  p: Parameters,
): void {
  const call = innermost(before, p.thread)?.name;
  const seen = observer[message];
  if (seen === undefined || call === 'forwardmsg') return;
  if (call === 'sendmsg') replied(configuration, before, observer, message, p.thread, p.code);
  else seen.code = p.code;
}

function replied(
  configuration: Configuration,
  before: State,
  observer: Observer,
  message: number,
  from: number,
  code: number,
): void {
  const seen = observer[message];
  if (seen === undefined) return;
  seen.code = code;
  seen.owed = false;
  const replyPort = configuration.originators[message] ?? NONE;
  seen.ahead = seen.asynchronous ? aheadOnTheWay(configuration, before, message, from, replyPort, 'returning') : 0;
}

/**
 * What a message that `from` puts on `port` has ahead of it: in transit, what `from` sent there before, of the same
 * kind, and is in transit still; once it is on the queue, all that was queued there before it.
 *
 * The two together give C13. Let a be sent before b. If a is in transit as b is sent, b may not arrive first; as b
 * arrives, a is queued or gone; what is queued as b arrives must be taken before b.
 */
function aheadOnTheWay(
  configuration: Configuration,
  before: State,
  message: number,
  from: number,
  port: number,
  kind: 'sent' | 'returning',
): number {
  if (ownerOf(configuration, port) === from) return queuedOn(before, port, message);
  return messagesWhere(before, (m, id) => id !== message && m.place === kind && m.at === port && m.holder === from);
}

function queuedOn(before: State, port: number, except: number): number {
  const queued = (m: Message): boolean => m.at === port && (m.place === 'queued' || m.place === 'parked');
  return messagesWhere(before, (m, id) => id !== except && queued(m));
}

function messagesWhere(state: State, holds: (m: Message, id: number) => boolean): number {
  let found = 0;
  state.messages.forEach((m, id) => {
    if (holds(m, id)) found |= 1 << id;
  });
  return found;
}

/** Who is in transit behind a message that has arrived need not wait for it any longer. */
function arrived(before: State, observer: Observer, message: number): void {
  observer.forEach((other, id) => {
    const place = before.messages[id]?.place;
    if (place === 'sent' || place === 'returning') other.ahead &= ~(1 << message);
  });
}

function left(observer: Observer, message: number): void {
  for (const other of observer) other.ahead &= ~(1 << message);
  const seen = observer[message];
  if (seen !== undefined) seen.ahead = 0;
}
