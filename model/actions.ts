/**
 * The actions: everything that can happen, each a guard and an effect.
 *
 * Calls come first, in the order of the mail; then what the begin function of a target decides; then what happens by itself.
 * Whatever is not the caller's decision is more than one enabled action: what a target answers, when a message arrives.
 * An effect changes what it says and nothing else.
 */
import type { ClauseId } from './clauses.ts';
import {
  giveBack,
  insert,
  messageOf,
  ownerOf,
  portOf,
  prepare,
  put,
  remove,
  reply,
  takeHead,
  threadOf,
} from './effects.ts';
import { ASYNC, DONE, EASYNC, ECONNABORTED } from './names.ts';
import type { Parameters, Refusal } from './refusals.ts';
import {
  ownSendDecides,
  refusesAbort,
  refusesDomsg,
  refusesForward,
  refusesInit,
  refusesReply,
  refusesSend,
  refusesTake,
  refusesWaitmsg,
} from './refusals.ts';
import type { Begin, Call, Configuration, State } from './state.ts';
import { NONE } from './state.ts';

/** What a call that ended returned: a message or a code, null for nothing. Absent: no call ended. */
export type Returned = { readonly value: number | null } | undefined;

/** Something that can happen: where its guard holds, its effect takes the state to the next one, in place. */
export interface Action {
  readonly name: string;
  /** call: the caller decides. begin: the target decides. own: it happens by itself. */
  readonly kind: 'call' | 'begin' | 'own';
  readonly clauses: readonly ClauseId[];
  /** The parameters it has; the others are NONE. */
  readonly parameters: readonly (keyof Parameters)[];
  /** Only of calls: why this one is misuse, if it is (C24). */
  readonly refuses?: (configuration: Configuration, state: State, p: Parameters) => Refusal | undefined;
  readonly guard: (configuration: Configuration, state: State, p: Parameters) => boolean;
  readonly effect: (configuration: Configuration, state: State, p: Parameters) => Returned;
}

// ---------------------------------------------------------------------------------------------------------------- calls

type Refuses = NonNullable<Action['refuses']>;

function call(
  name: string,
  clauses: readonly ClauseId[],
  parameters: readonly (keyof Parameters)[],
  refuses: Refuses,
  effect: Action['effect'],
): Action {
  const guard: Action['guard'] = (configuration, state, p) =>
    mayCall(state, p.thread) && refuses(configuration, state, p) === undefined;
  return { name, kind: 'call', clauses, parameters: ['thread', ...parameters], refuses, guard, effect };
}

/** A thread calls while it is between calls, and inside a send of its own while the begin function runs (C10). */
export function mayCall(state: State, thread: number): boolean {
  return threadOf(state, thread).calls.length === 0 || deciding(state, thread) !== undefined;
}

/** The send of `thread` whose begin function runs now. */
export function deciding(state: State, thread: number): Call | undefined {
  const top = threadOf(state, thread).calls.at(-1);
  if (top === undefined || top.name === 'waitmsg' || top.name === 'waitport') return undefined;
  const { place, holder } = messageOf(state, top.message);
  return place === 'begun' && holder === thread ? top : undefined;
}

/** The thread is inside the call from here on. */
function enter(state: State, thread: number, entered: Call): undefined {
  threadOf(state, thread).calls.push(entered);
}

/** The innermost call of the thread ends, and returns that. */
function leave(state: State, thread: number, value: number | null): Returned {
  threadOf(state, thread).calls.pop();
  return { value };
}

/** A message of one’s own becomes as if it had never been sent; its code stays. */
export const initmsg: Action = call('initmsg', ['C24'], ['message'], refusesInit, (_, state, { message }) => {
  const m = messageOf(state, message);
  m.flags = DONE;
  m.abortRequest = false;
  return { value: null };
});

/** A synchronous send: the call ends when the message is completed, and returns the code. */
export const domsg: Action = call(
  'domsg',
  ['C1', 'C3', 'C6', 'C25'],
  ['port', 'message'],
  refusesDomsg,
  (_, state, { thread, port, message }) => {
    prepare(state, thread, message, 0);
    return enter(state, thread, { name: 'domsg', port, message });
  },
);

/** An asynchronous send: the call ends as soon as the begin function has decided, and says nothing. */
export const sendmsg: Action = call(
  'sendmsg',
  ['C4', 'C7'],
  ['port', 'message'],
  refusesSend,
  (_, state, { thread, port, message }) => {
    prepare(state, thread, message, ASYNC);
    return enter(state, thread, { name: 'sendmsg', port, message });
  },
);

