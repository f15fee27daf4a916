/**
 * What holds in every reachable state, said again without the actions: from the clauses, over plain data.
 *
 * Steps have their own properties in step-properties.ts, and what may happen at all in guard-properties.ts.
 */
import type { ClauseId } from './clauses.ts';
import { ASYNC, DONE, EASYNC, QUEUED, REPLY } from './names.ts';
import type { Observed, Observer } from './observer.ts';
import type { Call, Configuration, Message, Place, State } from './state.ts';
import { NONE } from './state.ts';

/** What every property has in common: a name to report, the clauses it states, and what it says in words. */
export interface Property {
  readonly name: string;
  readonly clauses: readonly ClauseId[];
  readonly sentence: string;
}

/** A property of single states, with what the observer remembers of the past. */
export interface Invariant extends Property {
  readonly holds: (configuration: Configuration, state: State, observer: Observer) => boolean;
}

// ---------------------------------------------------------------------------------------------------- what it is about

const onTheWay = (place: Place): boolean => place === 'sent' || place === 'returning';
const onQueue = (place: Place): boolean => place === 'queued' || place === 'parked';

function everyMessage(
  state: State,
  observer: Observer,
  holds: (message: Message, id: number, seen: Observed) => boolean,
): boolean {
  return state.messages.every((message, id) => {
    const seen = observer[id];
    return seen !== undefined && holds(message, id, seen);
  });
}

const TWICE = -1;

/** Bit i: message i stands on the queue, or in the transit, of some port. TWICE if one stands there twice. */
function standing(state: State, list: 'queue' | 'transit'): number {
  let found = 0;
  for (const port of state.ports) {
    for (const id of port[list]) {
      if ((found & (1 << id)) !== 0) return TWICE;
      found |= 1 << id;
    }
  }
  return found;
}

/** The begin function that a send has called runs now, and decides about the message of that send. */
function decides(state: State, thread: number, call: Call): boolean {
  if (call.name === 'waitmsg' || call.name === 'waitport') return false;
  const message = state.messages[call.message];
  return message?.place === 'begun' && message.holder === thread;
}

const everyInnermost = (state: State, holds: (call: Call, thread: number) => boolean): boolean =>
  state.threads.every(({ calls }, thread) => {
    const call = calls.at(-1);
    return call === undefined || holds(call, thread);
  });

const within = (value: number, length: number): boolean => Number.isInteger(value) && value >= NONE && value < length;

// ------------------------------------------------------------------------------------------------------ the invariants

const PLACES: readonly Place[] = ['idle', 'begun', 'sent', 'queued', 'taken', 'answered', 'returning', 'parked'];

/** TypeOK: before anything else, the state is one. */
export const typeOk: Invariant = {
  name: 'the state is well formed',
  clauses: ['C23', 'C24'],
  sentence: 'Every field has a value of its type, and every index one that exists.',
  holds: ({ threads, owners, originators }, state) =>
    state.messages.every(
      (m) =>
        (m.flags & ~(ASYNC | DONE | REPLY | QUEUED)) === 0 &&
        PLACES.includes(m.place) &&
        within(m.holder, threads) &&
        within(m.at, owners.length) &&
        within(m.replyPort, owners.length) &&
        m.error >= 0,
    ) &&
    state.ports.every(({ queue, transit }) => {
      const exists = (id: number): boolean => id !== NONE && within(id, originators.length);
      return queue.every(exists) && transit.every(exists);
    }) &&
    state.threads.every(({ calls }) =>
      calls.every(({ port, message }) => within(port, owners.length) && within(message, originators.length)),
    ),
};

