import { afterAll, describe, expect, it } from 'vitest';
import { accept } from '../../properties/history/accept.ts';
import {
  abortmsg,
  beginmsg,
  domsg,
  getport,
  limited,
  program,
  sendmsg,
  server,
  waitmsg,
  waitport,
} from '../../properties/programs/build.ts';
import type { Program } from '../../properties/programs/program.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import {
  describeUnfinished,
  observe,
  type RunOptions,
  runOnThreads,
  WorkerPool,
} from '../../properties/threads/index.ts';
import { callsOf, complaints } from './well-formed.ts';

const pool = new WorkerPool();
const now = (): number => performance.now();
afterAll(() => pool.close());

const run = (what: Program, options: Partial<RunOptions> = {}): ReturnType<typeof observe> =>
  observe(what, { now, pool, ...options });

describe('a program on real threads', () => {
  for (const { name, program: what } of SCENARIOS) {
    it(`${name}: a well-formed history that the model can produce`, async () => {
      const { history } = await run(what);
      expect(complaints(history)).toEqual([]);
      expect(accept(history)).toMatchObject({ verdict: 'conforms' });
    });
  }

  it('records the calls of each thread in the order of its program', async () => {
    const { history } = await run(SCENARIOS[0]?.program ?? program([], { messages: [] }));
    expect(history.end).toBe('quiescent');
    expect(callsOf(history, 0)).toEqual(['domsg 1 0']);
    expect(callsOf(history, 1)).toEqual(['waitport 1 -1', 'replymsg -1 0', 'waitport 1 -1']);
    expect(history.events.filter((event) => 'result' in event)).toEqual(
      expect.arrayContaining([
        { thread: 0, result: { value: 7 }, seen: { message: 0, flags: 2, error: 7, abortRequest: false } },
      ]),
    );
  });

  it('puts a return before every call that was made after it', async () => {
    // The reply carries the order: thread 0 asks the server only after its first request has come back.
    const { history } = await run(program([[domsg(1, 0), domsg(1, 0)], server(1)], { messages: [0] }));
    const own = history.events.map((event) => `${event.thread} ${'call' in event ? event.call.name : 'returned'}`);
    expect(own.indexOf('0 returned')).toBeGreaterThan(own.indexOf('1 replymsg'));
    expect(own.lastIndexOf('0 domsg')).toBeGreaterThan(own.indexOf('0 returned'));
  });

  it('sleeps at once, polls before sleeping, and with delays before accesses', async () => {
    const what = program([[sendmsg(1, 0), waitmsg(0), domsg(1, 0)], server(1)], { messages: [0] });
    for (const options of [{ looks: 0 }, { looks: 10_000 }, { jitter: 'accesses' }, { jitter: 'none' }] as const) {
      const { history } = await run(what, options);
      expect(accept(history)).toMatchObject({ verdict: 'conforms' });
      expect(history.end).toBe('quiescent');
    }
  });

  it('records whether the abort was asked for of what has come back', async () => {
    const lines = [beginmsg(1, 0), abortmsg(1, 0), waitmsg(0), domsg(1, 0)];
    const { history } = await run(program([lines, server(1)], { messages: [0] }));
    const seen = history.events.flatMap((event) => (event.thread === 0 && 'seen' in event ? [event.seen] : []));
    // The abort may find the message finished, and a finished message it leaves alone.
    expect(accept(history)).toMatchObject({ verdict: 'conforms' });
    expect(seen.map((each) => typeof each?.abortRequest)).toEqual(['boolean', 'boolean']);
    expect(seen[1]).toMatchObject({ abortRequest: false });
  });

  it('records an abort request that the server sees, where that is certain', async () => {
    const what = program([[sendmsg(1, 0), abortmsg(1, 0), waitmsg(0)], server(1)], { messages: [0] });
    const seen = new Set<boolean | undefined>();
    for (let seed = 0; seed < 200 && !(seen.has(true) && seen.has(false)); seed++) {
      const { history } = await run(what, { rounds: 5, jitter: 'stalls', looks: 0, seed });
      expect(accept(history)).toMatchObject({ verdict: 'conforms' });
      const requests = history.events.filter((event) => event.thread === 1 && 'seen' in event);
      for (const event of requests) if ('seen' in event) seen.add(event.seen?.abortRequest);
    }
    expect(seen).toContain(true);
    expect(seen).toContain(false);
  });

  it('is gone through as often as asked for', async () => {
    const what = program([[domsg(1, 0), sendmsg(1, 0), waitmsg(0)], server(1)], { messages: [0] });
    const { history } = await run(what, { rounds: 3 });
    expect(history.end).toBe('quiescent');
    expect(callsOf(history, 0)).toEqual(Array(3).fill(['domsg 1 0', 'sendmsg 1 0', 'waitmsg -1 0']).flat());
    expect(complaints(history)).toEqual([]);
    expect(accept(history)).toMatchObject({ verdict: 'conforms' });
  });

  it('records a time-out', async () => {
    const what = program([[limited(domsg(1, 0))], [waitport(1, 1, { keep: true })]], { messages: [0] });
    const { history } = await run(what);
    expect(history.events).toContainEqual({ thread: 0, result: { refused: 'ETIMEDOUT' } });
    expect(accept(history)).toMatchObject({ verdict: 'conforms' });
  });

  it('is quiescent when a thread polls for ever and nothing else moves', async () => {
    const what = program([[sendmsg(1, 0), waitmsg(0)], [getport(1, 'forever')]], { messages: [0] });
    const { history } = await run(what);
    expect(history.end).toBe('quiescent');
    expect(callsOf(history, 1)).toContain('replymsg -1 0');
  });

  it('is cut when a thread has no room left to record', async () => {
    const what = program([[domsg(1, 0), domsg(1, 0), domsg(1, 0)], server(1)], { messages: [0] });
    const { history } = await run(what, { capacity: 4 });
    expect(history.end).toBe('cut');
    const recorded = [0, 1].map((id) => history.events.filter(({ thread }) => thread === id).length);
    expect(Math.max(...recorded)).toBe(4);
    expect(accept(history)).toMatchObject({ verdict: 'conforms' });
  });

  it('makes a pool of its own', async () => {
    const history = await runOnThreads(program([[domsg(1, 0)], server(1)], { messages: [0] }), { now });
    expect(accept(history)).toMatchObject({ verdict: 'conforms' });
  });

  it('refuses a second run on a pool in use', async () => {
    const what = program([[domsg(1, 0)], server(1)], { messages: [0] });
    const first = run(what);
    await expect(run(what)).rejects.toThrow('one run at a time');
    expect((await first).history.end).toBe('quiescent');
  });
});

describe('a program that hangs', () => {
  it('ends at once when all threads sleep on each other, and says who waits for what', async () => {
    const what = program([[domsg(1, 0)], [domsg(0, 1)]], { messages: [0, 1] });
    const started = now();
    const { history, unfinished } = await run(what, { boundMs: 60_000 });
    expect(now() - started).toBeLessThan(10_000);
    expect(history.end).toBe('quiescent');
    expect(unfinished.map(describeUnfinished)).toEqual([
      'thread 0 is inside domsg port 1 message 0, asleep on message0.state, which holds 2',
      'thread 1 is inside domsg port 0 message 1, asleep on message1.state, which holds 2',
    ]);
    expect(accept(history)).toMatchObject({ verdict: 'conforms' });
  });

  it('leaves its workers usable', async () => {
    const hangs = program([[domsg(1, 0)], [waitport(1, 1, { keep: true })]], { messages: [0] });
    const works = program([[domsg(1, 0)], server(1)], { messages: [0] });
    for (let round = 0; round < 5; round++) {
      expect((await run(hangs)).unfinished).toHaveLength(1);
      expect(callsOf((await run(works)).history, 0)).toEqual(['domsg 1 0']);
    }
  });
});
