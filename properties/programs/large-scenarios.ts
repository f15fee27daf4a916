/** The programs whose interleavings are too many to be run one state at a time: histories are merged first. */
import { abortmsg, beginmsg, domsg, program, sendmsg, server, waitmsg } from './build.ts';
import type { Scenario } from './scenarios.ts';

/** Run through every interleaving with `mergeHistories`; the pinned counts are of merged states. */
export const LARGE_SCENARIOS: readonly Scenario[] = [
  {
    name: 'three domsg clients',
    about: 'three clients, one server',
    program: program([[domsg(3, 0)], [domsg(3, 1)], [domsg(3, 2)], server(3)], {
      messages: [0, 1, 2],
      payload: true,
    }),
  },
  {
    name: 'two sendmsg of each of two clients',
    about: 'two clients that send two messages each before they wait, one server',
    program: program(
      [
        [sendmsg(2, 0), sendmsg(2, 1), waitmsg(0), waitmsg(1)],
        [sendmsg(2, 2), sendmsg(2, 3), waitmsg(2), waitmsg(3)],
        server(2),
      ],
      { messages: [0, 0, 1, 1], payload: true },
    ),
  },
  {
    name: 'forward, with payload',
    about: 'two clients, two servers, of which one forwards to the other, and everybody writes the payload',
    program: program([[domsg(2, 0)], [sendmsg(2, 1), waitmsg(1)], server(2, { forward: 3 }), server(3)], {
      messages: [0, 1],
      payload: true,
    }),
  },
  {
    name: 'aborts race a forward',
    about: 'both clients abort what is under way to one server or forwarded to the other, being served, or replied',
    program: program(
      [
        [beginmsg(2, 0), abortmsg(2, 0), waitmsg(0)],
        [sendmsg(2, 1), abortmsg(2, 1), waitmsg(1)],
        server(2, { forward: 3 }),
        server(3),
      ],
      { messages: [0, 1], payload: true },
    ),
  },
  {
    name: 'direct, of two clients',
    about: 'the server watches the message of one client, and passes it over twice for that of the other',
    program: program([[domsg(2, 0)], [domsg(2, 1), domsg(2, 1), domsg(2, 1)], server(2)], {
      messages: [0, 1],
      attempts: 1,
    }),
  },
  {
    name: 'a chain of three servers',
    about: 'a server asks a second one while it serves, which asks a third one',
    program: program(
      [
        [domsg(1, 0)],
        server(1, { ask: { port: 2, message: 1 } }),
        server(2, { ask: { port: 3, message: 2 } }),
        server(3),
      ],
      { messages: [0, 1, 2], payload: true },
    ),
  },
];
