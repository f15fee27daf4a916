/**
 * In which order messages can have been on a queue, with as few events as show it. Threads 0 to 2; ports and messages
 * theirs.
 */
import { expect, test } from 'vitest';
import { ASYNC, DONE, ECONNABORTED, REPLY } from '../../model/index.ts';
import { accept } from '../../properties/history/accept.ts';
import type { HistoryEvent } from '../../properties/history/history.ts';
import { program } from '../../properties/programs/build.ts';
import type { Call, PortSpec } from '../../properties/programs/program.ts';
import { plain } from './plain.ts';

/** Messages 0, 3, 6 are thread 0's, and so on. */
const MESSAGES = [0, 1, 2, 0, 1, 2, 0];

type Line = readonly [thread: number, what: Call['name'] | '=', ...numbers: (number | null)[]];

/** `[0, 'sendmsg', port, message]`, `[0, 'replymsg', message, code]`, `[0, '=', value]`. */
function event([thread, what, first = null, second = null]: Line): HistoryEvent {
  if (what === '=') return { thread, result: { value: first } };
  const base = { name: what, thread, port: -1, message: -1, code: -1 };
  const [a, b] = [first ?? -1, second ?? -1];
  if (what === 'replymsg') return { thread, call: { ...base, message: a, code: b } };
  if (what === 'waitmsg') return { thread, call: { ...base, message: a } };
  return { thread, call: { ...base, port: a, message: b } };
}

/** A call that returns at once. */
function done(thread: number, name: Call['name'], a: number, b: number | undefined, value: number | null): Line[] {
  return [
    [thread, name, a, ...(b === undefined ? [] : [b])],
    [thread, '=', value],
  ];
}
const send = (thread: number, port: number, message: number): Line[] => done(thread, 'sendmsg', port, message, null);
const take = (thread: number, port: number, message: number | null): Line[] =>
  done(thread, 'getport', port, undefined, message);
const reply = (thread: number, message: number, code = 7): Line[] => done(thread, 'replymsg', message, code, null);
const wait = (thread: number, message: number, code = 7): Line[] => done(thread, 'waitmsg', message, undefined, code);
const abort = (thread: number, port: number, message: number): Line[] => done(thread, 'abortmsg', port, message, null);

/** The verdict, which the naive acceptance shares: `conforms`, or the clause and the event. */
function judged(lines: readonly Line[], ports: readonly PortSpec[] = []): string {
  const history = {
    program: program([[], [], []], { messages: MESSAGES, ports }),
    events: lines.map(event),
    end: 'cut' as const,
  };
  const { verdict, clause, event: at } = accept(history);
  expect(plain(history)).toEqual(at === undefined ? { verdict } : { verdict, event: at });
  return verdict === 'conforms' ? verdict : `${clause} at ${at}`;
}

test('what was sent before may have arrived before one’s own', () => {
  expect(judged([...send(1, 0, 1), ...send(0, 0, 0), ...take(0, 0, 1), ...take(0, 0, 0)])).toBe('conforms');
  expect(judged([...send(1, 0, 1), ...send(0, 0, 0), ...take(0, 0, 0), ...take(0, 0, 1)])).toBe('conforms');
});

test('what is sent afterwards comes after one’s own', () => {
  expect(judged([...send(0, 0, 0), ...send(1, 0, 1), ...take(0, 0, 0), ...take(0, 0, 1)])).toBe('conforms');
  expect(judged([...send(0, 0, 0), ...send(1, 0, 1), ...take(0, 0, 1)])).toBe('C13 at 5');
  expect(judged([...send(0, 0, 0), ...take(0, 0, null)])).toBe('C19 at 3');
});

test('a send that has not returned may have come before', () => {
  const sends: Line[] = [[1, 'sendmsg', 0, 1], ...send(0, 0, 0), [1, '=', null]];
  expect(judged([...sends, ...take(0, 0, 1), ...take(0, 0, 0)])).toBe('conforms');
  expect(judged([...sends, ...take(0, 0, 0), ...take(0, 0, 1)])).toBe('conforms');
});