/** A synchronous request whose answer is collected later, with `waitmsg` (decision 7). */
export const beginmsg: Action = call(
  'beginmsg',
  ['C6', 'C11'],
  ['port', 'message'],
  refusesSend,
  (_, state, { thread, port, message }) => {
    prepare(state, thread, message, 0);
    return enter(state, thread, { name: 'beginmsg', port, message });
  },
);

/** The originator waits until its message is back: `collect` ends the call. */
export const waitmsg: Action = call('waitmsg', ['C18'], ['message'], refusesWaitmsg, (_, state, { thread, message }) =>
  enter(state, thread, { name: 'waitmsg', port: NONE, message }),
);

/** The owner of a port takes the head of its queue, or nothing if there is none. */
export const getport: Action = call(
  'getport',
  ['C19'],
  ['port'],
  refusesTake,
  (configuration, state, { thread, port }) => ({
    value: takeHead(configuration, state, thread, port),
  }),
);

/** As `getport`, but it waits until there is something: `take` ends the call. */
export const waitport: Action = call('waitport', ['C19'], ['port'], refusesTake, (_, state, { thread, port }) =>
  enter(state, thread, { name: 'waitport', port, message: NONE }),
);

/** Whoever has taken a message completes it with a code. */
export const replymsg: Action = call(
  'replymsg',
  ['C14', 'C15', 'C16'],
  ['message', 'code'],
  refusesReply,
  (configuration, state, { thread, message, code }) => {
    reply(configuration, state, thread, message, code);
    return { value: null };
  },
);

/** Hands a taken message to another port: no flag and no reply port changes, and the caller gets the answer (decision 5). */
export const forwardmsg: Action = call(
  'forwardmsg',
  ['C26'],
  ['port', 'message'],
  refusesForward,
  (_, state, { thread, port, message }) => {
    messageOf(state, message).place = 'begun';
    return enter(state, thread, { name: 'forwardmsg', port, message });
  },
);

/** A request only, and for this send only (decision 3). One of an idle message is not recorded. */
export const abortmsg: Action = call('abortmsg', ['C22'], ['port', 'message'], refusesAbort, (_, state, p) => {
  const m = messageOf(state, p.message);
  if (m.place !== 'idle' && !ownSendDecides(state, p)) m.abortRequest = true;
  return { value: null };
});

// ------------------------------------------------------------------------------------------ what the begin function does

function begin(
  name: string,
  clauses: readonly ClauseId[],
  parameter: 'code' | 'port',
  may: (decides: Begin, p: Parameters, within: Call, configuration: Configuration) => boolean,
  effect: (configuration: Configuration, state: State, p: Parameters, within: Call) => Returned,
): Action {
  const withinOf = (configuration: Configuration, state: State, thread: number): [Call, Begin] | undefined => {
    const within = deciding(state, thread);
    const decides = within === undefined ? undefined : configuration.begins[within.port];
    return within === undefined || decides === undefined ? undefined : [within, decides];
  };
  return {
    name,
    kind: 'begin',
    clauses,
    parameters: ['thread', parameter],
    guard(configuration, state, p) {
      const found = withinOf(configuration, state, p.thread);
      return found !== undefined && may(found[1], p, found[0], configuration);
    },
    effect(configuration, state, p) {
      const found = withinOf(configuration, state, p.thread);
      return found === undefined ? undefined : effect(configuration, state, p, found[0]);
    },
  };
}

/** It answers a code. sendmsg then replies itself; a forwarder keeps the message (decision 5). */
export const completes: Action = begin(
  'completes',
  ['C2', 'C5', 'C8', 'C10', 'C11', 'C12'],
  'code',
  (decides, { code }) => decides.completes.includes(code),
  (configuration, state, { thread, code }, { name, message }) => {
    const m = messageOf(state, message);
    if (name === 'sendmsg') {
      reply(configuration, state, thread, message, code);
      return leave(state, thread, null);
    }
    if (name === 'forwardmsg') m.place = 'taken';
    else {
      m.error = code;
      giveBack(configuration, state, message);
    }
    return leave(state, thread, code);
  },
);

/** It clears DONE, puts the message on a queue and answers EASYNC. Only domsg goes on to wait. */
export const queues: Action = begin(
  'queues',
  ['C8', 'C10', 'C11', 'C12', 'C17', 'C25'],
  'port',
  (decides, { thread, port }, within, configuration) =>
    decides.queues.includes(port) && !(within.name === 'domsg' && ownerOf(configuration, port) === thread),
  (configuration, state, { thread, port }, { name, message }) => {
    messageOf(state, message).flags &= ~DONE;
    put(configuration, state, thread, port, message);
    return answerEasync(state, thread, name);
  },
);

