/**
 * Misuse: for every call and every code it can be refused with, one way to earn it. A refused call changes nothing, and that
 * is taken literally: not one word of the shared memory differs afterwards (C24, C25).
 */
import type { Thread } from '../../impl/index.ts';
import { EASYNC, type RefusalCode } from '../../model/index.ts';
import { type Contract, hold, type Parts, refused, same } from './contract.ts';

/** Built-in ports are 0 to 2; 3 is another port of the caller, 4 one of the peer; 5 is dead, and 6 does not exist. */
const [DEAD_PORT, NO_PORT] = [5, 6];
/** 0 and 1 are the caller's, 2 the peer's, 3 nobody's, and 4 does not exist. */
const [MINE, MINE_TOO, PEERS, NOBODYS, NO_MESSAGE] = [0, 1, 2, 3, 4];

/** Who does not refuse may come to wait: then for no time, in milliseconds. */
const NOW = 0;

/** Two threads, of which one will misuse something. */
export interface Stage {
  readonly caller: Thread;
  readonly peer: Thread;
  readonly words: Int32Array;
}

type Act = (stage: Stage) => unknown;

/** One misuse: how it comes about, what is done, and how it must be refused. */
export interface Misuse {
  readonly call: string;
  readonly code: RefusalCode;
  readonly of: string;
  readonly given: Act;
  readonly act: Act;
  /** What the sentence has to say, beside the call. */
  readonly says: string;
}

export function stageOf({ createSystem, attach, AtomicsMemory }: Parts): Stage {
  const buffer = createSystem({ threads: 3, ports: 6, messages: 4, payloadBytes: 16 });
  const caller = attach(buffer, { thread: 0 });
  const peer = attach(buffer, { thread: 1 });
  for (const message of [MINE, MINE_TOO]) caller.initmsg(message);
  peer.initmsg(PEERS);
  caller.initport(3);
  peer.initport(4);
  return { caller, peer, words: new AtomicsMemory(buffer).words };
}

const nothing: Act = () => undefined;
const sent: Act = ({ caller }) => caller.sendmsg(1, MINE);
const begun: Act = ({ caller }) => caller.beginmsg(1, MINE);
const taken: Act = (s) => [sent(s), s.peer.getport(1)];
const returning: Act = (s) => [taken(s), s.peer.replymsg(MINE, 5)];
const parked: Act = (s) => [returning(s), s.caller.isDone(MINE)];
const answered: Act = (s) => {
  refused('domsg that nobody serves', () => s.caller.domsg(1, MINE, NOW), 'ETIMEDOUT');
  s.peer.replymsg(s.peer.getport(1), 5);
  s.caller.waitmsg(MINE);
};
const replied: Act = (s) => [begun(s), s.peer.replymsg(s.peer.getport(1), 5)];
/** The caller holds the peer's message. */
const held: Act = ({ caller, peer }) => [peer.sendmsg(0, PEERS), caller.getport(0)];

const BAD_INDICES = [NO_MESSAGE, -1, 0.5, Number.NaN, 2 ** 32];

function misuse(call: string, code: RefusalCode, of: string, given: Act, act: Act, says = ''): Misuse {
  return { call, code, of, given, act, says };
}

