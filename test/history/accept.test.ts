/** Hand-written histories, smallest first: what the model can produce and what it cannot. */
import { describe, expect, test } from 'vitest';
import { ASYNC, DONE, EASYNC, ECONNABORTED, REPLY } from '../../model/index.ts';
import { type Acceptance, accept } from '../../properties/history/accept.ts';
import type { History, HistoryEvent } from '../../properties/history/history.ts';
import { program, server } from '../../properties/programs/build.ts';
import type { Call, PortSpec, Result } from '../../properties/programs/program.ts';

type Line = readonly [thread: number, name: Call['name'], port: number, message: number, code?: number] | Return;
type Return = readonly [
  thread: number,
  returned: '=',
  value: number | null | string,
  seen?: readonly [number, number, number],
];

/** Two clients (0, 1) with the messages 0 and 2, and 1; one server (2); port 3 belongs to the server too. */
function history(lines: readonly Line[], end: History['end'] = 'cut', begin?: PortSpec['begin']): History {
  const port: PortSpec = begin === undefined ? { owner: 2 } : { owner: 2, begin };
  return {
    program: program([[], [], server(2)], { messages: [0, 1, 0], ports: [port] }),
    events: lines.map(event),
    end,
  };
}

function event(line: Line): HistoryEvent {
  if (line[1] !== '=') {
    const [thread, name, port, message, code = -1] = line;
    return { thread, call: { name, thread, port, message, code } };
  }
  const [thread, , value, seen] = line as Return;
  const result: Result = typeof value === 'string' ? { refused: value } : { value };
  return seen === undefined
    ? { thread, result }
    : { thread, result, seen: { message: seen[0], flags: seen[1], error: seen[2] } };
}

function rejected(acceptance: Acceptance): [string, number | undefined] {
  expect(acceptance.verdict).toBe('violates');
  return [acceptance.clause ?? 'none', acceptance.event];
}

const SERVED: readonly Line[] = [
  [0, 'domsg', 2, 0],
  [2, 'waitport', 2, -1],
  [2, '=', 0],
  [2, 'replymsg', -1, 0, 7],
  [2, '=', null],
  [0, '=', 7],
];

describe('accepted', () => {
  test('a domsg that is served', () => {
    expect(accept(history(SERVED)).verdict).toBe('conforms');
  });

  test('a server that waits for ever, at a quiescent end', () => {
    expect(accept(history([...SERVED, [2, 'waitport', 2, -1]], 'quiescent')).verdict).toBe('conforms');
  });

  test('a domsg that nobody serves may wait for ever', () => {
    expect(accept(history([[0, 'domsg', 2, 0]], 'quiescent')).verdict).toBe('conforms');
  });

  test('a send that has returned may still be in transit', () => {
    const lines: Line[] = [
      [0, 'sendmsg', 2, 0],
      [0, '=', null],
      [2, 'getport', 2, -1],
      [2, '=', null],
    ];
    expect(accept(history(lines)).verdict).toBe('conforms');
  });

  test('two senders are not ordered', () => {
    const lines: Line[] = [
      [0, 'sendmsg', 2, 0],
      [0, '=', null],
      [1, 'sendmsg', 2, 1],
      [1, '=', null],
      [2, 'waitport', 2, -1],
      [2, '=', 1],
    ];
    expect(accept(history(lines)).verdict).toBe('conforms');
  });

  test('an abort may come back as ECONNABORTED, or too late', () => {
    const sent: Line[] = [
      [0, 'sendmsg', 2, 0],
      [0, '=', null],
      [0, 'abortmsg', 2, 0],
      [0, '=', null],
    ];
    expect(accept(history([...sent, [0, 'waitmsg', -1, 0], [0, '=', ECONNABORTED]])).verdict).toBe('conforms');
    const served: Line[] = [
      [2, 'waitport', 2, -1],
      [2, '=', 0],
      [2, 'replymsg', -1, 0, 7],
      [2, '=', null],
    ];
    expect(accept(history([...sent, ...served, [0, 'waitmsg', -1, 0], [0, '=', 7]])).verdict).toBe('conforms');
  });

  test('a completed sendmsg is found on the reply port with its flags', () => {
    const lines: Line[] = [
      [0, 'sendmsg', 3, 0],
      [0, '=', null],
      [0, 'getport', 0, -1],
      [0, '=', 0, [0, ASYNC | DONE | REPLY, 5]],
    ];
    expect(accept(history(lines, 'cut', { does: 'complete', code: 5 })).verdict).toBe('conforms');
  });

  test('misuse that is refused', () => {
    const lines: Line[] = [
      [0, 'sendmsg', 2, 0],
      [0, '=', null],
      [0, 'sendmsg', 2, 0],
      [0, '=', 'EBUSY'],
    ];
    expect(accept(history(lines)).verdict).toBe('conforms');
  });
});

