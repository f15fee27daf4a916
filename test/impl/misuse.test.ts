/**
 * Misuse: for every call and every code it can be refused with, one way to earn it. A refused call changes nothing, and that
 * is taken literally: not one word of the shared memory differs afterwards (C24, C25).
 */
import { expect, test } from 'vitest';
import type { RefusalCode } from '../../impl/index.ts';
import { AtomicsMemory, attach, createSystem, EASYNC, LwktError, Payloads, type Thread } from '../../impl/index.ts';

/** Built-in ports are 0 to 2; 3 is another port of the caller, 4 one of the peer; 5 is dead, and 6 does not exist. */
const [DEAD_PORT, NO_PORT] = [5, 6];
/** 0 and 1 are the caller's, 2 the peer's, 3 nobody's, and 4 does not exist. */
const [MINE, MINE_TOO, PEERS, NOBODYS, NO_MESSAGE] = [0, 1, 2, 3, 4];

interface Stage {
  readonly caller: Thread;
  readonly peer: Thread;
  readonly words: Int32Array;
}

function stage(): Stage {
  const buffer = createSystem({ threads: 3, ports: 6, messages: 4, payloadBytes: 16 });
  const caller = attach(buffer, { thread: 0 });
  const peer = attach(buffer, { thread: 1 });
  for (const message of [MINE, MINE_TOO]) caller.initmsg(message);
  peer.initmsg(PEERS);
  caller.initport(3);
  peer.initport(4);
  return { caller, peer, words: new AtomicsMemory(buffer).words };
}

type Act = (stage: Stage) => unknown;
type Row = readonly [call: string, code: RefusalCode, why: string, given: Act, act: Act];

const nothing: Act = () => undefined;
const sent: Act = ({ caller }) => caller.sendmsg(1, MINE);
const begun: Act = ({ caller }) => caller.beginmsg(1, MINE);
const taken: Act = (s) => [sent(s), s.peer.getport(1)];
const returning: Act = (s) => [taken(s), s.peer.replymsg(MINE, 5)];
const parked: Act = (s) => [returning(s), s.caller.isDone(MINE)];
const replied: Act = (s) => [begun(s), s.peer.replymsg(s.peer.getport(1), 5)];
/** The caller holds the peer's message. */
const held: Act = ({ caller, peer }) => [peer.sendmsg(0, PEERS), caller.getport(0)];

const BAD_INDICES = [NO_MESSAGE, -1, 0.5, Number.NaN, 2 ** 32];

function sends(call: 'domsg' | 'sendmsg' | 'beginmsg'): Row[] {
  const to =
    (port: number, message: number): Act =>
    ({ caller }) =>
      caller[call](port, message);
  const inUse: readonly (readonly [string, Act])[] = [
    ['in transit', sent],
    ['with its target', taken],
    ['in transit back', returning],
    ['parked', parked],
    ['begun', begun],
    ['replied and not collected', replied],
  ];
  return [
    [call, 'EINVAL', 'no such port', nothing, to(NO_PORT, MINE)],
    [call, 'EINVAL', 'a port that is no number', nothing, to(Number.NaN, MINE)],
    ...BAD_INDICES.map((index): Row => [call, 'EINVAL', `message ${index}`, nothing, to(1, index)]),
    [call, 'ENXIO', 'a dead port', nothing, to(DEAD_PORT, MINE)],
    [call, 'ENXIO', 'the built-in port of a thread that is not there', nothing, to(2, MINE)],
    [call, 'EPERM', "another's message", nothing, to(1, PEERS)],
    [call, 'EPERM', "nobody's message", nothing, to(1, NOBODYS)],
    [call, 'EPERM', "another's message that the caller holds", held, to(1, PEERS)],
    ...inUse.map(([why, given]): Row => [call, 'EBUSY', `a message that is ${why}`, given, to(1, MINE)]),
    [call, 'EINVAL', 'a begin function that answers EASYNC for nothing', begins(() => EASYNC), to(1, MINE)],
    [call, 'EINVAL', 'a begin function that answers 2 ** 31', begins(() => 2 ** 31), to(1, MINE)],
    [call, 'EINVAL', 'a begin function that replies EASYNC', begins(replyEasync), to(1, MINE)],
    [call, 'ENXIO', 'a begin function that queues to a dead port', begins((t, m) => t.putport(5, m)), to(1, MINE)],
    [call, 'EBUSY', 'a begin function that sends it again', begins((t, m) => t.domsg(1, m)), to(1, MINE)],
    [call, 'EBUSY', 'a begin function that waits for it', begins((t, m) => t.waitmsg(m)), to(1, MINE)],
    [call, 'EBUSY', 'a begin function that asks whether it is done', begins((t, m) => +t.isDone(m)), to(1, MINE)],
    [call, 'EPERM', 'a begin function that forwards it', begins((t, m) => t.forwardmsg(1, m)), to(1, MINE)],
  ];
}

