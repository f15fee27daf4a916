import { afterAll, describe, expect, it } from 'vitest';
import { EASYNC } from '../../model/index.ts';
import { accept } from '../../properties/history/accept.ts';
import type { History, HistoryEvent } from '../../properties/history/history.ts';
import { domsg, program, sendmsg, server, waitmsg } from '../../properties/programs/build.ts';
import { checkThreads, describeRejection, runOnThreads, WorkerPool } from '../../properties/threads/index.ts';

const pool = new WorkerPool();
const now = (): number => performance.now();
afterAll(() => pool.close());

describe('many programs on real threads', () => {
  it('are all accepted', async () => {
    const told: number[] = [];
    const report = await checkThreads({ seed: 7, runs: 300, now, pool, onProgress: (runs) => told.push(runs) });
    expect(report.rejected.flatMap(describeRejection)).toEqual([]);
    expect(report).toMatchObject({ runs: 300, accepted: 300 - report.undecided, expired: false });
    expect(report.undecided).toBeLessThan(10);
    expect(report.cut).toBeLessThan(30);
    expect(told).toHaveLength(300);
    const expected = 'abortmsg beginmsg domsg forwardmsg getport initmsg replymsg sendmsg waitmsg waitport';
    expect(Object.keys(report.calls).sort().join(' ')).toBe(expected);
  });

  it('vary in their schedules', async () => {
    const what = program([[domsg(2, 0)], [sendmsg(2, 1), waitmsg(1)], server(2)], { messages: [0, 1] });
    const programs = [{ name: 'two clients', program: what }];
    const { distinct, accepted } = await checkThreads({ seed: 1, runs: 40, now, pool, programs });
    expect(accepted).toBe(40);
    expect(distinct).toBeGreaterThan(5);
  });

  it('stop when the time is over', async () => {
    let asked = 0;
    const report = await checkThreads({ seed: 1, runs: 1000, now, pool, expired: () => ++asked > 5 });
    expect(report).toMatchObject({ runs: 5, expired: true });
  });

  it('reject what a seeded fault does, and stop', async () => {
    const changes = [{ file: 'impl/delivery.js', from: 'found === SLEEPING', to: 'false' }];
    const fault = { name: 'the sleep mark is not seen', changes };
    const report = await checkThreads({ seed: 1, runs: 50, now, pool, fault, boundMs: 50, rejectionsMax: 1 });
    expect(report.rejected[0]?.clause).toBe('C20');
    expect(report.runs).toBeLessThan(50);
    const text = describeRejection(report.rejected[0] as (typeof report.rejected)[number]).join('\n');
    expect(text).toContain('nothing moves any more');
    expect(text).toContain('nobody has woken it');
  });
});

describe('a history that was tampered with', () => {
  const CLIENTS = program([[domsg(2, 0)], [domsg(2, 1)], server(2, { reply: 7 })], { messages: [0, 1] });
  const recorded = (): Promise<History> => runOnThreads(CLIENTS, { now, pool });

  function changed(history: History, change: (event: HistoryEvent, index: number) => HistoryEvent[]): History {
    return { ...history, events: history.events.flatMap(change) };
  }
  const isReturn = (event: HistoryEvent, thread: number): boolean => event.thread === thread && 'result' in event;

  it('untouched is accepted', async () => {
    expect(accept(await recorded())).toMatchObject({ verdict: 'conforms' });
  });

  it('with EASYNC returned from domsg', async () => {
    const history = changed(await recorded(), (event) =>
      isReturn(event, 0) ? [{ thread: 0, result: { value: EASYNC } }] : [event],
    );
    expect(accept(history)).toMatchObject({ verdict: 'violates', clause: 'C1' });
  });

  it('with another code than the reply’s', async () => {
    const history = changed(await recorded(), (event) =>
      isReturn(event, 1) ? [{ thread: 1, result: { value: 5 } }] : [event],
    );
    expect(accept(history)).toMatchObject({ verdict: 'violates', clause: 'C2' });
  });

  it('with the results of two threads swapped', async () => {
    const what = program([[domsg(2, 0)], [domsg(3, 1)], server(2, { reply: 7 }), server(3, { reply: 5 })], {
      messages: [0, 1],
    });
    const history = await runOnThreads(what, { now, pool });
    expect(accept(history)).toMatchObject({ verdict: 'conforms' });
    const first = history.events.find((event) => isReturn(event, 0));
    const second = history.events.find((event) => isReturn(event, 1));
    if (first === undefined || second === undefined) throw new Error('both clients return');
    const swapped = changed(history, (event) =>
      event === first ? [{ ...second, thread: 0 }] : event === second ? [{ ...first, thread: 1 }] : [event],
    );
    expect(accept(swapped)).toMatchObject({ verdict: 'violates' });
  });

  it('with a reply dropped', async () => {
    const history = await recorded();
    const at = history.events.findIndex((event) => 'call' in event && event.call.name === 'replymsg');
    const server2 = history.events.filter(({ thread }) => thread === 2);
    const after = server2.indexOf(history.events[at] as HistoryEvent) + 1;
    const dropped = [history.events[at], server2[after]];
    expect(accept(changed(history, (event) => (dropped.includes(event) ? [] : [event])))).toMatchObject({
      verdict: 'violates',
    });
  });

  it('with flags that the message cannot have', async () => {
    const history = changed(await recorded(), (event) =>
      isReturn(event, 0) && 'seen' in event && event.seen !== undefined
        ? [{ ...event, seen: { ...event.seen, flags: event.seen.flags | 4 } }]
        : [event],
    );
    expect(accept(history)).toMatchObject({ verdict: 'violates', clause: 'C15' });
  });

  it('with a return that never came although nothing moves any more', async () => {
    const history = changed(await recorded(), (event) => (isReturn(event, 0) ? [] : [event]));
    expect(accept(history)).toMatchObject({ verdict: 'violates', clause: 'C20', event: history.events.length });
  });
});
