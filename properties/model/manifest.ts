// The exact size of what is explored. A count that changes is a change of the model, and is made here on purpose or
// not at all.
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
  'two messages': { states: 2040, transitions: 6792, depth: 12 },
  'to oneself': { states: 129, transitions: 296, depth: 8 },
  'two messages to oneself': { states: 5444, transitions: 15266, depth: 15 },
  forwarding: { states: 660, transitions: 2856, depth: 14 },
  'calls in a begin function': { states: 3482, transitions: 13258, depth: 12 },
  'a server that is a client': { states: 4886, transitions: 21828, depth: 17 },
  'servers of each other': { states: 5226, transitions: 20231, depth: 17 },
  'two messages, aborts': { states: 9568, transitions: 38800, depth: 14 },
  'two clients': { states: 4900, transitions: 22708, depth: 13 },
  'two clients, aborts': { states: 21556, transitions: 119108, depth: 15 },
  'forwarding two messages': { states: 10936, transitions: 48200, depth: 23 },
  'aborts in a begin function': { states: 30452, transitions: 139880, depth: 22 },
  polling: { states: 1108, transitions: 5230, depth: 22 },
  'two servers': { states: 24108, transitions: 135744, depth: 18 },
  'three messages': { states: 8634, transitions: 34862, depth: 26 },
  'three clients': { states: 251076, transitions: 1558200, depth: 25 },
  everything: { states: 1018160, transitions: 6410852, depth: 21 },
  'completing or queueing looks the same': { states: 196, transitions: 504, depth: 9 },
  'completing or replying inside looks the same': { states: 124, transitions: 296, depth: 9 },
  'who polls sees of a completing target what a queueing one may show': { states: 196, transitions: 572, depth: 9 },
};
