/** The programs that tell the story of 2003. */
import type { Schedule } from '../../interleaving/index.ts';
import { abortmsg, beginmsg, domsg, program, sendmsg, waitmsg, waitport } from '../../programs/build.ts';
import type { Program } from '../../programs/program.ts';

/** One client, one server on another cpu, one synchronous request: all it takes to lose a wakeup. */
export const SYNCHRONOUS: Program = program([[domsg(1, 0)], [waitport(1)]], { messages: [0] });

/**
 * Two preemptions lose it, where the client is about to set WAITING: its request arrives, and is served.
 * (Threads: 0 client, 1 server, 2 the interrupts of cpu 0, 3 those of cpu 1.)
 */
export const LOST_WAKEUP: Schedule = [
  { op: '0.0', step: 8, to: 3 },
  { op: '0.0', step: 8, to: 1 },
];

/** The same with an asynchronous request: its reply is made visible on the cpu of the one who waits. */
export const ASYNCHRONOUS: Program = program([[sendmsg(1, 0), waitmsg(0)], [waitport(1)]], { messages: [0] });

/** The target never looks at its port; the reply comes from the sweep of an abort, in an IPI. */
export const ABORTED: Program = program([[beginmsg(1, 0), abortmsg(1, 0), waitmsg(0)], []], { messages: [0] });

/** Only the caller could serve the request that it waits for. */
export const TO_ONESELF: Program = program([[domsg(0, 0)]], { messages: [0] });

/** The target completes at once; the originator asks for the code again. */
export const ASKED_AGAIN: Program = program([[domsg(2, 0), waitmsg(0)], []], {
  messages: [0],
  ports: [{ owner: 1, begin: { does: 'complete', code: 5 } }],
});
