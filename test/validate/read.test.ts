/** What is no trace is refused, with the line and what was expected there; what is one is read as it stands. */
import { describe, expect, test } from 'vitest';
import { judge, linesOf } from '../../properties/validate/index.ts';

const HEADER = {
  format: 'lwkt-trace/1',
  source: 'by hand',
  threads: 2,
  cpus: [0, 1],
  ports: [{ owner: 0 }, { owner: 1 }],
  messages: 1,
};

const TRACE: readonly object[] = [
  HEADER,
  { thread: 0, call: 'initmsg', port: 0, msg: 0 },
  { thread: 0, return: null },
  { thread: 0, call: 'domsg', port: 1, msg: 0 },
  { thread: 1, call: 'waitport', port: 1 },
  { thread: 1, return: 0, flags: [], error: 0 },
  { thread: 1, call: 'replymsg', msg: 0, error: 7 },
  { thread: 1, return: null },
  { thread: 0, return: 7, flags: ['DONE'], error: 7 },
  { end: 'quiescent', blocked: [] },
];

const text = (lines: readonly object[]): string[] => lines.map((line) => JSON.stringify(line));
const changed = (line: number, by: object | string): string[] =>
  text(TRACE).map((old, index) => (index + 1 === line ? (typeof by === 'string' ? by : JSON.stringify(by)) : old));

test('a trace that is one', async () => {
  expect(await judge(text(TRACE))).toMatchObject({ verdict: 'conforms', events: 8 });
});

test('LF, CRLF, no end of the last line, and bytes split anywhere', async () => {
  for (const end of ['\n', '\r\n']) {
    for (const last of ['', end]) {
      const bytes = Buffer.from(text([{ ...HEADER, source: 'Übertragung' }, ...TRACE.slice(1)]).join(end) + last);
      const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
        bytes.subarray(index * 7, index * 7 + 7),
      );
      expect(await judge(linesOf(stream(chunks)))).toMatchObject({ verdict: 'conforms', events: 8 });
    }
  }
});