function sends(call: 'domsg' | 'sendmsg' | 'beginmsg'): Misuse[] {
  const to =
    (port: number, message: number): Act =>
    ({ caller }) =>
      call === 'domsg' ? caller.domsg(port, message, NOW) : caller[call](port, message);
  const inUse: readonly (readonly [string, Act])[] = [
    ['in transit', sent],
    ['with its target', taken],
    ['in transit back', returning],
    ['parked', parked],
    ['begun', begun],
    ['replied and not collected', replied],
  ];
  return [
    ...BAD_PORTS.map((port) => misuse(call, 'EINVAL', `port ${port}`, nothing, to(port, MINE))),
    ...BAD_INDICES.map((index) => misuse(call, 'EINVAL', `message ${index}`, nothing, to(1, index))),
    misuse(call, 'ENXIO', 'a dead port', nothing, to(DEAD_PORT, MINE)),
    misuse(call, 'ENXIO', 'the built-in port of a thread that is not there', nothing, to(2, MINE)),
    misuse(call, 'EPERM', "another's message", nothing, to(1, PEERS)),
    misuse(call, 'EPERM', "nobody's message", nothing, to(1, NOBODYS)),
    misuse(call, 'EPERM', "another's message that the caller holds", held, to(1, PEERS)),
    misuse(call, 'EPERM', "another's message, to a dead port", nothing, to(DEAD_PORT, PEERS)),
    misuse(call, 'EPERM', "another's message, to a port that there is not", nothing, to(NO_PORT, PEERS)),
    misuse(call, 'EINVAL', 'a message that there is not, to a port known to be live', answered, to(1, NO_MESSAGE + 1)),
    ...inUse.map(([why, given]) => misuse(call, 'EBUSY', `a message that is ${why}`, given, to(1, MINE))),
    misuse(
      call,
      'EINVAL',
      'a begin function that answers EASYNC for nothing',
      begins(() => EASYNC),
      to(1, MINE),
      'neither',
    ),
    misuse(
      call,
      'EINVAL',
      'a begin function that answers 2 ** 31',
      begins(() => 2 ** 31),
      to(1, MINE),
      'no completion code',
    ),
    misuse(call, 'EINVAL', 'a begin function that replies EASYNC', begins(replyEasync), to(1, MINE)),
    misuse(
      call,
      'ENXIO',
      'a begin function that queues to a dead port',
      begins((t, m) => t.putport(5, m)),
      to(1, MINE),
    ),
    misuse(
      call,
      'EBUSY',
      'a begin function that sends it again',
      begins((t, m) => t.domsg(1, m, NOW)),
      to(1, MINE),
    ),
    misuse(
      call,
      'EBUSY',
      'a begin function that initialises it',
      begins((t, m) => initialise(t, m)),
      to(1, MINE),
    ),
    misuse(
      call,
      'EBUSY',
      'a begin function that waits for it',
      begins((t, m) => t.waitmsg(m, NOW)),
      to(1, MINE),
    ),
    misuse(
      call,
      'EBUSY',
      'a begin function that asks whether it is done',
      begins((t, m) => +t.isDone(m)),
      to(1, MINE),
    ),
    misuse(
      call,
      'EPERM',
      'a begin function that forwards it',
      begins((t, m) => t.forwardmsg(1, m)),
      to(1, MINE),
    ),
  ];
}

const BAD_PORTS = [NO_PORT, -1, 0.5, Number.NaN, 2 ** 31];

function begins(decide: (thread: Thread, message: number) => number): Act {
  return ({ caller }) => caller.setbegin(1, (thread, _, message) => decide(thread, message));
}

function replyEasync(thread: Thread, message: number): number {
  thread.replymsg(message, EASYNC);
  return EASYNC;
}

function initialise(thread: Thread, message: number): number {
  thread.initmsg(message);
  return 0;
}

/** What only shows or changes what one owns. */
export function looks(call: string, look: (stage: Stage, message: number) => unknown): Misuse[] {
  return [
    ...BAD_INDICES.map((index) => misuse(call, 'EINVAL', `message ${index}`, nothing, (s) => look(s, index))),
    misuse(call, 'EPERM', "another's message", nothing, (s) => look(s, PEERS)),
    misuse(call, 'EPERM', 'a message in transit', sent, (s) => look(s, MINE)),
    misuse(call, 'EPERM', 'a message begun', begun, (s) => look(s, MINE)),
    misuse(call, 'EPERM', 'a message with its target', taken, (s) => look(s, MINE)),
    misuse(call, 'EPERM', 'a reply in transit', returning, (s) => look(s, MINE)),
    misuse(
      call,
      'EPERM',
      'a message replied on',
      (s) => [held(s), s.caller.replymsg(PEERS, 0)],
      (s) => look(s, PEERS),
    ),
  ];
}

function onPorts(call: string, to: (stage: Stage, port: number) => unknown): Misuse[] {
  return [
    ...BAD_PORTS.map((port) => misuse(call, 'EINVAL', `port ${port}`, nothing, (s) => to(s, port))),
    misuse(call, 'ENXIO', 'a dead port', nothing, (s) => to(s, DEAD_PORT)),
  ];
}