export const onePlace: Invariant = {
  name: 'a message is in one place',
  clauses: ['C17', 'C23'],
  sentence:
    'A message that is queued or parked stands once on the queue of its port, one that is sent or returning once in the transit of its port, and no message stands anywhere else.',
  holds: (_, state, observer) => {
    const [queued, inTransit] = [standing(state, 'queue'), standing(state, 'transit')];
    if (queued === TWICE || inTransit === TWICE) return false;
    return everyMessage(state, observer, ({ place, at }, id) => {
      const bit = 1 << id;
      if (onQueue(place)) return (inTransit & bit) === 0 && state.ports[at]?.queue.includes(id) === true;
      if (onTheWay(place)) return (queued & bit) === 0 && state.ports[at]?.transit.includes(id) === true;
      return ((queued | inTransit) & bit) === 0 && at === NONE;
    });
  },
};

export const oneOwner: Invariant = {
  name: 'a message has one owner',
  clauses: ['C10', 'C23'],
  sentence:
    'An idle message is held by its originator, a begun one by the one thread that is inside a send of it, a taken one or one in transit by one thread, and any other by none.',
  holds: (configuration, state, observer) =>
    everyMessage(state, observer, (m, id) => {
      if (m.place === 'idle') return m.holder === configuration.originators[id];
      if (onQueue(m.place) || m.place === 'answered') return m.holder === NONE;
      if (m.place !== 'begun') return m.holder !== NONE;
      const deciders = state.threads.filter(({ calls }, thread) =>
        calls.some((call) => call.message === id && decides(state, thread, call)),
      );
      return deciders.length === 1 && state.threads[m.holder] === deciders[0];
    }),
};

export const queuedIsQueued: Invariant = {
  name: 'QUEUED means queued',
  clauses: ['C17'],
  sentence: 'QUEUED is set exactly while the message is on a queue, and it is on at most one.',
  holds: (_, state, observer) => {
    const queued = standing(state, 'queue');
    if (queued === TWICE) return false;
    return everyMessage(state, observer, ({ flags }, id) => ((flags & QUEUED) !== 0) === ((queued & (1 << id)) !== 0));
  },
};

export const doneIsBack: Invariant = {
  name: 'DONE means back',
  clauses: ['C11', 'C14', 'C15'],
  sentence:
    'DONE is set exactly while a message is in nobody else’s hands: idle, answered, parked, or begun and not yet accepted.',
  holds: (_, state, observer) =>
    everyMessage(state, observer, ({ flags, place }, _id, { owed }) => {
      const back = place === 'idle' || place === 'answered' || place === 'parked' || (place === 'begun' && !owed);
      return ((flags & DONE) !== 0) === back;
    }),
};

export const replyIsAsynchronous: Invariant = {
  name: 'REPLY means an asynchronous reply',
  clauses: ['C14', 'C15'],
  sentence:
    'REPLY is set exactly from when a message that was sent with sendmsg is parked on its reply port until it is sent again.',
  holds: (_, state, observer) =>
    everyMessage(
      state,
      observer,
      ({ flags, place }, _id, { asynchronous }) =>
        ((flags & REPLY) !== 0) === (asynchronous && (place === 'parked' || place === 'idle')),
    ),
};

export const hintIsTheSenders: Invariant = {
  name: 'the hint is the sender’s',
  clauses: ['C6', 'C7', 'C26'],
  sentence: 'ASYNC is set exactly if the last send was sendmsg, whoever has the message now.',
  holds: (_, state, observer) =>
    everyMessage(state, observer, ({ flags }, _id, { asynchronous }) => ((flags & ASYNC) !== 0) === asynchronous),
};

export const replyPortIsTheSenders: Invariant = {
  name: 'the reply port is the sender’s',
  clauses: ['C6', 'C7', 'C26'],
  sentence: 'The reply port of a message is the built-in port of its originator, whoever has the message now.',
  holds: ({ originators }, state, observer) =>
    everyMessage(state, observer, ({ replyPort }, id) => replyPort === originators[id]),
};

export const codeIsTheTargets: Invariant = {
  name: 'the error is the completion code',
  clauses: ['C2', 'C16'],
  sentence: 'A completed message carries the code it was completed with, and one that is out carries none.',
  holds: (_, state, observer) =>
    everyMessage(state, observer, ({ error }, _id, { code }) => error === (code === NONE ? 0 : code)),
};

