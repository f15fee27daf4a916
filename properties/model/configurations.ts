// The bounded systems that are explored. Threads are free: they make any call they may at any time, and nothing
// counts calls, so that a bound is a number of threads, ports and messages, never of steps.
import type { Begin } from '../../model/index.ts';
import { NONE, queueing } from '../../model/index.ts';
import type { CallerView } from './caller-view.ts';
import type { Agent, World } from './environment.ts';

// A target that completes answers 0, one that replies says 7: the two can be told apart, and from ECONNABORTED.
const COMPLETED = 0;
const REPLIED = 7;
const CODES = [REPLIED];

/** Completes, queues or replies inside the call, as it likes. */
const deciding = (port: number): Begin => ({ completes: [COMPLETED], queues: [port], replies: [REPLIED] });
const completing: Begin = { completes: [COMPLETED], queues: [], replies: [] };
/** Completes or queues. */
const either = (port: number): Begin => ({ completes: [COMPLETED], queues: [port], replies: [] });

const SENDS = ['domsg', 'sendmsg', 'beginmsg'];
const WAITS = ['waitmsg', 'waitport', 'getport'];
const SERVES = ['waitport', 'getport', 'replymsg'];

const client = (...to: number[]): Agent => ({ calls: [...SENDS, ...WAITS], to });
const aborting = (agent: Agent): Agent => ({ ...agent, calls: [...agent.calls, 'abortmsg'] });
const resetting = (agent: Agent): Agent => ({ ...agent, calls: [...agent.calls, 'initmsg'] });
const polling = (...to: number[]): Agent => ({ calls: ['sendmsg', 'getport'], to });
const server: Agent = { calls: SERVES };
const forwarding = (...forwardsTo: number[]): Agent => ({ calls: [...SERVES, 'forwardmsg'], forwardsTo });

// ---------------------------------------------------------------------------------------------------------- the worlds

const oneMessage: World = {
  name: 'one message',
  bound: '1 client x 1 server, 1 message, any begin function, abort, initmsg, and every misuse',
  configuration: {
    threads: 2,
    owners: [0, 1, NONE],
    begins: [queueing(0), deciding(1), queueing(2)],
    originators: [0],
    codes: CODES,
  },
  agents: [aborting(resetting(client(1))), server],
  misuse: true,
};

const twoMessages: World = {
  name: 'two messages',
  bound: '1 client x 1 server, 2 messages, any begin function',
  configuration: {
    threads: 2,
    owners: [0, 1],
    begins: [queueing(0), deciding(1)],
    originators: [0, 0],
    codes: CODES,
  },
  agents: [client(1), server],
};

const twoMessagesAborted: World = {
  ...twoMessages,
  name: 'two messages, aborts',
  bound: `${twoMessages.bound}, abort`,
  agents: [aborting(client(1)), server],
};

const twoClients: World = {
  name: 'two clients',
  bound: '2 clients x 1 server, 1 message each, any begin function',
  configuration: {
    threads: 3,
    owners: [0, 1, 2],
    begins: [queueing(0), queueing(1), deciding(2)],
    originators: [0, 1],
    codes: CODES,
  },
  agents: [client(2), client(2), server],
};

const twoClientsAborted: World = {
  ...twoClients,
  name: 'two clients, aborts',
  bound: `${twoClients.bound}, abort`,
  agents: [aborting(client(2)), aborting(client(2)), server],
};

/** What a thread puts on its own port is there at once. */
const oneself: World = {
  name: 'to oneself',
  bound: '1 thread x its 3 ports, 1 message, abort, forward, and every misuse: domsg to a queue of its own is refused',
  configuration: {
    threads: 1,
    owners: [0, 0, 0],
    begins: [queueing(0), either(1), completing],
    originators: [0],
    codes: CODES,
  },
  agents: [
    { calls: [...SENDS, ...WAITS, 'replymsg', 'abortmsg', 'forwardmsg'], to: [0, 1], forwardsTo: [1, 2], from: [0, 1] },
  ],
  misuse: true,
};