/** It clears DONE, replies the message itself, inside the call, and answers EASYNC (decision 6). */
export const replies: Action = begin(
  'replies',
  ['C11', 'C14', 'C15'],
  'code',
  (decides, { code }) => decides.replies.includes(code),
  (configuration, state, { thread, code }, { name, message }) => {
    messageOf(state, message).flags &= ~DONE;
    reply(configuration, state, thread, message, code);
    return answerEasync(state, thread, name);
  },
);

/** domsg goes on to wait, sendmsg says nothing; only beginmsg and forwardmsg hand EASYNC to their caller. */
function answerEasync(state: State, thread: number, name: Call['name']): Returned {
  if (name === 'domsg') return undefined;
  return leave(state, thread, name === 'sendmsg' ? null : EASYNC);
}

// ------------------------------------------------------------------------------------------------ what happens by itself

/** A message in transit joins the queue. Those of one sender and one kind arrive in the order they were sent (C13). */
export const arrive: Action = {
  name: 'arrive',
  kind: 'own',
  clauses: ['C13', 'C15', 'C17'],
  parameters: ['port', 'message'],
  guard(_, state, { port, message }) {
    const { transit } = portOf(state, port);
    if (!transit.includes(message)) return false;
    const { holder, place } = messageOf(state, message);
    const first = transit.find((id) => messageOf(state, id).holder === holder && messageOf(state, id).place === place);
    return first === message;
  },
  effect(_, state, { port, message }) {
    remove(state, message);
    messageOf(state, message).at = port;
    insert(state, port, message);
    return undefined;
  },
};

/** The system honours an abort request, where it still may: the owner of the port is the one that replies. */
export const honourAbort: Action = {
  name: 'honourAbort',
  kind: 'own',
  clauses: ['C22'],
  parameters: ['message'],
  guard(_, state, { message }) {
    const { abortRequest, place } = messageOf(state, message);
    return abortRequest && (place === 'sent' || place === 'queued');
  },
  effect(configuration, state, { message }) {
    const { at } = messageOf(state, message);
    remove(state, message);
    reply(configuration, state, ownerOf(configuration, at), message, ECONNABORTED);
    return undefined;
  },
};

/** A thread in domsg or waitmsg goes on when its message is back (C18, C20), with the completion code (C2). */
export const collect: Action = {
  name: 'collect',
  kind: 'own',
  clauses: ['C1', 'C2', 'C3', 'C18', 'C20'],
  parameters: ['thread'],
  guard(_, state, { thread }) {
    const top = threadOf(state, thread).calls.at(-1);
    if (top?.name !== 'waitmsg' && top?.name !== 'domsg') return false;
    const { place } = messageOf(state, top.message);
    return place === 'answered' || place === 'parked' || (place === 'idle' && top.name === 'waitmsg');
  },
  effect(configuration, state, { thread }) {
    const message = threadOf(state, thread).calls.at(-1)?.message ?? NONE;
    const m = messageOf(state, message);
    if (m.place === 'parked') remove(state, message);
    giveBack(configuration, state, message);
    return leave(state, thread, m.error);
  },
};

/** A thread in waitport takes the head as soon as there is one (C19, C20). */
export const take: Action = {
  name: 'take',
  kind: 'own',
  clauses: ['C19', 'C20'],
  parameters: ['thread'],
  guard(_, state, { thread }) {
    const top = threadOf(state, thread).calls.at(-1);
    return top?.name === 'waitport' && portOf(state, top.port).queue.length > 0;
  },
  effect(configuration, state, { thread }) {
    const port = threadOf(state, thread).calls.at(-1)?.port ?? NONE;
    return leave(state, thread, takeHead(configuration, state, thread, port));
  },
};

/**
 * A wait with a time limit may end without a result; the message stays out. The mail knows no such wait, so this is none of
 * the actions: whoever checks calls with a limit allows it beside them. Returns whether the thread was waiting.
 */
export function giveUp(state: State, thread: number): boolean {
  if (threadOf(state, thread).calls.length === 0 || deciding(state, thread) !== undefined) return false;
  threadOf(state, thread).calls.pop();
  return true;
}

/** All actions. What is not here cannot happen. */
export const ACTIONS: readonly Action[] = [
  initmsg,
  domsg,
  sendmsg,
  beginmsg,
  waitmsg,
  getport,
  waitport,
  replymsg,
  forwardmsg,
  abortmsg,
  completes,
  queues,
  replies,
  arrive,
  honourAbort,
  collect,
  take,
];
