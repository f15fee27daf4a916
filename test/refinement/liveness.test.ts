/** That every domsg returns and every message comes back (C20, C21), of runs that never end: seeded faults, each seen. */
import { describe, expect, it } from 'vitest';
import { IMPLEMENTATION, type Implementation } from '../../properties/implementation.ts';
import {
  type ExhaustiveResult,
  exhaustive,
  followLoop,
  type SharedMemory,
} from '../../properties/interleaving/index.ts';
import { domsg, getport, program, sendmsg, server } from '../../properties/programs/build.ts';
import type { Program } from '../../properties/programs/program.ts';
import { systemOf } from '../../properties/programs/system.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';

function held(what: Program, implementation: Implementation = IMPLEMENTATION): ExhaustiveResult {
  return exhaustive(systemOf(what, implementation), { monitor: new RefinementMonitor(what, implementation) });
}

/** Its `notify` wakes nobody. */
const deaf: Implementation = {
  ...IMPLEMENTATION,
  name: 'deaf',
  thread: (memory, ...rest) => {
    const silent = new Proxy<SharedMemory>(memory, {
      get: (target, name: keyof SharedMemory) => (name === 'notify' ? () => undefined : target[name].bind(target)),
    });
    return IMPLEMENTATION.thread(silent, ...rest);
  },
};

/** A server that looks again and again never sleeps: there is no state in which nothing can move. */
const POLLED = program([[domsg(1, 0)], [getport(1, 'forever')]], { messages: [0] });

describe('while a server polls for ever', () => {
  it('every domsg returns', () => {
    expect(held(POLLED)).toMatchObject({ verdict: 'holds', terminals: 0, interleavings: Number.POSITIVE_INFINITY });
  });

  it('a wakeup that is lost is C20, though nothing stands still', () => {
    const { violation, schedule = [], loop = { choices: [], thread: -1 } } = held(POLLED, deaf);
    expect(violation).toMatchObject({ kind: 'lost-wakeup', detail: { clause: 'C20' } });
    expect(violation?.message).toContain('thread 0 sleeps for ever in domsg of message 0, which is DONE');
    expect(loop.thread).toBe(0);
    expect(followLoop(systemOf(POLLED, deaf), schedule, loop).watch.flaw(0)).toBeUndefined();
  });

  it('a message that nobody waits for has to come back, too', () => {
    const what = program([[sendmsg(1, 0)], [getport(1, 'forever')]], { messages: [0] });
    const lazy: Implementation = {
      ...IMPLEMENTATION,
      name: 'lazy',
      thread: (...args) => {
        const ports = IMPLEMENTATION.thread(...args);
        return new Proxy(ports, {
          get: (target, name: keyof typeof ports) =>
            name === 'getport' ? nothing(args[0]) : target[name].bind(target),
        });
      },
    };
    expect(held(what).verdict).toBe('holds');
    const { violation, loop } = held(what, lazy);
    expect(violation).toMatchObject({ detail: { clause: 'C21' } });
    expect(violation?.message).toContain('message 0 never comes back: it was sent to port 1');
    expect(loop?.thread).toBe(-1);
  });
});

/** Looks at the memory, as a poll does, and takes nothing. */
function nothing(memory: SharedMemory): () => number {
  return () => {
    memory.load(0);
    return -1;
  };
}

describe('the premise of C21', () => {
  it('fails where the server keeps what it takes, or is none for ever: then nothing has to come back', () => {
    const keeps = program([[sendmsg(1, 0)], [getport(1, 'forever', { keep: true })]], { messages: [0] });
    expect(held(keeps)).toMatchObject({ verdict: 'holds', interleavings: Number.POSITIVE_INFINITY });
    const gone = program([[sendmsg(2, 0)], [getport(1, 'forever')], [getport(2, 1)]], { messages: [0] });
    expect(held(gone)).toMatchObject({ verdict: 'holds', interleavings: Number.POSITIVE_INFINITY });
  });
});

describe('a server that waits', () => {
  it('is asleep as it may, when all calls have returned', () => {
    const { ends, terminals } = held(program([[domsg(1, 0)], server(1)], { messages: [0] }));
    expect(ends).toEqual([{ states: terminals, waiting: [{ thread: 'thread 1', how: 'asleep', daemon: true }] }]);
  });
});