const twoToOneself: World = {
  ...oneself,
  name: 'two messages to oneself',
  bound: '1 thread x its 3 ports, 2 messages, abort, forward',
  configuration: { ...oneself.configuration, originators: [0, 0] },
  misuse: false,
};

const forwarded: World = {
  name: 'forwarding',
  bound: '1 client x 2 servers, 1 message, any begin function, forward in a circle, abort, and every misuse',
  configuration: {
    threads: 3,
    owners: [0, 1, 2],
    begins: [queueing(0), queueing(1), deciding(2)],
    originators: [0],
    codes: CODES,
  },
  agents: [aborting(client(1)), forwarding(2), forwarding(1)],
  misuse: true,
};

const forwardedTwice: World = {
  ...forwarded,
  name: 'forwarding two messages',
  bound: '1 client x 2 servers, 2 messages, any begin function, forward in a circle',
  configuration: { ...forwarded.configuration, originators: [0, 0] },
  agents: [client(1), forwarding(2), forwarding(1)],
  misuse: false,
};

/**
 * The begin function of port 1 asks the server of port 2 before it answers: it blocks in its caller, and shows no
 * EASYNC.
 */
const nested: World = {
  name: 'calls in a begin function',
  bound: '1 client x 1 server, 2 messages, any begin function, which sends and waits in its turn',
  configuration: {
    threads: 2,
    owners: [0, 1, 0],
    begins: [queueing(0), either(1), deciding(1)],
    originators: [0, 0],
    codes: CODES,
  },
  agents: [{ ...client(2), nested: ['domsg', 'sendmsg', 'beginmsg', 'waitmsg', 'getport'], to: [1, 2] }, server],
};

/** The client calls again while its own send decides: then an abort is not recorded, and a wait is refused. */
const nestedAborts: World = {
  name: 'aborts in a begin function',
  bound: '1 client x 2 servers, 2 messages, forward, abort and wait while a begin function decides',
  configuration: {
    threads: 3,
    owners: [0, 1, 2],
    begins: [queueing(0), either(1), either(2)],
    originators: [0, 0],
    codes: CODES,
  },
  agents: [{ ...client(1), nested: ['abortmsg', 'waitmsg'] }, forwarding(2), server],
};

/** Server 1 asks server 2 while it has the message of its client in hand. */
const chain: World = {
  name: 'a server that is a client',
  bound: '1 client x 2 servers in a chain, 1 message each, queueing or completing',
  configuration: {
    threads: 3,
    owners: [0, 1, 2],
    begins: [queueing(0), either(1), either(2)],
    originators: [0, 1],
    codes: CODES,
  },
  agents: [client(1), { calls: [...new Set([...SENDS, ...WAITS, ...SERVES])], to: [2] }, server],
};

/** Both may wait for each other for ever: the premise of C21 fails there, and only there. */
const mutual: World = {
  name: 'servers of each other',
  bound: '2 threads, each client and server of the other, 1 message each, queueing or completing, abort',
  configuration: {
    threads: 2,
    owners: [0, 1],
    begins: [either(0), either(1)],
    originators: [0, 1],
    codes: CODES,
  },
  agents: [
    { calls: [...SENDS, ...WAITS, 'replymsg', 'abortmsg'], to: [1] },
    { calls: [...SENDS, ...WAITS, 'replymsg'], to: [0] },
  ],
};

const pollers: World = {
  name: 'polling',
  bound: '2 clients that poll x 1 server, 2 messages and 1, queueing',
  configuration: {
    threads: 3,
    owners: [0, 1, 2],
    begins: [queueing(0), queueing(1), queueing(2)],
    originators: [0, 0, 1],
    codes: CODES,
  },
  agents: [polling(2), polling(2), server],
};

const twoServers: World = {
  name: 'two servers',
  bound: '2 clients x 2 servers, 1 message each, one queueing, one completing or queueing',
  configuration: {
    threads: 4,
    owners: [0, 1, 2, 3],
    begins: [queueing(0), queueing(1), queueing(2), either(3)],
    originators: [0, 1],
    codes: CODES,
  },
  agents: [client(2, 3), client(2, 3), server, server],
};

