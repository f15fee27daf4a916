/**
 * How seeded faults are brought out on real threads, and which cannot be.
 *
 * Most show in the very scenario in which the interleaving engine finds them. A race needs luck: two threads in a window of
 * some nanoseconds. So such a program goes through its calls again and again, with stalls that hold one thread in the
 * window.
 */
import { abortmsg, beginmsg, domsg, getport, program, sendmsg, server, waitmsg } from '../programs/build.ts';
import type { Program } from '../programs/program.ts';
import type { JitterMode } from './jitter.ts';

/** What to run, where it is not the scenarios of the fault, each once with delays before accesses. */
export interface Showing {
  readonly program?: Program;
  readonly rounds?: number;
  readonly jitter?: readonly JitterMode[];
}

/**
 * The caller looks at its port twice before it waits: looks that find nothing take a little time. And no two codes in a
 * row are equal: whoever reads too early reads the code of before.
 */
const LATE = program(
  [
    [beginmsg(1, 0), getport(0, 2), waitmsg(0), beginmsg(2, 0), getport(0, 2), waitmsg(0)],
    server(1),
    server(2, { reply: 5 }),
  ],
  { messages: [0] },
);

const AGAIN: Showing = { rounds: 10, jitter: ['stalls', 'accesses'] };

/** By the name of the fault. */
export const SHOWINGS: Readonly<Record<string, Showing>> = {
  'the lost wakeup of 2003': AGAIN,
  'one look after the sleep on a message': {
    program: program([[domsg(1, 0)], server(1)], { messages: [0] }),
    rounds: 20,
    jitter: ['accesses'],
  },
  'push by load and store': AGAIN,
  'the sleep mark of a port by load and store': AGAIN,
  'the sleep mark of a message by load and store': AGAIN,
  'DONE by load and store': AGAIN,
  'the inbox by load and store': AGAIN,
  'a plain DONE': AGAIN,
  'DONE before the error': { ...AGAIN, program: LATE },
  'the link after the push': AGAIN,
  'watch after the reply': AGAIN,
  'withdraw by load and store': AGAIN,
  'direct by load and store': AGAIN,
  'a direct request with a time limit': AGAIN,
  'a completion is replied twice': {
    program: program([[sendmsg(1, 0), getport(0), getport(0)]], {
      messages: [0],
      ports: [{ owner: 0, begin: { does: 'complete', code: 5 } }],
    }),
  },
  'abort of an idle message': {
    program: program([[domsg(1, 0), abortmsg(1, 0), waitmsg(0)], server(1)], { messages: [0] }),
  },
  'abort of another message': {
    program: program([[sendmsg(0, 0), sendmsg(0, 1), abortmsg(0, 1), getport(0, 1, { keep: true })]], {
      messages: [0, 0],
    }),
  },
};

/** Faults that leave no trace in a history of real threads, by name, and why. */
export const UNSEEN: Readonly<Record<string, string>> = {
  'a look at the message after DONE':
    'What is read too late is compared with a value that the word never has, so whatever the race gives, nothing comes of it.',
  'getport takes nothing in':
    'A history ends some time, and until then each request may still be in transit: only progress for ever is broken.',
  'a plain look into the inbox':
    'The machine reads an aligned word in one piece, and the plain read stands in no loop that the compiler could empty.',
  'a plain look at the abort request':
    'The machine reads an aligned word in one piece, and an abort request that is seen late is a rightful one.',
};
