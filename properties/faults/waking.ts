/** Faults in who sleeps and who wakes. */
import type { Fault } from './fault.ts';

const DELIVERY = 'impl/delivery.js';
const THREAD = 'impl/thread.js';
const WAITING = 'impl/waiting.js';

export const WAKING: readonly Fault[] = [
  {
    name: 'no notify after a synchronous reply',
    about: 'The reply sets DONE and sees the sleep mark, and does not notify.',
    kind: 'waking',
    clause: 'C20',
    changes: [{ file: DELIVERY, from: '(old & STATE.sleeping) !== 0', to: 'false' }],
    scenarios: ['one domsg'],
  },
  {
    name: 'no notify from replymsg',
    about: 'replymsg hands the message back and wakes nobody.',
    kind: 'waking',
    clause: 'C20',
    changes: [
      {
        file: THREAD,
        from: 'complete(this, message, code, watched); this.#handedOn(message, standing); wake(this, sleeper);',
        to: 'complete(this, message, code, watched); this.#handedOn(message, standing);',
      },
    ],
    scenarios: ['two sendmsg, replies by waitport'],
  },
  {
    name: 'no notify after a request',
    about: 'A request is pushed onto a port whose owner sleeps, and the owner is not notified.',
    kind: 'waking',
    clause: 'C20',
    changes: [
      {
        file: THREAD,
        from: 'stand(this, message, deciding === DECIDING_SENDMSG ? OUT_ASYNC : OUT_SYNC); wake(this, sleeper);',
        to: 'stand(this, message, deciding === DECIDING_SENDMSG ? OUT_ASYNC : OUT_SYNC);',
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'no notify after an abort',
    about: 'A request is completed with ECONNABORTED, and its originator, who sleeps, is not notified.',
    kind: 'waking',
    clause: 'C20',
    changes: [
      {
        file: DELIVERY,
        from: '& ~LEAVING); wake(self, sleeper);',
        to: '& ~LEAVING);',
      },
    ],
    scenarios: ['abort of a domsg-like request'],
  },
  {
    name: 'the sleep mark is not seen',
    about: 'The push swaps the sleep mark out and takes it for an empty inbox.',
    kind: 'waking',
    clause: 'C20',
    changes: [{ file: DELIVERY, from: 'found === SLEEPING', to: 'false' }],
    scenarios: ['one domsg'],
  },
  {
    name: 'notify before DONE',
    about: 'The reply notifies, then sets DONE: a waiter that goes to sleep between the two is not woken.',
    kind: 'waking',
    clause: 'C20',
    changes: [
      {
        file: DELIVERY,
        from: 'const old = memory.or(words + MESSAGE.state, STATE.done | watched);',
        to: 'memory.notify(words + MESSAGE.state); memory.or(words + MESSAGE.state, STATE.done); const old = 0;',
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'notify before the push',
    about: 'The sender notifies, then pushes: an owner that goes to sleep between the two is not woken.',
    kind: 'waking',
    clause: 'C20',
    changes: [
      {
        file: DELIVERY,
        from: 'const found = push(memory, layout, head, message, likelyHead(known));',
        to: 'memory.notify(head); push(memory, layout, head, message, likelyHead(known)); const found = EMPTY;',
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'sleep without a mark',
    about: 'The owner finds its inbox empty and sleeps without leaving its mark, so no sender knows of it.',
    kind: 'waking',
    clause: 'C20',
    changes: [
      {
        file: WAITING,
        from: 'memory.compareExchange(head, EMPTY, SLEEPING)',
        to: 'memory.load(head)',
      },
      { file: WAITING, from: 'head, SLEEPING, deadline', to: 'head, seen, deadline' },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'one look after the sleep on a message',
    about:
      '`if` instead of `while`: a notify that was meant for an earlier life of the message ends the wait for this one.',
    kind: 'waking',
    clause: 'C2',
    changes: [{ file: WAITING, from: 'while ((old & STATE.done) === 0)', to: 'if ((old & STATE.done) === 0)' }],
    scenarios: ['domsg twice'],
  },
  {
    name: 'one look after the sleep for a reply',
    about:
      '`if` instead of `while`: the first reply to come, of whatever message, ends the wait for this one, and is lost.',
    kind: 'waking',
    clause: 'C16',
    changes: [
      {
        file: THREAD,
        from: 'while (asOriginator(standingOf(this, message)) !== PARKED)',
        to: 'if (asOriginator(standingOf(this, message)) !== PARKED)',
      },
    ],
    scenarios: ['the reply of another arrives'],
  },
  {
    name: 'domsg waits for anything',
    about: 'domsg waits until something comes to its port, even if the target has completed the message at once.',
    kind: 'waking',
    clause: 'C3',
    changes: [
      {
        file: THREAD,
        from: 'message, port, timeoutMs) : answer',
        to: 'message, port, timeoutMs) : (awaitArrival(this, this.#waiting, this.id, Infinity), answer)',
      },
    ],
    scenarios: ['domsg, begin completes'],
  },
  {
    name: 'sendmsg waits',
    about: 'sendmsg waits for the reply before it returns.',
    kind: 'waking',
    clause: 'C4',
    changes: [
      {
        file: THREAD,
        from: "this.#send('sendmsg', port, message, ASYNC, DECIDING_SENDMSG); return;",
        to: `this.#send('sendmsg', port, message, ASYNC, DECIDING_SENDMSG);
          awaitArrival(this, this.#waiting, this.id, Infinity); return;`,
      },
    ],
    scenarios: ['a request that is kept'],
  },
  {
    name: 'getport waits',
    about: 'getport waits for a message where there is none.',
    kind: 'waking',
    clause: 'C19',
    changes: [
      {
        file: THREAD,
        from: 'const seen = glance(this, port);',
        to: 'const seen = awaitArrival(this, this.#waiting, port, Infinity);',
      },
    ],
    scenarios: ['getport of an empty port'],
  },
  {
    name: 'getport takes nothing in',
    about: 'getport sees that something has come and leaves it in the inbox: a server that polls never serves.',
    kind: 'waking',
    clause: 'C21',
    changes: [
      { file: THREAD, from: 'return seen > EMPTY ? takeArrived(this, port, seen) : NONE;', to: 'return NONE;' },
    ],
    scenarios: ['getport polling'],
  },
];