/** Every misuse there is. */
export const MISUSES: readonly Misuse[] = [
  ...BAD_PORTS.map((port) =>
    misuse('initport', 'EINVAL', `port ${port}`, nothing, ({ caller }) => caller.initport(port)),
  ),
  misuse('initport', 'EPERM', 'a port of another', nothing, ({ caller }) => caller.initport(4), 'thread 1'),
  misuse('initport', 'EPERM', 'a port of its own, again', nothing, ({ caller }) => caller.initport(3)),
  misuse('initport', 'EPERM', 'the built-in port of a thread not there yet', nothing, ({ caller }) =>
    caller.initport(2),
  ),
  ...onPorts('setbegin', ({ caller }, port) => caller.setbegin(port, () => 0)),
  ...BAD_INDICES.map((m) => misuse('initmsg', 'EINVAL', `message ${m}`, nothing, ({ caller }) => caller.initmsg(m))),
  misuse('initmsg', 'EPERM', "another's message", nothing, ({ caller }) => caller.initmsg(PEERS), 'thread 1'),
  misuse('initmsg', 'EPERM', "another's message that the caller holds", held, ({ caller }) => caller.initmsg(PEERS)),
  misuse('initmsg', 'EBUSY', 'a message in transit', sent, ({ caller }) => caller.initmsg(MINE)),
  misuse('initmsg', 'EBUSY', 'a message parked', parked, ({ caller }) => caller.initmsg(MINE)),
  ...sends('domsg'),
  ...sends('sendmsg'),
  ...sends('beginmsg'),
  misuse('domsg', 'EDEADLK', 'the built-in port of the caller', nothing, ({ caller }) => caller.domsg(0, MINE, NOW)),
  misuse('domsg', 'EDEADLK', 'another port of the caller', nothing, ({ caller }) => caller.domsg(3, MINE, NOW)),
  misuse('domsg', 'EPERM', "another's message, to no port, without a limit", nothing, ({ caller }) =>
    caller.domsg(NO_PORT, PEERS),
  ),
  ...BAD_INDICES.map((m) =>
    misuse('waitmsg', 'EINVAL', `message ${m}`, nothing, ({ caller }) => caller.waitmsg(m, NOW)),
  ),
  misuse('waitmsg', 'EPERM', "another's message", nothing, ({ caller }) => caller.waitmsg(PEERS, NOW)),
  misuse('waitmsg', 'EPERM', "another's message that the caller holds", held, ({ caller }) =>
    caller.waitmsg(PEERS, NOW),
  ),
  ...BAD_INDICES.map((m) => misuse('isDone', 'EINVAL', `message ${m}`, nothing, ({ caller }) => caller.isDone(m))),
  misuse('isDone', 'EPERM', "another's message", nothing, ({ caller }) => caller.isDone(PEERS)),
  ...BAD_INDICES.map((m) =>
    misuse('replymsg', 'EINVAL', `message ${m}`, nothing, ({ caller }) => caller.replymsg(m, 0)),
  ),
  ...[EASYNC, 0.5, Number.NaN, 2 ** 31].map((code) =>
    misuse('replymsg', 'EINVAL', `code ${code}`, held, ({ caller }) => caller.replymsg(PEERS, code)),
  ),
  misuse('replymsg', 'EPERM', 'a message of its own, idle', nothing, ({ caller }) => caller.replymsg(MINE, 0)),
  misuse('replymsg', 'EPERM', "another's message, not taken", nothing, ({ caller }) => caller.replymsg(PEERS, 0)),
  misuse('replymsg', 'EPERM', 'what it has begun', begun, ({ caller }) => caller.replymsg(MINE, 0)),
  misuse('replymsg', 'EPERM', 'what its target holds', taken, ({ caller }) => caller.replymsg(MINE, 0)),
  misuse(
    'replymsg',
    'EPERM',
    'what was replied',
    (s) => [held(s), s.caller.replymsg(PEERS, 1)],
    (s) => s.caller.replymsg(PEERS, 2),
  ),
  misuse('replymsg', 'EPERM', 'what was replied synchronously', replied, ({ peer }) => peer.replymsg(MINE, 6)),
  misuse(
    'replymsg',
    'EPERM',
    'what was forwarded',
    (s) => [held(s), s.caller.forwardmsg(1, PEERS)],
    (s) => s.caller.replymsg(PEERS, 0),
  ),
  ...onPorts('getport', ({ caller }, port) => caller.getport(port)),
  misuse('getport', 'EPERM', 'a port of another', taken, ({ caller }) => caller.getport(1)),
  ...onPorts('waitport', ({ caller }, port) => caller.waitport(port, NOW)),
  misuse('waitport', 'EPERM', 'a port of another', nothing, ({ caller }) => caller.waitport(4, NOW)),
  ...onPorts('abortmsg', ({ caller }, port) => caller.abortmsg(port, MINE)),
  misuse('abortmsg', 'EINVAL', 'no such port, of what is out', sent, ({ caller }) => caller.abortmsg(NO_PORT, MINE)),
  misuse('abortmsg', 'ENXIO', 'a dead port, of what is out', sent, ({ caller }) => caller.abortmsg(DEAD_PORT, MINE)),
  misuse('abortmsg', 'ENXIO', 'a dead port and no such message', sent, (s) => s.caller.abortmsg(DEAD_PORT, NO_MESSAGE)),
  ...BAD_INDICES.map((m) =>
    misuse('abortmsg', 'EINVAL', `message ${m}`, nothing, ({ caller }) => caller.abortmsg(1, m)),
  ),
  misuse('abortmsg', 'EPERM', "another's message", held, ({ caller }) => caller.abortmsg(0, PEERS)),
  ...BAD_PORTS.map((port) =>
    misuse('forwardmsg', 'EINVAL', `port ${port}`, held, (s) => s.caller.forwardmsg(port, PEERS)),
  ),
  ...BAD_INDICES.map((m) => misuse('forwardmsg', 'EINVAL', `message ${m}`, held, (s) => s.caller.forwardmsg(1, m))),
  misuse('forwardmsg', 'ENXIO', 'a dead port', held, ({ caller }) => caller.forwardmsg(DEAD_PORT, PEERS)),
  misuse('forwardmsg', 'ENXIO', 'a dead port and no such message', held, (s) =>
    s.caller.forwardmsg(DEAD_PORT, NO_MESSAGE),
  ),
  misuse('forwardmsg', 'EPERM', 'a message of its own, idle', nothing, ({ caller }) => caller.forwardmsg(1, MINE)),
  misuse(
    'forwardmsg',
    'EPERM',
    'what it has replied',
    (s) => [held(s), s.caller.replymsg(PEERS, 1)],
    (s) => s.caller.forwardmsg(1, PEERS),
  ),
  misuse(
    'forwardmsg',
    'EPERM',
    'a begin function that forwards it once more',
    (s) => [held(s), begins((t, m) => t.forwardmsg(4, m))(s)],
    (s) => s.caller.forwardmsg(1, PEERS),
  ),
  misuse(
    'forwardmsg',
    'EINVAL',
    'a begin function that answers EASYNC for nothing',
    (s) => [held(s), begins(() => EASYNC)(s)],
    (s) => s.caller.forwardmsg(1, PEERS),
  ),
  ...BAD_PORTS.map((port) => misuse('putport', 'EINVAL', `port ${port}`, nothing, (s) => s.caller.putport(port, MINE))),
  ...BAD_INDICES.map((m) => misuse('putport', 'EINVAL', `message ${m}`, nothing, ({ caller }) => caller.putport(1, m))),
  misuse('putport', 'ENXIO', 'a dead port', nothing, ({ caller }) => caller.putport(DEAD_PORT, MINE)),
  misuse('putport', 'ENXIO', 'a dead port and no such message', nothing, (s) =>
    s.caller.putport(DEAD_PORT, NO_MESSAGE),
  ),
  misuse('putport', 'EPERM', 'outside a begin function', nothing, ({ caller }) => caller.putport(1, MINE)),
  misuse('putport', 'EPERM', 'a message it holds', held, ({ caller }) => caller.putport(1, PEERS)),
  ...looks('flags', ({ caller }, message) => caller.flags(message)),
  ...looks('error', ({ caller }, message) => caller.error(message)),
  ...looks('abortRequested', ({ caller }, message) => caller.abortRequested(message)),
];

