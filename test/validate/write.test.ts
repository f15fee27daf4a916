/** What is written is read again, unchanged; and what our own implementation did is judged to conform. */
import { expect, test } from 'vitest';
import { NONE } from '../../model/index.ts';
import type { History, HistoryEvent } from '../../properties/history/history.ts';
import { program } from '../../properties/programs/build.ts';
import { configurationOf, type PortSpec } from '../../properties/programs/program.ts';
import { EventReader, judge, readHeader, traceLines } from '../../properties/validate/index.ts';
import { walk } from '../history/walk.ts';

function readBack(lines: readonly string[]): History {
  const header = readHeader(lines[0] ?? '');
  const reader = new EventReader(header);
  const events: HistoryEvent[] = [];
  for (const line of lines.slice(1)) {
    const read = reader.read(line);
    if ('end' in read) return { program: header.program, events, end: read.end };
    events.push(read);
  }
  throw new Error('no end');
}

const PORTS: readonly (readonly PortSpec[])[] = [
  [],
  [{ owner: 1, begin: { does: 'complete', code: 5 } }],
  [{ owner: 0, begin: { does: 'reply', code: -5 } }, { owner: NONE }],
  [
    { owner: 1, begin: { does: 'decide', code: 5 } },
    { owner: 0, begin: { does: 'queue', port: 1 } },
  ],
];

test('histories of all kinds, there and back', async () => {
  for (let seed = 0; seed < 300; seed++) {
    const ports = PORTS[seed % PORTS.length] ?? [];
    const history = walk(seed, { threads: 2, messages: 2, events: 40, ports, shows: seed % 3 !== 0 });
    const lines = [...traceLines(history, 'a walk')];
    const back = readBack(lines);
    expect(back.events).toEqual(history.events);
    expect(back.end).toBe(history.end);
    expect(configurationOf(back.program)).toEqual(configurationOf(history.program));
    expect([...traceLines(back, 'a walk')]).toEqual(lines);
    expect(await judge(lines)).toMatchObject({ verdict: 'conforms', events: history.events.length });
  }
});

test('refusals, ends of time, nested calls and what nobody looked at', () => {
  const base = { name: 'domsg', port: 2, message: 0, code: NONE } as const;
  const nested = { port: 1, message: 1 };
  const events: readonly HistoryEvent[] = [
    { thread: 0, call: { ...base, thread: 0, timeout: true, nested } },
    { thread: 0, result: { refused: 'ETIMEDOUT' } },
    { thread: 0, call: { ...base, name: 'waitmsg', port: NONE, thread: 0 } },
    { thread: 0, result: { value: 7 }, seen: { message: 0, flags: 2, error: 7 } },
    { thread: 0, call: { ...base, name: 'initmsg', port: NONE, thread: 0 } },
    { thread: 1, call: { ...base, name: 'replymsg', port: NONE, thread: 1, code: -1 } },
  ];
  const ports: readonly PortSpec[] = [{ owner: 1, begin: { does: 'block', ...nested } }];
  const history: History = { program: program([[], []], { messages: [0, 0], ports }), events, end: 'quiescent' };
  const lines = [...traceLines(history, 'by hand')];
  expect(readBack(lines)).toEqual(history);
  expect(lines.at(-1)).toBe('{"end":"quiescent","blocked":[0,1]}');
  expect(lines[4]).toBe('{"thread":0,"return":7,"flags":["DONE"],"error":7,"abortreq":null}');
});
