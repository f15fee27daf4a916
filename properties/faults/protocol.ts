/** Faults in what the calls do to flags, queues, codes and reply ports. */
import type { Fault } from './fault.ts';

const DELIVERY = 'impl/delivery.js';
const THREAD = 'impl/thread.js';

export const PROTOCOL: readonly Fault[] = [
  {
    name: 'EASYNC from domsg',
    about: 'domsg returns what its target answered, EASYNC where it has queued the message.',
    kind: 'protocol',
    clause: 'C1',
    changes: [
      {
        file: THREAD,
        from: "answer === EASYNC ? this.#waitSync('domsg', message, port, timeoutMs) : answer",
        to: 'answer',
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'domsg returns 0',
    about: 'domsg waits for its reply and then returns 0, whatever the code.',
    kind: 'protocol',
    clause: 'C2',
    changes: [
      {
        file: THREAD,
        from: "this.#waitSync('domsg', message, port, timeoutMs) :",
        to: "0 * this.#waitSync('domsg', message, port, timeoutMs) :",
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'a completion is not replied',
    about: 'sendmsg drops the code of a target that completes at once: the message never comes back.',
    kind: 'protocol',
    clause: 'C5',
    changes: [{ file: THREAD, from: 'wake(this, complete(this, message, answer));', to: ';' }],
    scenarios: ['completions'],
  },
  {
    name: 'a completion is replied twice',
    about: 'sendmsg replies for a target that completes at once, and does it twice.',
    kind: 'protocol',
    clause: 'C17',
    changes: [
      {
        file: THREAD,
        from: 'wake(this, complete(this, message, answer));',
        to: 'complete(this, message, answer), wake(this, complete(this, message, answer));',
      },
    ],
    scenarios: ['completions'],
  },
  {
    name: 'domsg leaves ASYNC set',
    about: 'A message that was sent with sendmsg before keeps ASYNC under domsg.',
    kind: 'protocol',
    clause: 'C6',
    changes: [
      {
        file: DELIVERY,
        from: 'memory.set(words + MESSAGE.flags, hint);',
        to: 'memory.set(words + MESSAGE.flags, memory.get(words + MESSAGE.flags) & ASYNC | hint);',
      },
    ],
    scenarios: ['every send in turn'],
  },
  {
    name: 'sendmsg leaves REPLY set',
    about: 'A message that came back as a reply before keeps REPLY under the next sendmsg.',
    kind: 'protocol',
    clause: 'C7',
    changes: [
      {
        file: DELIVERY,
        from: 'memory.set(words + MESSAGE.flags, hint);',
        to: 'memory.set(words + MESSAGE.flags, hint && (memory.get(words + MESSAGE.flags) | hint));',
      },
    ],
    scenarios: ['sendmsg twice'],
  },
  {
    name: 'REPLY after a synchronous reply',
    about: 'A synchronous reply sets REPLY.',
    kind: 'protocol',
    clause: 'C14',
    changes: [
      {
        file: DELIVERY,
        from: 'const old = memory.or(words + MESSAGE.state, STATE.done | watched);',
        to: 'memory.set(words + MESSAGE.flags, flags | REPLY); const old = memory.or(words + MESSAGE.state, STATE.done);',
      },
    ],
    scenarios: ['one domsg'],
  },
  {
    name: 'no REPLY after an asynchronous reply',
    about: 'A reply joins the queue of its reply port without REPLY and would be taken for a request.',
    kind: 'protocol',
    clause: 'C15',
    changes: [{ file: DELIVERY, from: '| REPLY | QUEUED', to: '| QUEUED' }],
    scenarios: ['two sendmsg, replies by waitport'],
  },
  {
    name: 'no DONE after an asynchronous reply',
    about: 'A reply joins the queue of its reply port without DONE.',
    kind: 'protocol',
    clause: 'C15',
    changes: [
      {
        file: DELIVERY,
        from: 'memory.get(words + MESSAGE.state) | STATE.done',
        to: 'memory.get(words + MESSAGE.state)',
      },
    ],
    scenarios: ['two sendmsg, replies by waitport'],
  },
  {
    name: 'QUEUED left set',
    about: 'Taking a message off a queue leaves QUEUED set.',
    kind: 'protocol',
    clause: 'C17',
    changes: [{ file: DELIVERY, from: 'memory.get(flags) & ~QUEUED', to: 'memory.get(flags)' }],
    scenarios: ['two sendmsg clients'],
  },
  {
    name: 'the reply stays on the port',
    about: 'waitmsg returns the code and leaves the message on the reply port.',
    kind: 'protocol',
    clause: 'C18',
    changes: [{ file: THREAD, from: 'takeReply(this, id, message);', to: 'stand(this, message, IDLE);' }],
    scenarios: ['two sendmsg clients'],
  },
  {
    name: 'waitmsg takes any reply',
    about: 'waitmsg takes the first reply off its port, whichever that is.',
    kind: 'protocol',
    clause: 'C18',
    changes: [
      {
        file: THREAD,
        from: 'takeReply(this, id, message);',
        to: 'takeReply(this, id, memory.get(layout.port(id) + PORT.first));',
      },
    ],
    scenarios: ['the second of two replies'],
  },
  {
    name: 'waitmsg clears the error',
    about: 'waitmsg returns the code once; called again it gives 0.',
    kind: 'protocol',
    clause: 'C16',
    changes: [
      {
        file: THREAD,
        from: 'takeReply(this, id, message); return memory.get(layout.message(message) + MESSAGE.error);',
        to: `takeReply(this, id, message); const code = memory.get(layout.message(message) + MESSAGE.error);
          memory.set(layout.message(message) + MESSAGE.error, 0); return code;`,
      },
    ],
    scenarios: ['two sendmsg clients'],
  },
  {
    name: 'the reply goes to the replier',
    about: 'An asynchronous reply goes to the port of the thread that replies.',
    kind: 'protocol',
    clause: 'C15',
    changes: [{ file: DELIVERY, from: 'memory.get(words + MESSAGE.replyPort)', to: 'self.id' }],
    scenarios: ['one sendmsg, served once'],
  },
  {
    name: 'an asynchronous reply as if synchronous',
    about:
      'A reply sets DONE where it stands, although ASYNC says that it belongs on the reply port: it never comes back.',
    kind: 'protocol',
    clause: 'C16',
    changes: [{ file: DELIVERY, from: '(flags & ASYNC) === 0', to: 'true' }],
    scenarios: ['two sendmsg clients'],
  },
  {
    name: 'newest first',
    about: 'The inbox is handed over as it lies, newest first.',
    kind: 'protocol',
    clause: 'C13',
    changes: [
      {
        file: DELIVERY,
        from: 'append(memory, layout, port, oldest, youngest);',
        to: `for (let at = youngest; at !== NONE; ) {
          const older = memory.get(layout.previous(at));
          append(memory, layout, port, at, at);
          at = older;
        }`,
      },
    ],
    scenarios: ['two sendmsg, replies by waitport'],
  },
  {
    name: 'the tail of the queue is taken',
    about: 'waitport takes the message that came last.',
    kind: 'protocol',
    clause: 'C13',
    changes: [
      {
        file: DELIVERY,
        from: 'const message = first(memory, layout, port);',
        to: 'const message = memory.get(layout.port(port) + PORT.last);',
      },
    ],
    scenarios: ['two sendmsg, replies by waitport'],
  },
  {
    name: 'forward rewrites the reply port',
    about: 'forwardmsg points the reply port at the forwarder.',
    kind: 'protocol',
    clause: 'C26',
    changes: [
      {
        file: THREAD,
        from: 'stand(this, message, asOriginator(standing) | FORWARDING);',
        to: `stand(this, message, asOriginator(standing) | FORWARDING);
          this.memory.set(this.layout.message(message) + MESSAGE.replyPort, this.id);`,
      },
    ],
    scenarios: ['abort of a forwarded request'],
  },
  {
    name: 'forward clears the hint',
    about: 'forwardmsg clears ASYNC, so that the reply would not come back to the reply port.',
    kind: 'protocol',
    clause: 'C26',
    changes: [
      {
        file: THREAD,
        from: 'stand(this, message, asOriginator(standing) | FORWARDING);',
        to: `stand(this, message, asOriginator(standing) | FORWARDING);
          this.memory.set(this.layout.message(message) + MESSAGE.flags, 0);`,
      },
    ],
    scenarios: ['abort of a forwarded request'],
  },
  {
    name: 'forward drops the abort request',
    about: 'forwardmsg clears the state word, which the originator may be setting its abort request in.',
    kind: 'protocol',
    clause: 'C23',
    changes: [
      {
        file: THREAD,
        from: 'const standing = standingOf(this, message); if ((standing & FORWARDING) === 0)',
        to: 'const standing = standingOf(this, message);',
      },
    ],
    scenarios: ['abort of a forwarded request'],
  },
];
