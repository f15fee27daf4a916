/**
 * The steps that several actions share: preparing a send, putting a message on its way, replying, taking.
 *
 * Each changes the state it is given, which the explorer has copied before, and nothing else.
 */
import { ASYNC, DONE, QUEUED, REPLY } from './names.ts';
import type { Configuration, Message, Port, State, Thread } from './state.ts';
import { NONE } from './state.ts';

export function messageOf(state: State, message: number): Message {
  return element(state.messages, message, 'message');
}

export function portOf(state: State, port: number): Port {
  return element(state.ports, port, 'port');
}

export function threadOf(state: State, thread: number): Thread {
  return element(state.threads, thread, 'thread');
}

export function ownerOf(configuration: Configuration, port: number): number {
  return configuration.owners[port] ?? NONE;
}

function element<T>(all: readonly T[], index: number, what: string): T {
  const found = all[index];
  if (found === undefined) throw new RangeError(`there is no ${what} ${index} in this configuration`);
  return found;
}

/** C6, C7: what every send does before the target sees the message. The thread's built-in port has its number. */
export function prepare(state: State, thread: number, message: number, hint: 0 | typeof ASYNC): void {
  const m = messageOf(state, message);
  m.flags = (m.flags & ~(ASYNC | REPLY | QUEUED)) | hint;
  m.replyPort = thread;
  m.abortRequest = false;
  m.error = 0;
  m.place = 'begun';
}

/** What a thread puts on a port of its own is there at once; what it puts on another's is in transit first (decision 1). */
export function put(configuration: Configuration, state: State, from: number, port: number, message: number): void {
  const m = messageOf(state, message);
  const reply = m.place === 'returning';
  m.at = port;
  if (ownerOf(configuration, port) === from) {
    insert(state, port, message);
    return;
  }
  if (!reply) m.place = 'sent';
  m.holder = from;
  const { transit } = portOf(state, port);
  const rank = (id: number): number => {
    const other = messageOf(state, id);
    return other.holder * 2 + (other.place === 'returning' ? 1 : 0);
  };
  const later = transit.findIndex((id) => rank(id) > rank(message));
  transit.splice(later === -1 ? transit.length : later, 0, message);
}

/** C15, C17: a message joins the queue of a port; a reply is DONE from here on. */
export function insert(state: State, port: number, message: number): void {
  const m = messageOf(state, message);
  const reply = m.place === 'returning';
  m.flags |= reply ? DONE | REPLY | QUEUED : QUEUED;
  m.place = reply ? 'parked' : 'queued';
  m.holder = NONE;
  portOf(state, port).queue.push(message);
}

/** C17: a message leaves the queue, or the transit, of the port it is at. */
export function remove(state: State, message: number): void {
  const m = messageOf(state, message);
  const { queue, transit } = portOf(state, m.at);
  for (const list of [queue, transit]) {
    const index = list.indexOf(message);
    if (index !== -1) list.splice(index, 1);
  }
  m.flags &= ~QUEUED;
  m.at = NONE;
}

/** C14, C15: the hint decides where a reply goes. `from` is the thread that replies. */
export function reply(configuration: Configuration, state: State, from: number, message: number, code: number): void {
  const m = messageOf(state, message);
  m.error = code;
  if ((m.flags & ASYNC) !== 0) {
    m.place = 'returning';
    put(configuration, state, from, m.replyPort, message);
  } else {
    m.flags |= DONE;
    m.place = 'answered';
    m.holder = NONE;
  }
}

/** C18, C19: a completed message is its originator's again. */
export function giveBack(configuration: Configuration, state: State, message: number): void {
  const m = messageOf(state, message);
  m.place = 'idle';
  m.holder = configuration.originators[message] ?? NONE;
}

/** C19: takes the head of a queue. A request is now the taker's to reply; a reply is back with its originator. */
export function takeHead(configuration: Configuration, state: State, thread: number, port: number): number | null {
  const head = portOf(state, port).queue[0];
  if (head === undefined) return null;
  const m = messageOf(state, head);
  const isReply = m.place === 'parked';
  remove(state, head);
  if (isReply) giveBack(configuration, state, head);
  else {
    m.place = 'taken';
    m.holder = thread;
  }
  return head;
}