export const noEasyncInside: Invariant = {
  name: 'EASYNC is no completion code',
  clauses: ['C1', 'C11'],
  sentence: 'No message is ever completed with EASYNC.',
  holds: (_, state, observer) =>
    everyMessage(state, observer, ({ error }, _id, { code }) => error !== EASYNC && code !== EASYNC),
};

export const owedExactlyWhileOut: Invariant = {
  name: 'an accepted message is owed a reply',
  clauses: ['C11', 'C16'],
  sentence: 'A reply is owed exactly while an accepted message is on its way, queued, taken or being forwarded.',
  holds: (_, state, observer) =>
    everyMessage(state, observer, ({ place }, id, { owed }) => {
      if (place !== 'begun') return owed === (place === 'sent' || place === 'queued' || place === 'taken');
      const forwards = ({ name, message }: Call): boolean => name === 'forwardmsg' && message === id;
      return owed === state.threads.some(({ calls }) => calls.some(forwards));
    }),
};

export const abortOfThisSend: Invariant = {
  name: 'an abort request belongs to its send',
  clauses: ['C6', 'C7', 'C22'],
  sentence: 'While a message is not idle its abort request is set exactly if it was asked for since the send.',
  holds: (_, state, observer) =>
    everyMessage(
      state,
      observer,
      ({ place, abortRequest }, _id, { abortAsked }) => place === 'idle' || abortRequest === abortAsked,
    ),
};

export const queueInOrder: Invariant = {
  name: 'queues keep their order',
  clauses: ['C13'],
  sentence: 'On a queue stands ahead of a message exactly what has to leave before it.',
  holds: (_, state, observer) =>
    state.ports.every(({ queue }) => {
      let ahead = 0;
      return queue.every((id) => {
        const fits = observer[id]?.ahead === ahead;
        ahead |= 1 << id;
        return fits;
      });
    }),
};

export const sendmsgNeverWaits: Invariant = {
  name: 'sendmsg never waits',
  clauses: ['C4', 'C10'],
  sentence: 'A thread is inside sendmsg, beginmsg or forwardmsg only while the begin function decides.',
  holds: (_, state) =>
    everyInnermost(state, (call, thread) => {
      const { name } = call;
      return (name !== 'sendmsg' && name !== 'beginmsg' && name !== 'forwardmsg') || decides(state, thread, call);
    }),
};

export const domsgWaitsForItsMessage: Invariant = {
  name: 'domsg waits for its message only',
  clauses: ['C3'],
  sentence: 'A thread waits in domsg only for a message that a target accepted and that no waitmsg has collected yet.',
  holds: (_, state, observer) =>
    everyInnermost(state, (call, thread) => {
      if (call.name !== 'domsg' || decides(state, thread, call)) return true;
      const message = state.messages[call.message];
      return observer[call.message]?.owed === true || message?.place === 'answered';
    }),
};

export const callsNestInBegin: Invariant = {
  name: 'calls nest in begin functions only',
  clauses: ['C10', 'C12'],
  sentence: 'A thread that is inside several calls runs, in all but the innermost, the begin function of its send.',
  holds: (_, state) =>
    state.threads.every(({ calls }, thread) => calls.slice(0, -1).every((call) => decides(state, thread, call))),
};

/** What holds in every reachable state. */
export const INVARIANTS: readonly Invariant[] = [
  typeOk,
  onePlace,
  oneOwner,
  queuedIsQueued,
  doneIsBack,
  replyIsAsynchronous,
  hintIsTheSenders,
  replyPortIsTheSenders,
  codeIsTheTargets,
  noEasyncInside,
  owedExactlyWhileOut,
  abortOfThisSend,
  queueInOrder,
  sendmsgNeverWaits,
  domsgWaitsForItsMessage,
  callsNestInBegin,
];
