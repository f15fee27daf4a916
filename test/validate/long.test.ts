/** Long recordings of real threads: the work for an event stays small however many there were before. */
import { expect, test } from 'vitest';
import { abortmsg, domsg, program, sendmsg, server, waitmsg, waitport } from '../../properties/programs/build.ts';
import type { Program } from '../../properties/programs/program.ts';
import { runOnThreads } from '../../properties/threads/index.ts';
import { judge, traceLines } from '../../properties/validate/index.ts';

/** Three clients that keep some messages out at once, a server that forwards, and one that answers. */
function busy(rounds: number): Program {
  const client = (id: number): Program['threads'][number] => {
    const round = (number: number) => [
      sendmsg(3, id),
      domsg(4, id + 3),
      sendmsg(3, id + 6),
      ...(number % 7 === 0 ? [abortmsg(3, id + 6)] : []),
      waitmsg(id),
      waitport(id),
    ];
    return (
      program([Array.from({ length: rounds }, (_, number) => round(number)).flat()], { messages: [] }).threads[0] ?? []
    );
  };
  const servers = program([[], [], [], server(3, { forward: 4 }), server(4)], {
    messages: [0, 1, 2, 0, 1, 2, 0, 1, 2],
  });
  return { ...servers, threads: servers.threads.map((lines, id) => (id < 3 ? client(id) : lines)) };
}

test('20 000 events of five real threads', async () => {
  const history = await runOnThreads(busy(220), { now: () => performance.now(), capacity: 40_000, jitter: 'none' });
  expect(history.events.length).toBeGreaterThan(15_000);
  const told: number[] = [];
  const judgement = await judge(traceLines(history, 'this test'), { onProgress: (events) => told.push(events) });
  expect(judgement).toMatchObject({ verdict: 'conforms', events: history.events.length });
  expect(judgement.points).toBeLessThan(5 * history.events.length);
  expect(told.length).toBe(Math.floor(history.events.length / 256));
});

test('the line of an event that is wrong, far down', async () => {
  const history = await runOnThreads(busy(40), { now: () => performance.now(), capacity: 10_000, jitter: 'none' });
  const lines = [...traceLines(history, 'this test')];
  const at = lines.findLastIndex((line) => line.includes('"return":7'));
  lines[at] = (lines[at] ?? '').replace('"return":7', '"return":8');
  const judgement = await judge(lines, { lines: 12 });
  expect(judgement).toMatchObject({ verdict: 'violates', line: at + 1 });
  expect(judgement.lanes.length).toBeLessThan(30);
  expect(judgement.lanes.at(-1)).toContain('= 8');
  expect(judgement.lanes[1]).toContain('lines before');
});
