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
  'one domsg': { states: 167, transitions: 272, depth: 16 },
  'two domsg clients': { states: 56323, transitions: 143984, depth: 33 },
  'two sendmsg, replies by waitport': { states: 657, transitions: 1129, depth: 28 },
  'two sendmsg clients': { states: 12013, transitions: 30754, depth: 32 },
  'domsg and sendmsg clients': { states: 29781, transitions: 75918, depth: 35 },
  'domsg, begin completes': { states: 3, transitions: 2, depth: 2 },
  'sendmsg, begin completes': { states: 3, transitions: 2, depth: 2 },
  'domsg, begin decides': { states: 167, transitions: 272, depth: 16 },
  'sendmsg, begin decides': { states: 117, transitions: 189, depth: 17 },
  'domsg, begin replies inside': { states: 15, transitions: 22, depth: 6 },
  'sendmsg, begin replies inside': { states: 3, transitions: 2, depth: 2 },
  'domsg, begin queues elsewhere': { states: 15, transitions: 22, depth: 6 },
  'sendmsg, begin queues elsewhere': { states: 21, transitions: 32, depth: 8 },
  'begin blocks': { states: 342, transitions: 570, depth: 24 },
  'abort of a domsg-like request': { states: 204, transitions: 318, depth: 18 },
  'abort of a sendmsg': { states: 256, transitions: 405, depth: 20 },
  'abort one of two, then send again': { states: 2350, transitions: 4082, depth: 32 },
  forward: { states: 913729, transitions: 3041643, depth: 55 },
  'forward to a port that completes': { states: 308, transitions: 512, depth: 24 },
  'forward to a port that replies': { states: 308, transitions: 512, depth: 24 },
  'abort of a forwarded request': { states: 2871, transitions: 6685, depth: 34 },
  'a server that is a client': { states: 2767, transitions: 6609, depth: 32 },
  'getport polling': { states: 53, transitions: 95, depth: 14 },
  'domsg twice': { states: 342, transitions: 570, depth: 24 },
  'sendmsg twice': { states: 303, transitions: 507, depth: 28 },
  'beginmsg twice': { states: 259, transitions: 432, depth: 24 },
  'the reply of another arrives': { states: 6051, transitions: 14927, depth: 33 },
  'a request arrives while one waits': { states: 1861, transitions: 4446, depth: 30 },
  'send to oneself': { states: 42, transitions: 66, depth: 10 },
  'a look before sleeping': { states: 66940, transitions: 172104, depth: 40 },
  'direct requests': { states: 2138, transitions: 3749, depth: 38 },
  'direct, behind another message': { states: 4446, transitions: 7811, depth: 38 },
  'direct, of two messages': { states: 4451, transitions: 7747, depth: 41 },
  'direct, and beginmsg': { states: 1607, transitions: 2811, depth: 38 },
  'direct, and sendmsg': { states: 1480, transitions: 2551, depth: 35 },
  'direct, and time-outs': { states: 2984, transitions: 5278, depth: 40 },
  'direct, misused': { states: 1244, transitions: 2170, depth: 32 },
  'direct, then kept': { states: 1837, transitions: 3195, depth: 40 },
  'direct, by getport': { states: 406, transitions: 727, depth: 25 },
  'direct, to two servers': { states: 30128, transitions: 76356, depth: 52 },
  'direct, to a server that has ended': { states: 3348, transitions: 6728, depth: 34 },
  'direct, then forwarded': { states: 17186, transitions: 43125, depth: 46 },
  'direct, then completed elsewhere': { states: 1587, transitions: 2736, depth: 34 },
  'direct, while one waits for a reply': { states: 54892, transitions: 125037, depth: 44 },
  'looks at one’s own, come round': { states: 775, transitions: 1306, depth: 32 },
  'time-outs': { states: 527, transitions: 944, depth: 28 },
  misuse: { states: 22711, transitions: 56460, depth: 37 },
  'every send in turn': { states: 525, transitions: 883, depth: 38 },
  'send again after an abort': { states: 852, transitions: 1437, depth: 33 },
  'abort of a sendmsg, then beginmsg': { states: 630, transitions: 1056, depth: 28 },
  'abort of what is back': { states: 298, transitions: 480, depth: 22 },
  'abort one of two of one’s own': { states: 4, transitions: 3, depth: 3 },
  'one sendmsg, served once': { states: 81, transitions: 125, depth: 12 },
  'send of a message that is out': { states: 351, transitions: 801, depth: 19 },
  'send of a request that is out': { states: 101, transitions: 162, depth: 16 },
  'send of a parked reply': { states: 879, transitions: 1499, depth: 28 },
  'the second of two replies': { states: 879, transitions: 1499, depth: 28 },
  'one’s own, come round': { states: 167, transitions: 276, depth: 21 },
  'abort of one’s own, come round': { states: 287, transitions: 458, depth: 20 },
  'a message that is back': { states: 342, transitions: 570, depth: 24 },
  completions: { states: 3, transitions: 2, depth: 2 },
  'the message of another': { states: 101, transitions: 162, depth: 16 },
  'a second reply': { states: 274, transitions: 452, depth: 24 },
  'a reply with EASYNC': { states: 119, transitions: 184, depth: 14 },
  'a request that is kept': { states: 37, transitions: 50, depth: 9 },
  'getport of an empty port': { states: 2, transitions: 1, depth: 1 },
  'domsg to oneself': { states: 3, transitions: 2, depth: 2 },
};

/** The same of the large scenarios, of which histories are merged. */
export const LARGE_SCENARIO_COUNTS: Readonly<Record<string, Counts>> = {
  'three domsg clients': { states: 73848, transitions: 245453, depth: 33 },
  'two sendmsg of each of two clients': { states: 40434, transitions: 107059, depth: 37 },
  'forward, with payload': { states: 36160, transitions: 120486, depth: 40 },
  'aborts race a forward': { states: 122088, transitions: 404738, depth: 42 },
  'direct, of two clients': { states: 39455, transitions: 99961, depth: 50 },
  'a chain of three servers': { states: 5012, transitions: 16396, depth: 42 },
};
