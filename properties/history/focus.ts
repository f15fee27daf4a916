/**
 * What can matter to a call that returns now: the reduction that keeps the runs to follow few.
 *
 * Everything is done as late as possible, so when a call returns, all that others might have done is still to be
 * chosen. Most of it cannot be told from what comes later. What can:
 *
 * - *Calls of other threads.* What a call does depends on the messages it is handed and on the ports of its own
 *   thread. Nobody else's taking or waiting gives it anything, so these wait for their own return. A send, forward,
 *   reply or abort request of another thread matters if it is about a message this call waits for.
 * - *Arrivals* are seen by the owner of the port only. Of what it takes it is enough to know that it can be the head;
 *   of what it waits for, that it has arrived, and with it those of the same sender ahead of it. In which order the
 *   others arrive is left open (`order.ts`).
 * - *Honoured aborts* are seen by those who wait for the message, and by the owner of the port whom it no longer
 *   stands in the way of.
 *
 * Where something is on a port from now on, later is too late: what is sent afterwards comes after it.
 *
 *     1: sendmsg port 0 message 5        has not returned
 *     0: sendmsg port 0 message 3        on its own queue at once
 *     0: waitport port 0 = 5             message 5 was sent before
 *
 * So a thread that puts something on a port of its own, or that makes something arrive, concerns all whose calls may
 * send there. And a thread that replies settles the order of that reply and of the aborts honoured at its ports,
 * which are replies of its own (C13).
 */
import type { Configuration, State } from '../../model/index.ts';
import { ASYNC, NONE } from '../../model/index.ts';
import type { Call, Result } from '../programs/program.ts';
import { isBefore, type Order } from './order.ts';

export interface Focus {
  /** What others do about these matters. */
  readonly messages: readonly number[];
  /** What is sent to these ports of the thread that returns matters, as more will be on their queues from now on. */
  readonly ports: readonly number[];
  /** What is taken from a port; NONE: nothing. */
  readonly taken: number;
  /** What has to arrive. */
  readonly arrives: readonly number[];
}

/** Instead of a focus: all that can happen. */
export const EVERYTHING = 'everything';

const NOTHING: Focus = { messages: [], ports: [], taken: NONE, arrives: [] };

/**
 * What matters to `call` if it returns `result` from a state.
 *
 * @param asks whether an abort of a message is being asked for by a call that has not returned
 */
export function focusOf(
  configuration: Configuration,
  state: State,
  order: Order,
  call: Call,
  result: Result,
  asks: (message: number) => boolean,
): Focus {
  const focus = direct(configuration, state, order, call, result, asks);
  const { messages, ports } = focus;
  const own = call.thread;
  // An abort of a request to oneself puts the reply on one's own port at once.
  const puts = ports.includes(own) || messages.some((message) => answersItself(configuration, state, own, message));
  if (!puts) return focus;
  const answered = aborted(configuration, state, asks, own);
  return { ...focus, messages: [...messages, ...answered], ports: ports.includes(own) ? ports : [...ports, own] };
}

function direct(
  configuration: Configuration,
  state: State,
  order: Order,
  call: Call,
  result: Result,
  asks: (message: number) => boolean,
): Focus {
  const { name, thread, message, nested } = call;
  switch (name) {
    case 'initmsg':
    case 'abortmsg':
      return NOTHING;
    case 'getport':
    case 'waitport': {
      const taken = 'value' in result ? result.value : null;
      return { ...NOTHING, messages: inTheWay(state, order, call.port, taken), taken: taken ?? NONE };
    }
    case 'waitmsg': {
      const ahead = predecessors(state, message);
      const ports = ahead.length > 0 ? [thread] : [];
      return { ...NOTHING, messages: [message], ports, arrives: [...ahead, message] };
    }
    default: {
      const waits = [...(name === 'domsg' ? [message] : []), ...(nested === undefined ? [] : [nested.message])];
      const replier = repliesTo(configuration, call);
      const overtaken = replier === NONE ? [] : aborted(configuration, state, asks, replier);
      const ports = putsOn(configuration, call);
      if (waits.length === 0 && overtaken.length === 0 && ports.length === 0) return NOTHING;
      return { ...NOTHING, messages: [...waits, ...overtaken], ports };
    }
  }
}

