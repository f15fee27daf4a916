/**
 * What there is: messages, ports, threads, as plain data.
 *
 * Source: the mail of 2003-11-19 speaks of messages with flags, a reply port and an abort request, of target ports and of
 * the thread that calls. The kernel source as it stood then adds that a message travels between processors before it is on
 * a queue. Bounds (how many of each, who does what) are in the `Configuration`, never in the actions.
 */
import { DONE } from './names.ts';

/** No port, no thread. */
export const NONE = -1;

/**
 * Where a message is in its life.
 *
 * idle      with its originator, free to be sent
 * begun     inside a send: the begin function of the target decides
 * sent      in transit to its target's queue
 * queued    on its target's queue
 * taken     with a thread that must reply or forward it
 * answered  replied synchronously, its originator has not seen it yet
 * returning replied asynchronously, in transit to its reply port
 * parked    on the queue of its reply port
 */
export type Place = 'idle' | 'begun' | 'sent' | 'queued' | 'taken' | 'answered' | 'returning' | 'parked';

/** A message: its flags, where it is, and what its originator and its target have written on it. */
export interface Message {
  /** ASYNC, DONE, REPLY, QUEUED. */
  flags: number;
  /** Where it is in its life. */
  place: Place;
  /** The thread that owns it while idle, begun or taken, that sent it while in transit; NONE otherwise. */
  holder: number;
  /** The port it travels to or is queued on; NONE elsewhere. */
  at: number;
  /** Where an asynchronous reply goes: the built-in port of the thread that sent it. */
  replyPort: number;
  /** Its originator asked for an abort of this send. */
  abortRequest: boolean;
  /** The completion code. Means nothing, and is 0, from the send until the reply. */
  error: number;
}

/** A port: its queue, and what is on the way there. */
export interface Port {
  /** First in, first out. */
  queue: number[];
  /** Under way to this port, in the order sent, grouped by sender and by kind: only that order is promised (C13). */
  transit: number[];
}

/** The calls that a thread can be inside. */
export type CallName = 'domsg' | 'sendmsg' | 'beginmsg' | 'forwardmsg' | 'waitmsg' | 'waitport';

/** A call that a thread is inside: while the begin function decides about its message, and while it waits. */
export interface Call {
  /** Which call it is. */
  name: CallName;
  /** The port it sends to or waits on; NONE for waitmsg. */
  port: number;
  /** The message it sends or waits for; NONE for waitport. */
  message: number;
}

/** A thread: the calls it is inside. */
export interface Thread {
  /** Innermost last: a begin function runs inside its caller's send and may call in turn (C10, C12). */
  calls: Call[];
}

/** All there is, by number. */
export interface State {
  messages: Message[];
  ports: Port[];
  threads: Thread[];
}

/** What a port's begin function may decide. Default: it queues to its own port. */
export interface Begin {
  /** Codes it may answer at once. */
  readonly completes: readonly number[];
  /** Ports whose queue it may put a message on. */
  readonly queues: readonly number[];
  /** Codes it may reply with inside the call, answering EASYNC (decision 6). */
  readonly replies: readonly number[];
}

/** The constants of one system. Ports 0 to threads-1 are the built-in ports of the threads with these numbers. */
export interface Configuration {
  /** How many there are. */
  readonly threads: number;
  /** The owner of each port; NONE for a dead one. */
  readonly owners: readonly number[];
  /** What the begin function of each port may decide. */
  readonly begins: readonly Begin[];
  /** The originator of each message. */
  readonly originators: readonly number[];
  /** The codes that targets reply with. */
  readonly codes: readonly number[];
}

/** All messages idle, all ports empty, all threads between calls. */
export function init(configuration: Configuration): State {
  return {
    messages: configuration.originators.map((originator) => ({
      flags: DONE,
      place: 'idle',
      holder: originator,
      at: NONE,
      replyPort: originator,
      abortRequest: false,
      error: 0,
    })),
    ports: configuration.owners.map(() => ({ queue: [], transit: [] })),
    threads: Array.from({ length: configuration.threads }, () => ({ calls: [] })),
  };
}

/** A copy that shares nothing with `state`. */
export function copy(state: State): State {
  return {
    messages: state.messages.map((message) => ({ ...message })),
    ports: state.ports.map((port) => ({ queue: port.queue.slice(), transit: port.transit.slice() })),
    threads: state.threads.map((thread) => ({ calls: thread.calls.slice() })),
  };
}

/** The begin function of a port that only queues. */
export function queueing(port: number): Begin {
  return { completes: [], queues: [port], replies: [] };
}