describe('rejected, with the clause and the event', () => {
  const swap = (at: number, line: Line): Line[] => SERVED.map((old, index) => (index === at ? line : old));

  test('EASYNC from domsg', () => {
    expect(rejected(accept(history(swap(5, [0, '=', EASYNC]))))).toEqual(['C1', 5]);
  });

  test('another code than the reply', () => {
    expect(rejected(accept(history(swap(5, [0, '=', 8]))))).toEqual(['C2', 5]);
  });

  test('a domsg that returns before its reply', () => {
    const [call, take, took] = SERVED as [Line, Line, Line];
    expect(rejected(accept(history([call, take, took, [0, '=', 7]])))[1]).toBe(3);
  });

  test('a lost wakeup: answered, and asleep for ever', () => {
    expect(rejected(accept(history(SERVED.slice(0, 5), 'quiescent')))).toEqual(['C20', 5]);
  });

  test('a request that never reaches a server asleep', () => {
    const lines: Line[] = [
      [0, 'domsg', 2, 0],
      [2, 'waitport', 2, -1],
    ];
    expect(rejected(accept(history(lines, 'quiescent')))).toEqual(['C20', 2]);
  });

  test('two messages of one sender, out of order', () => {
    const lines: Line[] = [
      [0, 'sendmsg', 2, 0],
      [0, '=', null],
      [0, 'sendmsg', 2, 2],
      [0, '=', null],
      [2, 'waitport', 2, -1],
      [2, '=', 2],
    ];
    expect(rejected(accept(history(lines)))).toEqual(['C13', 5]);
  });

  test('ECONNABORTED that nobody asked for', () => {
    const lines: Line[] = [
      [0, 'sendmsg', 2, 0],
      [0, '=', null],
      [0, 'waitmsg', -1, 0],
      [0, '=', ECONNABORTED],
    ];
    expect(rejected(accept(history(lines)))[1]).toBe(3);
  });

  test('an asynchronous reply without REPLY', () => {
    const lines: Line[] = [
      [0, 'sendmsg', 3, 0],
      [0, '=', null],
      [0, 'getport', 0, -1],
      [0, '=', 0, [0, ASYNC | DONE, 5]],
    ];
    expect(rejected(accept(history(lines, 'cut', { does: 'complete', code: 5 })))).toEqual(['C15', 3]);
  });

  test('misuse that is let through, and use that is refused', () => {
    const twice: Line[] = [
      [0, 'sendmsg', 2, 0],
      [0, '=', null],
      [0, 'sendmsg', 2, 0],
      [0, '=', null],
    ];
    expect(rejected(accept(history(twice)))).toEqual(['C24', 3]);
    expect(
      rejected(
        accept(
          history([
            [0, 'sendmsg', 2, 0],
            [0, '=', 'EBUSY'],
          ]),
        ),
      ),
    ).toEqual(['C24', 1]);
  });
});

test('too much to follow is undecided, never accepted', () => {
  const acceptance = accept(history(SERVED), { points: 1 });
  expect(acceptance).toMatchObject({ verdict: 'undecided' });
});