async function* stream(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

describe('unreadable', () => {
  const cases: readonly (readonly [what: string, line: number, by: object | string, expected: string])[] = [
    ['no JSON', 1, 'lwkt', 'the header'],
    ['another format', 1, { ...HEADER, format: 'lwkt-trace/2' }, '"format":"lwkt-trace/1"'],
    ['no threads', 1, { ...HEADER, threads: 0 }, '"threads" to be a whole number from 1 to'],
    ['too few cpus', 1, { ...HEADER, cpus: [0] }, '"cpus" to be a list of 2 whole numbers'],
    ['too few ports', 1, { ...HEADER, ports: [{ owner: 0 }] }, 'at least 2 ports'],
    ['a built-in port of another', 1, { ...HEADER, ports: [{ owner: 1 }, { owner: 0 }] }, '"owner":0'],
    ['an unknown begin', 1, { ...HEADER, ports: [...HEADER.ports, { owner: 0, begin: 'x' }] }, '"begin" to be sync'],
    ['a begin without its code', 1, { ...HEADER, ports: [...HEADER.ports, { owner: 0, begin: 'sync' }] }, '"error"'],
    [
      'EASYNC as a code',
      1,
      { ...HEADER, ports: [...HEADER.ports, { owner: 0, begin: 'sync', error: 99 }] },
      'completion code, which 99 is not',
    ],
    [
      'a begin that queues nowhere',
      1,
      { ...HEADER, ports: [...HEADER.ports, { owner: 0, begin: 'queue', port: 9 }] },
      'port 2 to name a port and a message that there are',
    ],
    ['a thread too many', 2, { thread: 2, call: 'getport', port: 0 }, '"thread" to be a whole number from 0 to 1'],
    ['an unknown call', 2, { thread: 0, call: 'sendport', port: 0 }, '"call" to be one of initmsg, domsg'],
    ['a parameter missing', 2, { thread: 0, call: 'initmsg', port: 0 }, '"msg"'],
    ['a parameter too many', 2, { thread: 0, call: 'getport', port: 0, msg: 1 }, 'no "msg" here'],
    ['another reply port', 2, { thread: 0, call: 'initmsg', port: 1, msg: 0 }, '"port":0, the built-in port'],
    ['a broken line', 3, '{"thread":0,"return":', 'an event {"thread":...}, or the end'],
    ['an empty line', 3, '', 'an event'],
    ['a list', 3, '[]', 'an event'],
    ['neither call nor return', 3, { thread: 0 }, '"call", "return" or "refused"'],
    ['a call within a call', 3, { thread: 0, call: 'getport', port: 0 }, 'thread 0 to return from initmsg'],
    ['a return from no call', 3, { thread: 1, return: null }, 'thread 1 to call before it returns'],
    ['a value where there is none', 3, { thread: 0, return: 0 }, '"return" of initmsg to be null'],
    ['no value where there is one', 9, { thread: 0, return: null }, '"return" of domsg to be a code'],
    ['a fraction', 9, { thread: 0, return: 7.5 }, '"return" of domsg to be a code'],
    ['unsorted flags', 9, { thread: 0, return: 7, flags: ['REPLY', 'DONE'], error: 7 }, '"flags" to be a sorted list'],
    ['an unknown flag', 9, { thread: 0, return: 7, flags: ['BUSY'], error: 7 }, '"flags" to be a sorted list'],
    ['flags without an error', 9, { thread: 0, return: 7, flags: ['DONE'] }, '"error"'],
    ['a word as abort request', 9, { thread: 0, return: 7, flags: [], error: 7, abortreq: 'yes' }, '"abortreq"'],
    ['an unknown end', 10, { end: 'over' }, '"end" to be "quiescent" or "cut"'],
    ['a wrong list of the blocked', 10, { end: 'quiescent', blocked: [1] }, '"blocked":[]'],
  ];
  for (const [what, line, by, expected] of cases) {
    test(`${what}: line ${line}`, async () => {
      const judgement = await judge(changed(line, by));
      expect(judgement).toMatchObject({ verdict: 'unreadable', line });
      expect(judgement.why).toMatch(/^expected /);
      expect(judgement.why).toContain(expected);
    });
  }

  test('an empty file, one without an end, and one that goes on after it', async () => {
    expect(await judge([])).toMatchObject({ verdict: 'unreadable', line: 1, why: 'expected a header' });
    expect(await judge(text(TRACE).slice(0, -1))).toMatchObject({ verdict: 'unreadable', line: 10 });
    const more = [...text(TRACE), ...text(TRACE)];
    expect(await judge(more)).toMatchObject({ verdict: 'unreadable', line: 11, why: 'expected nothing after the end' });
  });
});

describe('judged', () => {
  test('a bad index is misuse, not unreadable', async () => {
    const lines = changed(4, { thread: 0, call: 'domsg', port: 5, msg: 0 });
    expect(await judge(lines)).toMatchObject({ verdict: 'misuse', line: 4, clause: 'C24' });
  });

  test('a reply of a message that nobody has sent is misuse', async () => {
    const lines = changed(2, { thread: 0, call: 'replymsg', msg: 0, error: 7 });
    const judgement = await judge(lines);
    expect(judgement).toMatchObject({ verdict: 'misuse', line: 2, clause: 'C24' });
    expect(judgement.why).toContain('never initialised nor sent');
  });

  test('misuse that was refused is in order', async () => {
    const busy = { thread: 0, call: 'domsg', port: 1, msg: 0 };
    const lines = text([
      ...TRACE.slice(0, 3),
      { thread: 0, call: 'sendmsg', port: 1, msg: 0 },
      { thread: 0, return: null },
      busy,
      { thread: 0, refused: 'EBUSY' },
      { end: 'cut' },
    ]);
    expect(await judge(lines)).toMatchObject({ verdict: 'conforms' });
    const other = lines.map((line) => line.replace('EBUSY', 'EPERM'));
    expect(await judge(other)).toMatchObject({ verdict: 'misuse', line: 6 });
  });

  test('a domsg to oneself may wait for ever, and may be refused', async () => {
    const self = [...TRACE.slice(0, 3), { thread: 0, call: 'domsg', port: 0, msg: 0 }];
    const waits = text([...self, { end: 'quiescent', blocked: [0] }]);
    const refused = text([...self, { thread: 0, refused: 'EDEADLK' }, { end: 'quiescent', blocked: [] }]);
    expect(await judge(waits)).toMatchObject({ verdict: 'conforms' });
    expect(await judge(refused)).toMatchObject({ verdict: 'conforms' });
  });

  test('a code that is answered at once may be stored, and need not be', async () => {
    const header = { ...HEADER, ports: [...HEADER.ports, { owner: 1, begin: 'sync', error: 7 }] };
    const twice = (error: number): string[] =>
      text([
        header,
        { thread: 0, call: 'domsg', port: 2, msg: 0 },
        { thread: 0, return: 7, flags: ['DONE'], error },
        { thread: 0, call: 'waitmsg', msg: 0 },
        { thread: 0, return: error, flags: ['DONE'], error },
        { end: 'quiescent', blocked: [] },
      ]);
    expect(await judge(twice(7))).toMatchObject({ verdict: 'conforms' });
    expect(await judge(twice(0))).toMatchObject({ verdict: 'conforms' });
    expect(await judge(twice(3))).toMatchObject({ verdict: 'violates', line: 3, clause: 'C18' });
  });

  test('a wrong code says what would have been right', async () => {
    const judgement = await judge(changed(9, { thread: 0, return: 8, flags: ['DONE'], error: 8 }));
    expect(judgement).toMatchObject({ verdict: 'violates', line: 9, clause: 'C2' });
    expect(judgement.why).toContain('returned 8; by the model it returned 7');
    expect(judgement.lanes.at(-1)).toMatch(/^> +9 {2}= 8/);
  });

  test('more than the limits allow is undecided', async () => {
    const judgement = await judge(text(TRACE), { points: 3 });
    expect(judgement).toMatchObject({ verdict: 'undecided', why: 'more than 3 points of the model fit' });
    const late = await judge(text(TRACE), { expired: () => true });
    expect(late.verdict).toBe('undecided');
  });
});