test('so may a reply that has not returned', () => {
  const taken: Line[] = [...send(0, 1, 0), ...take(1, 1, 0)];
  const pending: Line[] = [...taken, [1, 'replymsg', 0, 7], ...send(0, 0, 3), [1, '=', null]];
  expect(judged([...pending, ...take(0, 0, 0), ...take(0, 0, 3)])).toBe('conforms');
  expect(judged([...taken, ...send(0, 0, 3), ...reply(1, 0), ...take(0, 0, 0)])).toBe('C13 at 9');
});

/** Thread 1 answers messages 0, 3 and 6 of thread 0, in this order. */
const ANSWERED: readonly Line[] = [0, 3, 6].flatMap((message) => [
  ...send(0, 1, message),
  ...take(1, 1, message),
  ...reply(1, message),
]);

test('a wait for the last makes those before it arrive, in their order', () => {
  expect(judged([...ANSWERED, ...wait(0, 6), ...take(0, 0, 0), ...take(0, 0, 3)])).toBe('conforms');
  expect(judged([...ANSWERED, ...wait(0, 6), ...take(0, 0, 3)])).toBe('C13 at 21');
  expect(judged([...ANSWERED, ...wait(0, 6), ...take(0, 0, null)])).toBe('C19 at 21');
  expect(judged([...ANSWERED, ...take(0, 0, null), ...wait(0, 6), ...take(0, 0, 0)])).toBe('conforms');
});

test('what is sent after such a wait comes after them, unless its send was on the way', () => {
  expect(judged([...ANSWERED, ...wait(0, 6), ...send(2, 0, 2), ...take(0, 0, 2)])).toBe('C13 at 23');
  const overlapping: Line[] = [...ANSWERED, [2, 'sendmsg', 0, 2], ...wait(0, 6), [2, '=', null]];
  expect(judged([...overlapping, ...take(0, 0, 2), ...take(0, 0, 0), ...take(0, 0, 3)])).toBe('conforms');
  expect(judged([...overlapping, ...take(0, 0, 0), ...take(0, 0, 2), ...take(0, 0, 3)])).toBe('conforms');
  expect(judged([...overlapping, ...take(0, 0, 3)])).toBe('C13 at 23');
});

test('an aborted request comes back before or after another reply of the same thread', () => {
  const sent: Line[] = [...send(0, 1, 0), ...send(0, 1, 3), ...take(1, 1, 0), ...abort(0, 1, 3)];
  const back = (message: number): Line[] => take(0, 0, message);
  expect(judged([...sent, ...reply(1, 0), ...back(3), ...back(0)])).toBe('conforms');
  expect(judged([...sent, ...reply(1, 0), ...back(0), ...back(3), ...wait(0, 3, ECONNABORTED)])).toBe('conforms');
  const asked: Line[] = [...sent.slice(0, -2), [0, 'abortmsg', 1, 3], ...reply(1, 0), [0, '=', null]];
  expect(judged([...asked, ...back(3), ...back(0)])).toBe('conforms');
  const late: Line[] = [...send(0, 1, 0), ...send(0, 1, 3), ...take(1, 1, 0), ...reply(1, 0), ...abort(0, 1, 3)];
  expect(judged([...late, ...back(3)])).toBe('C13 at 11');
});

test('an aborted request is out of the way of those behind it', () => {
  const sent: Line[] = [...send(0, 1, 0), ...send(0, 1, 3)];
  expect(judged([...sent, ...abort(0, 1, 0), ...take(1, 1, 3), ...wait(0, 0, ECONNABORTED)])).toBe('conforms');
  expect(judged([...sent, ...abort(0, 1, 3), ...take(1, 1, 3), ...take(1, 1, 0)])).toBe('C13 at 7');
});

test('a request to oneself that is aborted comes back on the same queue, anew', () => {
  const sent: Line[] = [...send(0, 0, 0), ...send(0, 0, 3), ...abort(0, 0, 0)];
  const history = (flags: number): HistoryEvent[] => [
    ...[...sent, ...take(0, 0, 3), ...take(0, 0, 0)].slice(0, -1).map(event),
    { thread: 0, result: { value: 0 }, seen: { message: 0, flags, error: ECONNABORTED } },
  ];
  const of = program([[], [], []], { messages: MESSAGES });
  expect(accept({ program: of, events: history(ASYNC | DONE | REPLY), end: 'cut' }).verdict).toBe('conforms');
  expect(accept({ program: of, events: history(ASYNC), end: 'cut' }).verdict).toBe('violates');
});
