/** Faults of the abort: what it hits, when, and how often. */
import type { Change, Fault } from './fault.ts';

const DELIVERY = 'impl/delivery.js';
const THREAD = 'impl/thread.js';

/** No send clears the abort request: neither where it prepares the message nor where it lets go of it. */
const STALE: readonly Change[] = [
  {
    file: DELIVERY,
    from: 'memory.set(words + MESSAGE.state, 0);',
    to: 'memory.set(words + MESSAGE.state, memory.get(words + MESSAGE.state) & STATE.abortRequest);',
  },
  {
    file: THREAD,
    from: 'MESSAGE.flags, hint); memory.set(words + MESSAGE.state, STATE.done);',
    to: 'MESSAGE.flags, hint);',
  },
  {
    file: THREAD,
    from: 'MESSAGE.state, 0); const sleeper',
    to: `MESSAGE.state,
      this.memory.get(this.layout.message(message) + MESSAGE.state) & STATE.abortRequest); const sleeper`,
  },
];

export const ABORT: readonly Fault[] = [
  {
    name: 'abort completes twice',
    about: 'The target completes an aborted request with ECONNABORTED and then serves it all the same.',
    kind: 'abort',
    clause: 'C22',
    changes: [
      {
        file: DELIVERY,
        from: 'completeAborted(self, message); return takeHead(self, port);',
        to: 'completeAborted(self, message);',
      },
    ],
    scenarios: ['abort of a domsg-like request'],
  },
  {
    name: 'the reply of an abort is not looked for',
    about: 'An owner aborts what has just come, and sleeps, although the reply has come to the same port.',
    kind: 'abort',
    clause: 'C20',
    changes: [
      {
        file: DELIVERY,
        from: 'completeAborted(self, message); return takeHead(self, port);',
        to: 'completeAborted(self, message); return NONE;',
      },
    ],
    scenarios: ['abort of one’s own, come round'],
  },
  {
    name: 'abort of an idle message',
    about: 'abortmsg leaves its request on a message that is back with its originator.',
    kind: 'abort',
    clause: 'C22',
    changes: [{ file: THREAD, from: 'mine < OUT_SYNC', to: 'false' }],
    scenarios: ['a message that is back'],
  },
  {
    name: 'abort of a finished message',
    about: 'A message that was forwarded and has come back replied is completed again with ECONNABORTED.',
    kind: 'abort',
    clause: 'C22',
    changes: [
      {
        file: DELIVERY,
        from: '=== PARKED)',
        to: '=== PARKED && false)',
      },
    ],
    scenarios: ['abort of what is back'],
  },
  {
    name: 'abort of another message',
    about: 'The abort of what one sent to oneself completes the head of the queue instead.',
    kind: 'abort',
    clause: 'C22',
    changes: [
      {
        file: DELIVERY,
        from: 'message)) abortQueued(self, port, message);',
        to: 'message)) abortQueued(self, port, first(memory, layout, port));',
      },
    ],
    scenarios: ['abort one of two of one’s own'],
  },
  {
    name: 'abort of what is being served',
    about: 'A reply to a message whose abort was asked for while it was served carries ECONNABORTED, not the code.',
    kind: 'abort',
    clause: 'C22',
    changes: [
      {
        file: THREAD,
        from: 'complete(this, message, code, watched);',
        to: `complete(this, message,
          this.memory.test(this.layout.message(message) + MESSAGE.state, STATE.abortRequest) ? 53 : code, watched);`,
      },
    ],
    scenarios: ['abort of a sendmsg'],
  },
  {
    name: 'abort with the wrong code',
    about: 'An aborted request is completed with 0.',
    kind: 'abort',
    clause: 'C22',
    changes: [{ file: DELIVERY, from: 'complete(self, message, ECONNABORTED)', to: 'complete(self, message, 0)' }],
    scenarios: ['abort of a sendmsg'],
  },
  {
    name: 'a stale abort request under sendmsg',
    about: 'The abort request of an earlier send is still there in the next sendmsg, which may be aborted for it.',
    kind: 'abort',
    clause: 'C7',
    changes: STALE,
    scenarios: ['send again after an abort'],
  },
  {
    name: 'a stale abort request under beginmsg',
    about: 'The abort request of an earlier send is still there in the next beginmsg, which may be aborted for it.',
    kind: 'abort',
    clause: 'C6',
    changes: STALE,
    scenarios: ['abort of a sendmsg, then beginmsg'],
  },
];