/**
 * What is taken, and what is certainly before it: on the queue, or in transit from the same sender. Nothing taken:
 * the queue.
 */
function inTheWay(state: State, order: Order, port: number, taken: number | null): readonly number[] {
  const queue = state.ports[port]?.queue ?? [];
  if (taken === null) return queue;
  return [taken, ...queue.filter((id) => isBefore(order, id, taken)), ...predecessors(state, taken)];
}

/** What must arrive before a message in transit. */
function predecessors(state: State, message: number): readonly number[] {
  const m = state.messages[message];
  if (m === undefined || (m.place !== 'sent' && m.place !== 'returning')) return [];
  const transit = state.ports[m.at]?.transit ?? [];
  return transit.slice(0, Math.max(0, transit.indexOf(message))).filter((id) => {
    const other = state.messages[id];
    return other?.holder === m.holder && other.place === m.place;
  });
}

/** The ports of its own thread that a call may put a message on. */
function putsOn(configuration: Configuration, { name, thread, port, message, nested }: Call): readonly number[] {
  const own = (to: number): boolean => configuration.owners[to] === thread;
  const mine = configuration.originators[message] === thread;
  if (name === 'replymsg') return mine ? [thread] : [];
  const begin = configuration.begins[port];
  const ports = (begin?.queues ?? []).filter(own);
  const answers = name === 'sendmsg' && (begin?.completes.length ?? 0) > 0;
  const replies = (name === 'sendmsg' || (name === 'forwardmsg' && mine)) && (begin?.replies.length ?? 0) > 0;
  if (answers || replies) ports.push(thread);
  if (nested !== undefined) ports.push(...(configuration.begins[nested.port]?.queues ?? []).filter(own));
  return ports;
}

/** The other thread to whose port a call may send a reply; NONE if to nobody's. */
function repliesTo(configuration: Configuration, { name, thread, port, message }: Call): number {
  const replies =
    name === 'replymsg' || (name === 'forwardmsg' && (configuration.begins[port]?.replies.length ?? 0) > 0);
  const originator = configuration.originators[message] ?? NONE;
  return replies && originator !== thread ? originator : NONE;
}

/** The asynchronous messages of a thread whose aborts may still be honoured. */
function aborted(
  configuration: Configuration,
  state: State,
  asks: (message: number) => boolean,
  originator: number,
): number[] {
  const found: number[] = [];
  for (const [id, { place, flags, abortRequest }] of state.messages.entries()) {
    if (configuration.originators[id] !== originator || (flags & ASYNC) === 0) continue;
    const out = place === 'sent' || place === 'queued' || place === 'taken' || place === 'begun';
    if (out && (abortRequest || asks(id))) found.push(id);
  }
  return found;
}

function answersItself(configuration: Configuration, state: State, thread: number, message: number): boolean {
  const m = state.messages[message];
  if (m === undefined || m.at === NONE || !m.abortRequest || (m.flags & ASYNC) === 0) return false;
  return configuration.originators[message] === thread && configuration.owners[m.at] === thread;
}

/** Whether a call of another thread matters. */
export function concerns(configuration: Configuration, focus: Focus, call: Call): boolean {
  const { messages, ports } = focus;
  const { name, message, port, nested } = call;
  if (name === 'getport' || name === 'waitport' || name === 'waitmsg') return false;
  if (messages.includes(message) || (nested !== undefined && messages.includes(nested.message))) return true;
  if (ports.length === 0) return false;
  const queues = (to: number): boolean =>
    configuration.begins[to]?.queues.some((each) => ports.includes(each)) === true;
  if (queues(port) || (nested !== undefined && queues(nested.port))) return true;
  // A reply, by the call or by the begin function it runs.
  const answered = configuration.originators[message] ?? NONE;
  return (name === 'replymsg' || name === 'forwardmsg') && ports.includes(answered);
}
