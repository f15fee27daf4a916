/**
 * How many states, steps and levels each scenario has on the implementation. Pinned, so that a change of the code that
 * makes the checker look at more, or at less, is seen in review. Written by `npm run manifest`.
 */
export interface Counts {
  readonly states: number;
  /** Atomic steps from distinct states. */
  readonly transitions: number;
  /** Steps to the state farthest from the start. */
  readonly depth: number;
}

/** The pinned size of each scenario: `npm run manifest` writes them anew. */
export const SCENARIO_COUNTS: Readonly<Record<string, Counts>> = {
  'one domsg': { states: 165, transitions: 269, depth: 16 },
  'two domsg clients': { states: 43985, transitions: 112431, depth: 33 },
  'two sendmsg, replies by waitport': { states: 546, transitions: 951, depth: 27 },
  'two sendmsg clients': { states: 9171, transitions: 23549, depth: 30 },
  'domsg and sendmsg clients': { states: 23698, transitions: 60435, depth: 34 },
  'domsg, begin completes': { states: 3, transitions: 2, depth: 2 },
  'sendmsg, begin completes': { states: 3, transitions: 2, depth: 2 },
  'domsg, begin decides': { states: 165, transitions: 269, depth: 16 },
  'sendmsg, begin decides': { states: 115, transitions: 186, depth: 16 },
  'domsg, begin replies inside': { states: 15, transitions: 22, depth: 6 },
  'sendmsg, begin replies inside': { states: 3, transitions: 2, depth: 2 },
  'domsg, begin queues elsewhere': { states: 15, transitions: 22, depth: 6 },
  'sendmsg, begin queues elsewhere': { states: 21, transitions: 32, depth: 8 },
  'begin blocks': { states: 340, transitions: 567, depth: 24 },
  'abort of a domsg-like request': { states: 230, transitions: 367, depth: 18 },
  'abort of a sendmsg': { states: 282, transitions: 454, depth: 20 },
  'abort one of two, then send again': { states: 2064, transitions: 3626, depth: 33 },
  forward: { states: 687876, transitions: 2298449, depth: 53 },
  'forward to a port that completes': { states: 339, transitions: 567, depth: 25 },
  'forward to a port that replies': { states: 339, transitions: 567, depth: 25 },
  'abort of a forwarded request': { states: 3185, transitions: 7509, depth: 33 },
  'a server that is a client': { states: 2739, transitions: 6547, depth: 31 },
  'getport polling': { states: 53, transitions: 95, depth: 14 },
  'domsg twice': { states: 340, transitions: 567, depth: 24 },
  'sendmsg twice': { states: 317, transitions: 532, depth: 29 },
  'beginmsg twice': { states: 273, transitions: 457, depth: 25 },
  'the reply of another arrives': { states: 6007, transitions: 14823, depth: 31 },
  'a request arrives while one waits': { states: 1833, transitions: 4382, depth: 29 },
  'send to oneself': { states: 59, transitions: 95, depth: 11 },
  'a look before sleeping': { states: 36977, transitions: 96798, depth: 39 },
  'time-outs': { states: 541, transitions: 969, depth: 27 },
  misuse: { states: 18230, transitions: 45339, depth: 36 },
  'every send in turn': { states: 620, transitions: 1046, depth: 39 },
  'send again after an abort': { states: 973, transitions: 1650, depth: 34 },
  'abort of a sendmsg, then beginmsg': { states: 735, transitions: 1241, depth: 28 },
  'abort of what is back': { states: 354, transitions: 580, depth: 23 },
  'abort one of two of one’s own': { states: 5, transitions: 4, depth: 4 },
  'one sendmsg, served once': { states: 79, transitions: 122, depth: 12 },
  'send of a message that is out': { states: 345, transitions: 788, depth: 18 },
  'send of a parked reply': { states: 672, transitions: 1161, depth: 27 },
  'the second of two replies': { states: 672, transitions: 1161, depth: 27 },
  'one’s own, come round': { states: 173, transitions: 288, depth: 21 },
  'abort of one’s own, come round': { states: 313, transitions: 508, depth: 20 },
  'a message that is back': { states: 358, transitions: 599, depth: 25 },
  completions: { states: 3, transitions: 2, depth: 2 },
  'the message of another': { states: 165, transitions: 269, depth: 16 },
  'a second reply': { states: 286, transitions: 473, depth: 23 },
  'a reply with EASYNC': { states: 117, transitions: 181, depth: 14 },
  'a request that is kept': { states: 35, transitions: 47, depth: 8 },
  'getport of an empty port': { states: 2, transitions: 1, depth: 1 },
  'domsg to oneself': { states: 5, transitions: 4, depth: 4 },
};

/** The same of the large scenarios, of which histories are merged. */
export const LARGE_SCENARIO_COUNTS: Readonly<Record<string, Counts>> = {
  'three domsg clients': { states: 90515, transitions: 303228, depth: 31 },
  'two sendmsg of each of two clients': { states: 32421, transitions: 87069, depth: 35 },
  'forward, with payload': { states: 29062, transitions: 98263, depth: 38 },
  'aborts race a forward': { states: 99271, transitions: 337634, depth: 41 },
  'a chain of three servers': { states: 5110, transitions: 16691, depth: 39 },
};
