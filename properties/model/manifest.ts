// The exact size of what is explored. A count that changes is a change of the model, and is made here on purpose or not at all.
//
// They are the numbers of the model alone: the observer adds no states (test/model/explore.test.ts).

export interface Counts {
  readonly states: number;
  readonly transitions: number;
  /** Steps to the state farthest from the start. */
  readonly depth: number;
}

export const MANIFEST: Readonly<Record<string, Counts>> = {
  'one message': { states: 212, transitions: 716, depth: 9 },
  'two messages': { states: 2128, transitions: 7092, depth: 13 },
  'to oneself': { states: 129, transitions: 296, depth: 8 },
  'two messages to oneself': { states: 5444, transitions: 15266, depth: 15 },
  forwarding: { states: 660, transitions: 2856, depth: 14 },
  'calls in a begin function': { states: 3598, transitions: 13666, depth: 13 },
  'a server that is a client': { states: 4886, transitions: 21828, depth: 17 },
  'servers of each other': { states: 5226, transitions: 20231, depth: 17 },
  'two messages, aborts': { states: 9984, transitions: 40704, depth: 15 },
  'two clients': { states: 4900, transitions: 22708, depth: 13 },
  'two clients, aborts': { states: 21556, transitions: 119108, depth: 15 },
  'forwarding two messages': { states: 11464, transitions: 50496, depth: 24 },
  polling: { states: 1176, transitions: 5558, depth: 22 },
  'two servers': { states: 24108, transitions: 135744, depth: 18 },
  'three messages': { states: 8912, transitions: 35916, depth: 26 },
  'three clients': { states: 251076, transitions: 1558200, depth: 25 },
  everything: { states: 1064544, transitions: 6725788, depth: 22 },
  'completing or queueing looks the same': { states: 196, transitions: 504, depth: 9 },
  'completing or replying inside looks the same': { states: 124, transitions: 296, depth: 9 },
  'who polls sees of a completing target what a queueing one may show': { states: 196, transitions: 572, depth: 9 },
};
