/** Faults of atomicity, of order and of ownership: what several threads do to one word. */
import type { Fault } from './fault.ts';

const DELIVERY = 'impl/delivery.js';
const QUEUE = 'impl/queue.js';
const WAITING = 'impl/waiting.js';

export const MEMORY: readonly Fault[] = [
  {
    name: 'push by load and store',
    about: 'The push looks at the top of the inbox and then stores its own: what came between the two is lost.',
    kind: 'memory',
    clause: 'C16',
    changes: [
      {
        file: QUEUE,
        from: 'const found = memory.compareExchange(head, seen, message + 1);',
        to: 'const found = memory.load(head); if (found === seen) memory.store(head, message + 1);',
      },
    ],
    scenarios: ['two sendmsg clients'],
  },
  {
    name: 'the sleep mark of a port by load and store',
    about: 'The owner sees an empty inbox and then stores its mark over what has come meanwhile.',
    kind: 'memory',
    clause: 'C16',
    changes: [
      {
        file: WAITING,
        from: 'let seen = memory.compareExchange(head, EMPTY, SLEEPING);',
        to: 'let seen = memory.load(head); if (seen === EMPTY) memory.store(head, SLEEPING);',
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'the sleep mark of a message by load and store',
    about: 'The waiter reads the state and then stores it with its mark over the DONE that has come meanwhile.',
    kind: 'memory',
    clause: 'C16',
    changes: [
      {
        file: WAITING,
        from: 'let old = memory.or(state, STATE.sleeping);',
        to: 'let old = memory.load(state); memory.store(state, old | STATE.sleeping);',
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'DONE by load and store',
    about: 'The reply reads the state, then stores it with DONE: a sleep mark or an abort request set between is lost.',
    kind: 'memory',
    clause: 'C20',
    changes: [
      {
        file: DELIVERY,
        from: 'const old = memory.or(words + MESSAGE.state, STATE.done | watched);',
        to: 'const old = memory.load(words + MESSAGE.state); memory.store(words + MESSAGE.state, old | STATE.done);',
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'the inbox by load and store',
    about: 'The owner reads the top of its inbox, then empties it: what came between the two is lost.',
    kind: 'memory',
    clause: 'C16',
    changes: [
      {
        file: QUEUE,
        from: 'return memory.exchange(layout.port(port) + PORT.head, EMPTY) - 1;',
        to: `const youngest = memory.load(layout.port(port) + PORT.head) - 1;
          memory.store(layout.port(port) + PORT.head, EMPTY);
          return youngest;`,
      },
    ],
    scenarios: ['two sendmsg clients'],
  },
  {
    name: 'a plain DONE',
    about: 'The reply sets DONE by a plain read and a plain write.',
    kind: 'memory',
    clause: 'C23',
    changes: [
      {
        file: DELIVERY,
        from: 'const old = memory.or(words + MESSAGE.state, STATE.done | watched);',
        to: 'const old = memory.get(words + MESSAGE.state); memory.set(words + MESSAGE.state, old | STATE.done);',
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'a plain look into the inbox',
    about: 'The owner looks by a plain read whether anything has come.',
    kind: 'memory',
    clause: 'C23',
    changes: [
      {
        file: QUEUE,
        from: 'memory.load(layout.port(port) + PORT.head)',
        to: 'memory.get(layout.port(port) + PORT.head)',
      },
    ],
    scenarios: ['send to oneself'],
  },
  {
    name: 'a plain look at the abort request',
    about: 'The target looks by a plain read whether an abort was asked for.',
    kind: 'memory',
    clause: 'C23',
    changes: [
      {
        file: DELIVERY,
        from: 'memory.test(words + MESSAGE.state, STATE.abortRequest)) { completeAborted',
        to: '(memory.get(words + MESSAGE.state) & STATE.abortRequest) !== 0) { completeAborted',
      },
    ],
    scenarios: ['abort of a sendmsg'],
  },
  {
    name: 'DONE before the error',
    about: 'The reply sets DONE, then writes the error, which the originator may be reading.',
    kind: 'memory',
    clause: 'C23',
    changes: [
      { file: DELIVERY, from: 'memory.set(words + MESSAGE.error, code);', to: '' },
      {
        file: DELIVERY,
        from: 'const old = memory.or(words + MESSAGE.state, STATE.done | watched);',
        to: 'const old = memory.or(words + MESSAGE.state, STATE.done); memory.set(words + MESSAGE.error, code);',
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'the link after the push',
    about: 'The sender links the message only after it has pushed it, when the owner may be walking the inbox.',
    kind: 'memory',
    clause: 'C23',
    changes: [
      { file: QUEUE, from: 'memory.set(next, seen > EMPTY ? seen - 1 : NONE);', to: '' },
      {
        file: QUEUE,
        from: 'if (found === seen)',
        to: 'if (found === seen) memory.set(next, seen > EMPTY ? seen - 1 : NONE); if (found === seen)',
      },
    ],
    scenarios: ['two sendmsg clients'],
  },
];