function begins(decide: (thread: Thread, message: number) => number): Act {
  return ({ caller }) => caller.setbegin(1, (thread, _, message) => decide(thread, message));
}

function replyEasync(thread: Thread, message: number): number {
  thread.replymsg(message, EASYNC);
  return EASYNC;
}

const payloads = ({ caller }: Stage): Payloads => new Payloads(caller);

/** What only shows or changes what one owns. */
function looks(call: string, look: (stage: Stage, message: number) => unknown): Row[] {
  return [
    ...BAD_INDICES.map((index): Row => [call, 'EINVAL', `message ${index}`, nothing, (s) => look(s, index)]),
    [call, 'EPERM', "another's message", nothing, (s) => look(s, PEERS)],
    [call, 'EPERM', 'a message in transit', sent, (s) => look(s, MINE)],
    [call, 'EPERM', 'a message with its target', taken, (s) => look(s, MINE)],
    [call, 'EPERM', 'a reply in transit', returning, (s) => look(s, MINE)],
    [call, 'EPERM', 'a message replied on', (s) => [held(s), s.caller.replymsg(PEERS, 0)], (s) => look(s, PEERS)],
  ];
}

const rows: readonly Row[] = [
  ['initport', 'EINVAL', 'no such port', nothing, ({ caller }) => caller.initport(NO_PORT)],
  ['initport', 'EPERM', 'a port of another', nothing, ({ caller }) => caller.initport(4)],
  ['initport', 'EPERM', 'a port of its own, again', nothing, ({ caller }) => caller.initport(3)],
  ['initport', 'EPERM', 'the built-in port of a thread not there yet', nothing, ({ caller }) => caller.initport(2)],
  ['setbegin', 'EINVAL', 'no such port', nothing, ({ caller }) => caller.setbegin(NO_PORT, () => 0)],
  ['setbegin', 'ENXIO', 'a dead port', nothing, ({ caller }) => caller.setbegin(DEAD_PORT, () => 0)],
  ...BAD_INDICES.map((m): Row => ['initmsg', 'EINVAL', `message ${m}`, nothing, ({ caller }) => caller.initmsg(m)]),
  ['initmsg', 'EPERM', "another's message", nothing, ({ caller }) => caller.initmsg(PEERS)],
  ['initmsg', 'EPERM', "another's message that the caller holds", held, ({ caller }) => caller.initmsg(PEERS)],
  ['initmsg', 'EBUSY', 'a message in transit', sent, ({ caller }) => caller.initmsg(MINE)],
  ['initmsg', 'EBUSY', 'a message parked', parked, ({ caller }) => caller.initmsg(MINE)],
  ...sends('domsg'),
  ...sends('sendmsg'),
  ...sends('beginmsg'),
  ['domsg', 'EDEADLK', 'the built-in port of the caller', nothing, ({ caller }) => caller.domsg(0, MINE)],
  ['domsg', 'EDEADLK', 'another port of the caller', nothing, ({ caller }) => caller.domsg(3, MINE)],
  ['waitmsg', 'EINVAL', 'no such message', nothing, ({ caller }) => caller.waitmsg(NO_MESSAGE)],
  ['waitmsg', 'EPERM', "another's message", nothing, ({ caller }) => caller.waitmsg(PEERS)],
  ['waitmsg', 'EPERM', "another's message that the caller holds", held, ({ caller }) => caller.waitmsg(PEERS)],
  ['isDone', 'EINVAL', 'no such message', nothing, ({ caller }) => caller.isDone(NO_MESSAGE)],
  ['isDone', 'EPERM', "another's message", nothing, ({ caller }) => caller.isDone(PEERS)],
  ['replymsg', 'EINVAL', 'no such message', nothing, ({ caller }) => caller.replymsg(NO_MESSAGE, 0)],
  ...[EASYNC, 0.5, Number.NaN, 2 ** 31].map(
    (code): Row => ['replymsg', 'EINVAL', `code ${code}`, held, ({ caller }) => caller.replymsg(PEERS, code)],
  ),
  ['replymsg', 'EPERM', 'a message of its own, idle', nothing, ({ caller }) => caller.replymsg(MINE, 0)],
  ['replymsg', 'EPERM', "another's message, not taken", nothing, ({ caller }) => caller.replymsg(PEERS, 0)],
  ['replymsg', 'EPERM', 'what its target holds', taken, ({ caller }) => caller.replymsg(MINE, 0)],
  ['replymsg', 'EPERM', 'twice', (s) => [held(s), s.caller.replymsg(PEERS, 1)], (s) => s.caller.replymsg(PEERS, 2)],
  ['replymsg', 'EPERM', 'twice, synchronously', replied, ({ peer }) => peer.replymsg(MINE, 6)],
  [
    'replymsg',
    'EPERM',
    'what it forwarded',
    (s) => [held(s), s.caller.forwardmsg(1, PEERS)],
    (s) => s.caller.replymsg(PEERS, 0),
  ],
  ['getport', 'EINVAL', 'no such port', nothing, ({ caller }) => caller.getport(NO_PORT)],
  ['getport', 'ENXIO', 'a dead port', nothing, ({ caller }) => caller.getport(DEAD_PORT)],
  ['getport', 'EPERM', 'a port of another', taken, ({ caller }) => caller.getport(1)],
  ['waitport', 'EINVAL', 'no such port', nothing, ({ caller }) => caller.waitport(NO_PORT)],
  ['waitport', 'ENXIO', 'a dead port', nothing, ({ caller }) => caller.waitport(DEAD_PORT)],
  ['waitport', 'EPERM', 'a port of another', nothing, ({ caller }) => caller.waitport(4)],
  ['abortmsg', 'EINVAL', 'no such port', sent, ({ caller }) => caller.abortmsg(NO_PORT, MINE)],
  ['abortmsg', 'EINVAL', 'no such message', nothing, ({ caller }) => caller.abortmsg(1, NO_MESSAGE)],
  ['abortmsg', 'ENXIO', 'a dead port', sent, ({ caller }) => caller.abortmsg(DEAD_PORT, MINE)],
  ['abortmsg', 'EPERM', "another's message", held, ({ caller }) => caller.abortmsg(0, PEERS)],
  ['forwardmsg', 'EINVAL', 'no such port', held, ({ caller }) => caller.forwardmsg(NO_PORT, PEERS)],
  ['forwardmsg', 'EINVAL', 'no such message', nothing, ({ caller }) => caller.forwardmsg(1, NO_MESSAGE)],
  ['forwardmsg', 'ENXIO', 'a dead port', held, ({ caller }) => caller.forwardmsg(DEAD_PORT, PEERS)],
  ['forwardmsg', 'EPERM', 'a message of its own, idle', nothing, ({ caller }) => caller.forwardmsg(1, MINE)],
  [
    'forwardmsg',
    'EPERM',
    'what it has replied',
    (s) => [held(s), s.caller.replymsg(PEERS, 1)],
    (s) => s.caller.forwardmsg(1, PEERS),
  ],
  [
    'forwardmsg',
    'EINVAL',
    'a begin function that answers EASYNC for nothing',
    (s) => [held(s), begins(() => EASYNC)(s)],
    (s) => s.caller.forwardmsg(1, PEERS),
  ],
  ['putport', 'EINVAL', 'no such port', nothing, ({ caller }) => caller.putport(NO_PORT, MINE)],
  ['putport', 'EINVAL', 'no such message', nothing, ({ caller }) => caller.putport(1, NO_MESSAGE)],
  ['putport', 'ENXIO', 'a dead port', nothing, ({ caller }) => caller.putport(DEAD_PORT, MINE)],
  ['putport', 'EPERM', 'outside a begin function', nothing, ({ caller }) => caller.putport(1, MINE)],
  ['putport', 'EPERM', 'a message it holds', held, ({ caller }) => caller.putport(1, PEERS)],
  ...looks('flags', ({ caller }, message) => caller.flags(message)),
  ...looks('error', ({ caller }, message) => caller.error(message)),
  ...looks('abortRequested', ({ caller }, message) => caller.abortRequested(message)),
  ...looks('bytes', (s, message) => payloads(s).bytes(message)),
  ...looks('setvalue', (s, message) => payloads(s).setvalue(message, 'x')),
  ...looks('getvalue', (s, message) => payloads(s).getvalue(message)),
];

test.each(rows)('%s: %s for %s', (call, code, why, given, act) => {
  const s = stage();
  given(s);
  const before = s.words.slice();
  let thrown: unknown;
  try {
    act(s);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(LwktError);
  expect(thrown).toMatchObject({ code });
  // The sentence names the call that was made; inside a begin function, the one that the function made.
  if (!why.startsWith('a begin function')) expect(String(thrown)).toContain(`${code}: ${call}: `);
  expect(s.words).toEqual(before);
});

test('no refusal spoils what comes after it', () => {
  for (const [, , , given, act] of rows) {
    const s = stage();
    given(s);
    expect(() => act(s)).toThrow();
    s.caller.setbegin(1, (thread, port, message) => thread.putport(port, message));
    s.caller.sendmsg(1, MINE_TOO);
    let at = s.peer.getport(1);
    while (at !== MINE_TOO) at = s.peer.getport(1);
    s.peer.replymsg(MINE_TOO, 77);
    expect(s.caller.waitmsg(MINE_TOO)).toBe(77);
  }
});

test('every code is earned somewhere', () => {
  expect(new Set(rows.map(([, code]) => code))).toEqual(new Set(['EINVAL', 'ENXIO', 'EPERM', 'EBUSY', 'EDEADLK']));
});
