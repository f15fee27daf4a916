// The model by example, in the order of the mail: domsg, sendmsg, then what they are made of. Reads as a manual.
import { describe, expect, it } from 'vitest';
import type { Action, Configuration, Parameters, State } from '../../model/index.ts';
import {
  abortmsg,
  arrive,
  beginmsg,
  collect,
  completes,
  copy,
  domsg,
  EASYNC,
  ECONNABORTED,
  flagNames,
  forwardmsg,
  getport,
  honourAbort,
  init,
  initmsg,
  NONE,
  queueing,
  queues,
  replies,
  replymsg,
  sendmsg,
  take,
  waitmsg,
  waitport,
} from '../../model/index.ts';

// Two threads, each with its built-in port, and a dead port. Thread 0 owns two messages; the target at port 1 may
// decide anything.
const system: Configuration = {
  threads: 2,
  owners: [0, 1, NONE],
  begins: [queueing(0), { completes: [5], queues: [1], replies: [6] }, queueing(2)],
  originators: [0, 0],
  codes: [7],
};

type Move = readonly [Action, Partial<Parameters>];

const filled = (p: Partial<Parameters>): Parameters => ({ thread: NONE, port: NONE, message: NONE, code: NONE, ...p });

/** Takes the moves one after the other; each has to be enabled. Returns the state, and what each move returned. */
function play(...moves: readonly Move[]): { readonly state: State; readonly returned: (number | null | undefined)[] } {
  const state = init(system);
  const returned = moves.map(([action, p]) => {
    expect(action.guard(system, state, filled(p)), `${action.name} ${JSON.stringify(p)} is enabled`).toBe(true);
    return action.effect(system, state, filled(p))?.value;
  });
  return { state, returned };
}

const enabled = (state: State, [action, p]: Move): boolean => action.guard(system, state, filled(p));

/** What a person looks at: where each message is, and its flags. */
const life = (state: State, message = 0): string => {
  const m = state.messages[message];
  return m === undefined ? '' : `${m.place} {${flagNames(m.flags).join()}}`;
};

const client = { thread: 0 };
const server = { thread: 1 };
const to = { port: 1, message: 0 };

describe('domsg', () => {
  it('returns the code if the target completes at once, and nothing was queued', () => {
    const { state, returned } = play([domsg, { ...client, ...to }], [completes, { ...client, code: 5 }]);
    expect(returned).toEqual([undefined, 5]);
    expect(life(state)).toBe('idle {DONE}');
  });

  it('waits if the target queues, and returns the error of the reply: never EASYNC', () => {
    const { state, returned } = play(
      [domsg, { ...client, ...to }],
      [queues, { ...client, port: 1 }],
      [arrive, { port: 1, message: 0 }],
      [getport, { ...server, port: 1 }],
      [replymsg, { ...server, message: 0, code: 7 }],
      [collect, client],
    );
    expect(returned).toEqual([undefined, undefined, undefined, 0, null, 7]);
    expect(life(state)).toBe('idle {DONE}');
  });

  it('can make no other call meanwhile', () => {
    const { state } = play([domsg, { ...client, ...to }], [queues, { ...client, port: 1 }]);
    expect(enabled(state, [getport, { ...client, port: 0 }])).toBe(false);
    expect(enabled(state, [collect, client])).toBe(false);
  });
});

describe('sendmsg', () => {
  it('replies for a target that completes at once: the message is parked at home', () => {
    const { state, returned } = play([sendmsg, { ...client, ...to }], [completes, { ...client, code: 5 }]);
    expect(returned).toEqual([undefined, null]);
    expect(life(state)).toBe('parked {ASYNC,DONE,QUEUED,REPLY}');
    expect(state.ports[0]?.queue).toEqual([0]);
  });

  it('comes back the same way if the target queues', () => {
    const seen: string[] = [];
    const state = init(system);
    const moves: Move[] = [
      [sendmsg, { ...client, ...to }],
      [queues, { ...client, port: 1 }],
      [arrive, { port: 1, message: 0 }],
      [getport, { ...server, port: 1 }],
      [replymsg, { ...server, message: 0, code: 7 }],
      [arrive, { port: 0, message: 0 }],
      [getport, { ...client, port: 0 }],
    ];
    for (const [action, p] of moves) {
      expect(action.guard(system, state, filled(p))).toBe(true);
      action.effect(system, state, filled(p));
      seen.push(life(state));
    }
    expect(seen).toEqual([
      'begun {ASYNC,DONE}',
      'sent {ASYNC}',
      'queued {ASYNC,QUEUED}',
      'taken {ASYNC}',
      'returning {ASYNC}',
      'parked {ASYNC,DONE,QUEUED,REPLY}',
      'idle {ASYNC,DONE,REPLY}',
    ]);
  });

  it('returns before the message has arrived, so that the target may look and find nothing', () => {
    const { returned, state } = play(
      [sendmsg, { ...client, ...to }],
      [queues, { ...client, port: 1 }],
      [getport, { ...server, port: 1 }],
    );
    expect(returned.at(-1)).toBeNull();
    expect(life(state)).toBe('sent {ASYNC}');
  });
});

describe('beginmsg and waitmsg', () => {
  it('let the answer be collected later, any number of times', () => {
    const { returned } = play(
      [beginmsg, { ...client, ...to }],
      [queues, { ...client, port: 1 }],
      [arrive, { port: 1, message: 0 }],
      [getport, { ...server, port: 1 }],
      [replymsg, { ...server, message: 0, code: 7 }],
      [waitmsg, { ...client, message: 0 }],
      [collect, client],
      [waitmsg, { ...client, message: 0 }],
      [collect, client],
    );
    expect(returned.filter((value) => typeof value === 'number')).toEqual([EASYNC, 0, 7, 7]);
  });

  it('take an asynchronous reply off the port, from behind others too', () => {
    const { state, returned } = play(
      [sendmsg, { ...client, port: 1, message: 0 }],
      [completes, { ...client, code: 5 }],
      [sendmsg, { ...client, port: 1, message: 1 }],
      [completes, { ...client, code: 5 }],
      [waitmsg, { ...client, message: 1 }],
      [collect, client],
    );
    expect(returned.at(-1)).toBe(5);
    expect(state.ports[0]?.queue).toEqual([0]);
    expect(life(state, 1)).toBe('idle {ASYNC,DONE,REPLY}');
  });
});

