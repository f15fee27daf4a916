/** Faults that this code really had, from 2003 on, put back into the algorithm of today. */
import type { Fault } from './fault.ts';

export const HISTORY: readonly Fault[] = [
  {
    name: 'the lost wakeup of 2003',
    about:
      'As in the source of 2003 the waiter looks at DONE, then leaves its mark: a reply between the two wakes nobody.',
    kind: 'history',
    clause: 'C20',
    changes: [
      {
        file: 'impl/waiting.js',
        from: 'let old = memory.or(state, STATE.sleeping)',
        to: 'let old = memory.load(state)',
      },
      {
        file: 'impl/waiting.js',
        from: 'old | STATE.sleeping',
        to: 'memory.or(state, STATE.sleeping) | STATE.sleeping',
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'a look at the message after DONE',
    about: 'The replier reads a message after it has set DONE: by then its originator may be using it again.',
    kind: 'history',
    clause: 'C23',
    changes: [
      {
        file: 'impl/delivery.js',
        from: '(old & STATE.sleeping) !== 0',
        to: '(old & STATE.sleeping) !== 0 && memory.get(words + MESSAGE.flags) !== NONE',
      },
    ],
    scenarios: ['domsg twice'],
  },
  {
    name: 'send of a message that is in use',
    about: 'A message that is still out is sent again: it would stand on two queues with one pair of links.',
    kind: 'history',
    clause: 'C24',
    changes: [{ file: 'impl/checks.js', from: 'standing === IDLE', to: 'asOriginator(standing) !== STRANGER' }],
    scenarios: ['send of a message that is out'],
  },
  {
    name: 'send of a reply that is parked',
    about:
      'A reply that is not taken yet is DONE, and is taken for idle: its send links it anew while it is on the port.',
    kind: 'history',
    clause: 'C24',
    changes: [
      {
        file: 'impl/checks.js',
        from: 'standing === IDLE',
        to: 'standing === IDLE || standing === PARKED',
      },
    ],
    scenarios: ['send of a parked reply'],
  },
  {
    name: 'a second reply',
    about: 'A server may reply a message that it has replied already, when it is its originator’s again.',
    kind: 'history',
    clause: 'C24',
    changes: [
      {
        file: 'impl/thread.js',
        from: "if (!isDeciding(standing)) throw notHeld(this.id, 'replymsg', message); if (",
        to: `if (!isDeciding(standing) && asOriginator(standing) !== STRANGER) throw notHeld(this.id, 'replymsg', message);
          if (isDeciding(standing) && `,
      },
    ],
    scenarios: ['a second reply'],
  },
  {
    name: 'queued with DONE set',
    about: 'A message goes asynchronous with DONE set: a synchronous caller takes the old error for the answer.',
    kind: 'history',
    clause: 'C11',
    changes: [
      {
        file: 'impl/delivery.js',
        from: 'memory.set(words + MESSAGE.state, 0);',
        to: '',
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'domsg to oneself',
    about: 'A domsg to a queue that only the caller could serve is let through, and never returns.',
    kind: 'history',
    clause: 'C25',
    changes: [{ file: 'impl/thread.js', from: 'if (deciding === DECIDING_DOMSG) throw', to: 'if (false) throw' }],
    scenarios: ['domsg to oneself'],
  },
  {
    name: 'the answer is not stored',
    about: 'What a begin function answers is returned by domsg but not kept: waitmsg afterwards gives an old error.',
    kind: 'history',
    clause: 'C18',
    changes: [{ file: 'impl/thread.js', from: 'memory.set(words + MESSAGE.error, answer);', to: '' }],
    scenarios: ['completions'],
  },
];
