/**
 * C21, progress: while every target keeps serving and every taken message is replied, what is out comes back.
 *
 * As a property of states: from every reachable state in which whoever has a message in hand is able to act, and by
 * nothing but serving (targets decide, take and reply; what happens by itself happens) a state can be reached in
 * which nothing is out and nobody waits in domsg or waitmsg. A scheduler that does not for ever pass over what it can
 * do then gets there.
 */
import { ownerOf } from './effects.ts';
import type { Property } from './invariants.ts';
import type { Call, Configuration, Message, State } from './state.ts';
import { NONE } from './state.ts';

/** C21 as a property: the liveness that is checked over the whole graph of states, not state by state. */
export const progress: Property = {
  name: 'what is out comes back',
  clauses: ['C21'],
  sentence:
    'From every state in which whoever has a message in hand can act, serving alone brings all messages back and ends every domsg and waitmsg.',
};

/** What targets do, and what happens by itself: no new requests, aborts or forwards. */
export const SERVING: readonly string[] = [
  'getport',
  'waitport',
  'replymsg',
  'completes',
  'queues',
  'replies',
  'arrive',
  'honourAbort',
  'collect',
  'take',
];

/** Nothing is out, and no thread is inside a send or waits for a message. */
export function isSettled({ messages, threads }: State): boolean {
  const back = ({ place }: Message): boolean => place === 'idle' || place === 'answered' || place === 'parked';
  return messages.every(back) && threads.every(({ calls }) => calls.every(({ name }) => name === 'waitport'));
}

/**
 * The premise of C21. It fails where a message is in the hands of a thread that waits, in the end, for itself or for
 * nobody:
 *
 *     thread 1: domsg(port 2)      thread 2: domsg(port 1)      each waits for the other to serve
 */
export function everyoneServes(configuration: Configuration, state: State): boolean {
  return state.messages.every((message) => {
    const keeper = keeperOf(configuration, message);
    return keeper === NONE || canAct(configuration, state, keeper);
  });
}

/** The thread without which a message that is out comes no further. */
function keeperOf(configuration: Configuration, { place, holder, at }: Message): number {
  if (place === 'begun' || place === 'taken') return holder;
  return place === 'sent' || place === 'queued' ? ownerOf(configuration, at) : NONE;
}

function canAct(configuration: Configuration, state: State, thread: number): boolean {
  const waiting = new Set<number>();
  for (let next = thread; next !== NONE; ) {
    if (waiting.has(next)) return false;
    waiting.add(next);
    const call = state.threads[next]?.calls.at(-1);
    if (call === undefined) return true;
    if (call.name === 'waitport') return somethingComes(state, call);
    const message = state.messages[call.message];
    if (message === undefined || (message.place === 'begun' && message.holder === next)) return true;
    next = keeperOf(configuration, message);
  }
  return true;
}

function somethingComes(state: State, { port }: Call): boolean {
  const { queue = [], transit = [] } = state.ports[port] ?? {};
  return queue.length + transit.length > 0;
}
