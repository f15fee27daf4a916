// Programs as JSON: what is written is read again, and what cannot be read is said in one sentence.
import { describe, expect, it } from 'vitest';
import { Random } from '../../properties/interleaving/random.ts';
import { readProgram } from '../../properties/programs/read.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { generateProgram } from '../../properties/sampling/generate.ts';

const read = (value: unknown): unknown => readProgram(JSON.stringify(value));

describe('a program as JSON', () => {
  it('is read as it was written', () => {
    for (const { program } of SCENARIOS) expect(read(program)).toEqual(program);
    for (let seed = 0; seed < 500; seed++) {
      const random = new Random(seed);
      const program = generateProgram((bound) => random.below(bound));
      expect(read(program)).toEqual(program);
    }
  });

  it('may leave out what is usual', () => {
    const threads = [[{ call: 'domsg', port: 1, message: 0 }], [{ call: 'waitport', port: 1 }]];
    expect(read({ threads, messages: [0] })).toEqual({
      threads: [
        [{ id: '0.0', call: 'domsg', port: 1, message: 0 }],
        [{ id: '1.0', call: 'waitport', port: 1, times: 1, serve: { reply: 0 } }],
      ],
      ports: [{ owner: 0 }, { owner: 1 }],
      messages: [0],
    });
  });
});

const CALL = { call: 'getport', port: 0 };
const one = (line: unknown): unknown => ({ threads: [[CALL, line]], messages: [] });
const port = (begin: unknown): unknown => ({ threads: [[]], messages: [], ports: [{ owner: 0 }, { owner: 0, begin }] });

const UNREADABLE: readonly (readonly [unknown, string])[] = [
  [[], 'a program {"threads":[...],"messages":[...]}'],
  [{}, '"threads"'],
  [{ threads: [] }, '"threads" to be a list of one thread at least'],
  [{ threads: [3], messages: [] }, 'thread 0 to be a list of calls, 100000 at most'],
  [{ threads: [[]], messages: [1] }, '"messages" to be a list of 1 whole numbers from 0 to 0'],
  [
    { threads: [[], []], messages: [], ports: [{ owner: 0 }] },
    '"ports" to begin with those that are built in, one for each of the 2 threads',
  ],
  [{ threads: [[]], messages: [], ports: [{ owner: 1 }] }, '"owner":0, in port 0'],
  [{ threads: [[]], messages: [], more: 1 }, 'no "more" here'],
  [{ threads: [[]], messages: [], attempts: -1 }, '"attempts" to be a whole number from 0 to 2147483647'],
  [one(7), '{"call":...}, in call 1 of thread 0'],
  [
    one({ call: 'call' }),
    '"call" to be one of initmsg, domsg, sendmsg, beginmsg, waitmsg, replymsg, getport, waitport, abortmsg, forwardmsg, in call 1 of thread 0',
  ],
  [one({ call: 'domsg', port: 0 }), '"message", in call 1 of thread 0'],
  [one({ call: 'initmsg', port: 0, message: 0 }), 'no "port" here, in call 1 of thread 0'],
  [one({ call: 'waitmsg', message: 0, timeout: 5 }), '"timeout" to be true where it is given, in call 1 of thread 0'],
  [
    one({ ...CALL, times: 0 }),
    '"times" to be "forever", or a whole number from 1 to 2147483647, in call 1 of thread 0',
  ],
  [one({ ...CALL, serve: { reply: 'x' } }), '"reply" to be a whole number of 32 bits, in call 1 of thread 0'],
  [one({ ...CALL, serve: { reply: 1, keep: true } }), 'no "keep" here, in call 1 of thread 0'],
  [one({ ...CALL, serve: { ask: { port: 1 } } }), '"message", in call 1 of thread 0'],
  [port({ does: 'nothing' }), '"does" to be complete, queue, decide, reply or block, in port 1'],
  [port({ does: 'reply', code: 99 }), '"code" to be a completion code, which 99 is not, in port 1'],
];

describe('what is no program', () => {
  for (const [value, expected] of UNREADABLE) {
    it(`expected ${expected.slice(0, 70)}`, () => {
      let message = 'it was read';
      try {
        read(value);
      } catch (error) {
        if (error instanceof Error) message = error.message;
      }
      expect(message).toBe(expected);
    });
  }

  it('is not even JSON', () => {
    expect(() => readProgram('{"threads":')).toThrow('a program {"threads":[...],"messages":[...]}');
  });
});