describe('a begin function', () => {
  it('runs in its caller, which may call meanwhile', () => {
    const { state } = play([domsg, { ...client, ...to }]);
    expect(enabled(state, [sendmsg, { ...client, port: 1, message: 1 }])).toBe(true);
    expect(enabled(state, [completes, { ...server, code: 5 }])).toBe(false);
  });

  it('may reply itself and answer EASYNC', () => {
    const { returned } = play([domsg, { ...client, ...to }], [replies, { ...client, code: 6 }], [collect, client]);
    expect(returned.at(-1)).toBe(6);
  });
});

describe('waitport', () => {
  it('blocks while the queue is empty, and takes the head', () => {
    const waiting = play([waitport, { ...server, port: 1 }]);
    expect(enabled(waiting.state, [take, server])).toBe(false);
    const { returned } = play(
      [waitport, { ...server, port: 1 }],
      [sendmsg, { ...client, ...to }],
      [queues, { ...client, port: 1 }],
      [arrive, { port: 1, message: 0 }],
      [take, server],
    );
    expect(returned.at(-1)).toBe(0);
  });
});

describe('abortmsg', () => {
  const onQueue: Move[] = [
    [beginmsg, { ...client, ...to }],
    [queues, { ...client, port: 1 }],
    [arrive, { port: 1, message: 0 }],
  ];
  const abort: Move = [abortmsg, { ...client, ...to }];

  it('may have a queued message completed instead of served, once', () => {
    const { state } = play(...onQueue, abort, [honourAbort, { message: 0 }]);
    expect(state.messages[0]).toMatchObject({ place: 'answered', error: ECONNABORTED });
    expect(enabled(state, [honourAbort, { message: 0 }])).toBe(false);
  });

  it('leaves a taken message to its target, which can see the request', () => {
    const { state } = play(...onQueue, [getport, { ...server, port: 1 }], abort);
    expect(state.messages[0]).toMatchObject({ place: 'taken', abortRequest: true });
    expect(enabled(state, [honourAbort, { message: 0 }])).toBe(false);
  });

  it('is forgotten with the next send', () => {
    const { state } = play(
      ...onQueue,
      [getport, { ...server, port: 1 }],
      abort,
      [replymsg, { ...server, message: 0, code: 7 }],
      [waitmsg, { ...client, message: 0 }],
      [collect, client],
      ...onQueue,
    );
    expect(enabled(state, [honourAbort, { message: 0 }])).toBe(false);
  });
});

describe('forwardmsg', () => {
  it('hands a message on with its reply port and hint', () => {
    const { state } = play(
      [sendmsg, { ...client, ...to }],
      [queues, { ...client, port: 1 }],
      [arrive, { port: 1, message: 0 }],
      [getport, { ...server, port: 1 }],
      [forwardmsg, { ...server, port: 0, message: 0 }],
      [queues, { ...server, port: 0 }],
    );
    expect(state.messages[0]).toMatchObject({ place: 'sent', replyPort: 0, at: 0 });
    expect(life(state)).toBe('sent {ASYNC}');
  });

  it('leaves it to the forwarder if the target answers a code', () => {
    const { state, returned } = play(
      [sendmsg, { ...client, ...to }],
      [queues, { ...client, port: 1 }],
      [arrive, { port: 1, message: 0 }],
      [getport, { ...server, port: 1 }],
      [forwardmsg, { ...server, port: 1, message: 0 }],
      [completes, { ...server, code: 5 }],
    );
    expect(returned.at(-1)).toBe(5);
    expect(state.messages[0]).toMatchObject({ place: 'taken', holder: 1 });
  });
});

describe('misuse is refused as', () => {
  const started = play([sendmsg, { ...client, ...to }], [queues, { ...client, port: 1 }]).state;
  const cases: readonly (readonly [string, State, Action, Partial<Parameters>])[] = [
    ['EBUSY', started, sendmsg, { ...client, ...to }],
    ['EBUSY', started, initmsg, { ...client, message: 0 }],
    ['EPERM', started, replymsg, { ...server, message: 0, code: 7 }],
    ['EPERM', started, forwardmsg, { ...server, port: 1, message: 0 }],
    ['EPERM', started, waitmsg, { ...server, message: 0 }],
    ['EPERM', started, getport, { ...client, port: 1 }],
    ['EPERM', started, abortmsg, { ...server, port: 1, message: 0 }],
    ['EPERM', started, domsg, { ...server, port: 1, message: 1 }],
    ['ENXIO', started, domsg, { ...client, port: 2, message: 1 }],
    ['EINVAL', started, domsg, { ...client, port: 3, message: 1 }],
    ['EINVAL', started, waitmsg, { ...client, message: 2 }],
    ['EINVAL', started, replymsg, { ...server, message: 0, code: EASYNC }],
    ['EDEADLK', started, domsg, { ...client, port: 0, message: 1 }],
  ];
  it.each(cases)('%s', (code, state, action, p) => {
    const untouched = copy(state);
    expect(action.refuses?.(system, state, filled(p))?.code).toBe(code);
    expect(action.guard(system, state, filled(p))).toBe(false);
    expect(state).toEqual(untouched);
  });
});
