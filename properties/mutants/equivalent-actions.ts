/** Mutants of the model that are equivalent. */
import type { Equivalent } from './equivalent.ts';

export const EQUIVALENT_ACTIONS: readonly Equivalent[] = [
  {
    reason:
      'It is asked of threads inside a call, and none of them waits for a message about which its own send decides: that is refused.',
    mutants: [
      "actions deciding: condition only the right of top === undefined || top.name === 'waitmsg' || top.name === 'waitport'",
      "actions deciding: condition only the left of top === undefined || top.name === 'waitmsg'",
      "actions deciding: condition only the right of top === undefined || top.name === 'waitmsg'",
      "actions deciding: constant 'waitmsg'→'waitport'",
    ],
  },
  {
    reason:
      'A send is entered only with a port that exists, so there is no begin function exactly if there is no send.',
    mutants: [
      'actions begin.withinOf: condition only the left of within === undefined || decides === undefined',
      'actions begin.withinOf: condition only the right of within === undefined || decides === undefined',
    ],
  },
  {
    reason: 'DONE is cleared and set again within one action, which nobody sees in two.',
    mutants: ['actions replies: drop messageOf(state, message).flags &= ~DONE', 'actions replies: flag DONE→QUEUED'],
  },
  {
    reason: 'The message of a thread in domsg is out until it is collected, and so never idle.',
    mutants: ["actions collect.guard: condition only the left of place === 'idle' && top.name === 'waitmsg'"],
  },
  {
    reason: 'The index is always one that exists: what stands behind it is for the compiler.',
    mutants: [
      'actions collect.effect: condition only the left of threadOf(state, thread).calls.at(-1)?.message ?? NONE',
      'actions take.effect: condition only the left of threadOf(state, thread).calls.at(-1)?.port ?? NONE',
      'effects ownerOf: condition only the left of configuration.owners[port] ?? NONE',
      'effects giveBack: condition only the left of configuration.originators[message] ?? NONE',
    ],
  },
  {
    reason: 'An idle message is on no queue, so QUEUED is clear before it is sent (C17).',
    mutants: ['effects prepare: flag ASYNC | REPLY, without | QUEUED', 'effects prepare: flag QUEUED→REPLY'],
  },
  {
    reason: 'The reply port is the originator’s own from the start, and nobody points it elsewhere (C26).',
    mutants: ['effects prepare: drop m.replyPort = thread'],
  },
  {
    reason:
      'Only how transit is written down: what one sender has sent of one kind stays in its order, which is all that counts.',
    mutants: [
      'effects put.rank: constant 2→3',
      "effects put.rank: condition other.place ===→!== 'returning'",
      "effects put.rank: constant 'returning'→'parked'",
      'effects put.rank: constant 1→2',
      'effects put.rank: constant 0→1',
    ],
  },
  {
    reason: 'The port was looked at before, and exists.',
    mutants: ['refusals refusesDomsg: condition only the right of begin !== undefined && begin.completes.length === 0'],
  },
  {
    reason: 'A thread that calls is inside no wait, and inside no send but one that decides.',
    mutants: [
      "refusals ownSendDecides.sends: condition only the left of m === message && name !== 'forwardmsg' && name !== 'waitmsg'",
      "refusals ownSendDecides.sends: constant 'waitmsg'→'waitport'",
      "refusals ownSendDecides: condition only the left of sends && messageOf(state, message).place === 'begun'",
    ],
  },
];
