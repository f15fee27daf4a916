/**
 * What can matter to a call that returns now: the reduction that keeps the runs to follow few.
 *
 * Everything is done as late as possible, so when a call returns, all that others might have done is still to be chosen. Most
 * of it cannot be told from what comes later. What can:
 *
 * - *Calls of other threads.* What a call does depends on the messages it is handed and on the ports of its own thread.
 *   Nobody else's taking or waiting gives it anything, so these wait for their own return. A send, forward, reply or abort
 *   request of another thread matters if it is about a message this call waits for.
 * - *Arrivals* are seen by the owner of the port only. If it takes a message, that one must be the head, so it is enough that
 *   this message arrives, and nothing before it. Others arrive later, when they are looked for.
 * - *Honoured aborts* are seen by those who wait for the message, and by the owner of the port whom it no longer stands in the
 *   way of.
 *
 * Where the order of a queue is decided, later is too late. That is where a thread puts something on a port of its own, which
 * is there at once, ahead of all that arrives afterwards:
 *
 *     1: sendmsg port 0 message 5        in transit
 *     0: sendmsg port 0 message 3        on its own queue at once
 *     0: waitport port 0 = 5             message 5 had arrived before
 *
 * and where a wait for one message makes those of the same sender arrive that are ahead of it. There, all orders of what
 * may be put on that port are followed. And a thread that replies settles the order of that reply and of the aborts honoured
 * at its ports, which are replies of its own (C13).
 */
import type { Configuration, State } from '../../model/index.ts';
import { ASYNC, NONE } from '../../model/index.ts';
import type { Call, Result } from '../programs/program.ts';

export interface Focus {
  /** What others do about these matters. */
  readonly messages: readonly number[];
  /** What arrives at these ports, and in which order, matters. All belong to the thread that returns. */
  readonly ports: readonly number[];
}

const NOTHING: Focus = { messages: [], ports: [] };

/**
 * What matters to `call` if it returns `result` from a state.
 *
 * @param asks whether an abort of a message is being asked for by a call that has not returned
 */
export function focusOf(
  configuration: Configuration,
  state: State,
  call: Call,
  result: Result,
  asks: (message: number) => boolean,
): Focus {
  const { messages, ports } = direct(configuration, state, call, result, asks);
  if (messages.length === 0 && ports.length === 0) return NOTHING;
  const own = call.thread;
  // An abort of a request to oneself puts the reply on one's own port at once.
  const puts = ports.includes(own) || messages.some((message) => answersItself(configuration, state, own, message));
  if (!puts) return { messages, ports };
  const answered = aborted(configuration, state, asks, own);
  return { messages: [...messages, ...answered], ports: ports.includes(own) ? ports : [...ports, own] };
}

function direct(
  configuration: Configuration,
  state: State,
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
    case 'waitport':
      return { messages: inTheWay(state, call.port, 'value' in result ? result.value : null), ports: [] };
    case 'waitmsg': {
      const ports = predecessors(state, message).length > 0 ? [thread] : [];
      return { messages: [message], ports };
    }
    default: {
      const waits = [...(name === 'domsg' ? [message] : []), ...(nested === undefined ? [] : [nested.message])];
      const replier = repliesTo(configuration, call);
      const overtaken = replier === NONE ? [] : aborted(configuration, state, asks, replier);
      return { messages: [...waits, ...overtaken], ports: putsOn(configuration, call) };
    }
  }
}

/** What is taken, and what stands before it: on the queue, or in transit from the same sender. Nothing taken: the queue. */
function inTheWay(state: State, port: number, taken: number | null): readonly number[] {
  const queue = state.ports[port]?.queue ?? [];
  if (taken === null) return queue;
  const at = queue.indexOf(taken);
  if (at === 0) return [taken];
  return [taken, ...(at === -1 ? queue : queue.slice(0, at)), ...predecessors(state, taken)];
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