/** Refused as it must be, by a sentence that names the call, with nothing changed. @throws Breach */
export function tryMisuse({ call, code, of, given, act, says }: Misuse, stage: Stage): void {
  given(stage);
  const before = stage.words.slice();
  // Inside a begin function, it is the call that the function made.
  const named = of.startsWith('a begin function') ? '' : `${code}: ${call}: `;
  refused(`${call} of ${of}`, () => act(stage), code, named, says);
  const changed = stage.words.findIndex((word, at) => word !== before[at]);
  hold(changed < 0, `${call} of ${of} is refused, but has changed word ${changed}`);
}

/** One message more goes to the peer and comes back. @throws Breach */
function works({ caller, peer }: Stage, after: Misuse): void {
  caller.setbegin(1, (thread, port, message) => thread.putport(port, message));
  caller.sendmsg(1, MINE_TOO);
  let at = peer.getport(1);
  while (at !== MINE_TOO && at !== -1) at = peer.getport(1);
  same(`after ${after.call} of ${after.of} the next message that is taken`, at, MINE_TOO);
  peer.replymsg(MINE_TOO, 77);
  same(`after ${after.call} of ${after.of} the next code`, caller.waitmsg(MINE_TOO, 0), 77);
}

export const misuseIsRefused: Contract = {
  name: 'misuse is refused',
  clause: 'C24',
  promises: 'Every misuse is refused with its code, changes no word, and spoils nothing that comes after it.',
  attempt(parts) {
    for (const each of MISUSES) {
      const stage = stageOf(parts);
      tryMisuse(each, stage);
      works(stage, each);
    }
  },
};
