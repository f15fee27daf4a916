/**
 * The preconditions of the calls: which misuse is refused, and as what (C24, C25).
 *
 * A recorded history whose caller breaks one of these is a misuse, not a violation (decision 8).
 */
import { messageOf, ownerOf, threadOf } from './effects.ts';
import type { RefusalCode } from './names.ts';
import { EASYNC } from './names.ts';
import type { Configuration, Message, State } from './state.ts';
import { NONE } from './state.ts';

/** Whom an action is about: indices, and a completion code. NONE where an action has no such parameter. */
export interface Parameters {
  readonly thread: number;
  readonly port: number;
  readonly message: number;
  readonly code: number;
}

/** Why a call is misuse: its error code and a reason in words. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly why: string;
}

const refuse = (code: RefusalCode, why: string): Refusal => ({ code, why });

export function badMessage(configuration: Configuration, { message }: Parameters): Refusal | undefined {
  return configuration.originators[message] === undefined
    ? refuse('EINVAL', `there is no message ${message}`)
    : undefined;
}

export function badPort(configuration: Configuration, { port }: Parameters): Refusal | undefined {
  if (configuration.owners[port] === undefined) return refuse('EINVAL', `there is no port ${port}`);
  return ownerOf(configuration, port) === NONE ? refuse('ENXIO', `port ${port} is dead: nobody owns it`) : undefined;
}

export function notOriginator(configuration: Configuration, { thread, message }: Parameters): Refusal | undefined {
  const originator = configuration.originators[message];
  return originator === thread ? undefined : refuse('EPERM', `message ${message} belongs to thread ${originator}`);
}

export function notIdle(state: State, { message }: Parameters): Refusal | undefined {
  const { place } = messageOf(state, message);
  return place === 'idle' ? undefined : refuse('EBUSY', `message ${message} is in use (${place})`);
}

/** Only an idle message of one's own may be initialised. */
export function refusesInit(configuration: Configuration, state: State, p: Parameters): Refusal | undefined {
  return badMessage(configuration, p) ?? notOriginator(configuration, p) ?? notIdle(state, p);
}

/** Only an idle message of one's own may be sent, and only to a live port. */
export function refusesSend(configuration: Configuration, state: State, p: Parameters): Refusal | undefined {
  return refusesInit(configuration, state, p) ?? badPort(configuration, p);
}

/** C25: nobody but the caller could take a `domsg` off its own queue, and the caller would be waiting. */
export function refusesDomsg(configuration: Configuration, state: State, p: Parameters): Refusal | undefined {
  const refused = refusesSend(configuration, state, p);
  if (refused !== undefined) return refused;
  const begin = configuration.begins[p.port];
  const onlyQueues = begin !== undefined && begin.completes.length === 0 && begin.replies.length === 0;
  const mine = begin?.queues.every((port) => ownerOf(configuration, port) === p.thread) === true;
  return onlyQueues && mine
    ? refuse('EDEADLK', `port ${p.port} queues, and only the caller could serve it`)
    : undefined;
}

/** Only the thread that took a message may reply or forward it. */
export function notHeld(configuration: Configuration, state: State, p: Parameters): Refusal | undefined {
  const bad = badMessage(configuration, p);
  if (bad !== undefined) return bad;
  const m: Message = messageOf(state, p.message);
  if (m.place === 'taken' && m.holder === p.thread) return undefined;
  return refuse('EPERM', `thread ${p.thread} does not hold message ${p.message} (${m.place})`);
}

/** EASYNC is no completion code (decision 9). */
export function refusesReply(configuration: Configuration, state: State, p: Parameters): Refusal | undefined {
  if (p.code === EASYNC) return refuse('EINVAL', 'EASYNC is no completion code');
  return notHeld(configuration, state, p);
}

export function refusesForward(configuration: Configuration, state: State, p: Parameters): Refusal | undefined {
  return badPort(configuration, p) ?? notHeld(configuration, state, p);
}

/** Only the originator may wait for or abort a message, and not while its own send is still deciding. */
export function refusesWaitmsg(configuration: Configuration, state: State, p: Parameters): Refusal | undefined {
  const refused = badMessage(configuration, p) ?? notOriginator(configuration, p);
  if (refused !== undefined) return refused;
  return ownSendDecides(state, p)
    ? refuse('EBUSY', `message ${p.message} is being sent by the caller itself`)
    : undefined;
}

export function refusesAbort(configuration: Configuration, _state: State, p: Parameters): Refusal | undefined {
  return badPort(configuration, p) ?? badMessage(configuration, p) ?? notOriginator(configuration, p);
}

/** getport and waitport are the owner's. */
export function refusesTake(configuration: Configuration, _state: State, p: Parameters): Refusal | undefined {
  const bad = badPort(configuration, p);
  if (bad !== undefined) return bad;
  const owner = ownerOf(configuration, p.port);
  return owner === p.thread ? undefined : refuse('EPERM', `port ${p.port} belongs to thread ${owner}`);
}

/** The begin function of a send by this very thread is deciding about the message. */
export function ownSendDecides(state: State, { thread, message }: Parameters): boolean {
  const sends = threadOf(state, thread).calls.some(
    ({ name, message: m }) => m === message && name !== 'forwardmsg' && name !== 'waitmsg',
  );
  return sends && messageOf(state, message).place === 'begun';
}