const threeMessages: World = {
  name: 'three messages',
  bound: '2 clients x 1 server, 2 messages and 1, domsg, sendmsg and waits, queueing or completing',
  configuration: {
    threads: 3,
    owners: [0, 1, 2],
    begins: [queueing(0), queueing(1), either(2)],
    originators: [0, 0, 1],
    codes: CODES,
  },
  agents: [
    { calls: ['domsg', 'sendmsg', 'waitport'], to: [2] },
    { calls: ['domsg', 'sendmsg', 'waitport'], to: [2] },
    { calls: ['getport', 'replymsg'] },
  ],
};

const everything: World = {
  name: 'everything',
  bound: '2 clients x 1 server, 2 messages and 1, any begin function, abort',
  configuration: { ...threeMessages.configuration, begins: [queueing(0), queueing(1), deciding(2)] },
  agents: [aborting(client(2)), aborting(client(2)), server],
};

const threeClients: World = {
  name: 'three clients',
  bound: '3 clients x 1 server, 1 message each, queueing or completing',
  configuration: {
    threads: 4,
    owners: [0, 1, 2, 3],
    begins: [queueing(0), queueing(1), queueing(2), either(3)],
    originators: [0, 1, 2],
    codes: CODES,
  },
  agents: [client(3), client(3), client(3), server],
};

const SMOKE: readonly World[] = [oneMessage, twoMessages, oneself, twoToOneself, forwarded, nested, chain, mutual];
const NORMAL: readonly World[] = [
  ...SMOKE,
  twoMessagesAborted,
  twoClients,
  twoClientsAborted,
  forwardedTwice,
  nestedAborts,
  pollers,
  twoServers,
  threeMessages,
];
const DEEP: readonly World[] = [...NORMAL, threeClients, everything];

export type Profile = 'smoke' | 'normal' | 'deep';

export const PROFILES: Readonly<Record<Profile, readonly World[]>> = { smoke: SMOKE, normal: NORMAL, deep: DEEP };

// ------------------------------------------------------------------------------------------- what the caller sees (C9)

/** One client and one target, with the same codes to answer. The client does not poll unless it is said to. */
function seenBy(calls: readonly string[], decides: (port: number) => Begin): World {
  return {
    name: 'one caller',
    bound: '',
    configuration: {
      threads: 2,
      owners: [0, 1],
      begins: [queueing(0), decides(1)],
      originators: [0, 0],
      codes: [COMPLETED, REPLIED],
    },
    agents: [{ calls, to: [1] }, { calls: ['waitport', 'replymsg'] }],
  };
}

const BLOCKING = ['domsg', 'sendmsg', 'waitmsg', 'waitport'];
const completesAll = (): Begin => ({ completes: [COMPLETED, REPLIED], queues: [], replies: [] });
const repliesAll = (): Begin => ({ completes: [], queues: [], replies: [COMPLETED, REPLIED] });

export const CALLER_VIEWS: readonly CallerView[] = [
  {
    name: 'completing or queueing looks the same',
    bound: '1 client that does not poll, 2 messages, runs of any length',
    one: seenBy(BLOCKING, completesAll),
    other: seenBy(BLOCKING, queueing),
    atMost: false,
  },
  {
    name: 'completing or replying inside looks the same',
    bound: '1 client that does not poll, 2 messages, runs of any length',
    one: seenBy(BLOCKING, completesAll),
    other: seenBy(BLOCKING, repliesAll),
    atMost: false,
  },
  {
    name: 'who polls sees of a completing target what a queueing one may show',
    bound: '1 client that polls, 2 messages, runs of any length',
    one: seenBy([...BLOCKING, 'getport'], completesAll),
    other: seenBy([...BLOCKING, 'getport'], queueing),
    atMost: true,
  },
];

/** @throws RangeError if no world has this name */
export function worldNamed(name: string): World {
  const found = DEEP.find((world) => world.name === name);
  if (found === undefined)
    throw new RangeError(`there is no world "${name}": ${DEEP.map((each) => each.name).join(', ')}`);
  return found;
}
