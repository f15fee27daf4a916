/** Checks that are gone: misuse goes through and does its damage. */
import type { Fault } from './fault.ts';

const CHECKS = 'impl/checks.js';
const THREAD = 'impl/thread.js';

export const MISUSE: readonly Fault[] = [
  {
    name: 'reply with EASYNC',
    about: 'A target replies with the number 99, which domsg would hand to its caller as EASYNC.',
    kind: 'misuse',
    clause: 'C24',
    changes: [{ file: THREAD, from: 'if (!isCode(code))', to: 'if (false)' }],
    scenarios: ['a reply with EASYNC'],
  },
  {
    name: 'reply of one’s own message',
    about: 'An originator replies its own message, which it has not taken.',
    kind: 'misuse',
    clause: 'C24',
    changes: [
      {
        file: THREAD,
        from: "if (!isDeciding(standing)) throw notHeld(this.id, 'replymsg', message); if (",
        to: `if (standing === STRANGER) throw notHeld(this.id, 'replymsg', message);
          if (isDeciding(standing) && `,
      },
    ],
    scenarios: ['a message that is back'],
  },
  {
    name: 'forward of what one does not hold',
    about: 'A thread forwards a message that it has not taken.',
    kind: 'misuse',
    clause: 'C24',
    changes: [
      {
        file: THREAD,
        from: "if ((standing & HELD) === 0) throw notHeld(this.id, 'forwardmsg', message);",
        to: '',
      },
    ],
    scenarios: ['misuse'],
  },
  {
    name: 'take from the port of another',
    about: 'A thread takes messages from a port that it does not own.',
    kind: 'misuse',
    clause: 'C24',
    changes: [{ file: CHECKS, from: 'if (owns(self, port))', to: 'if (true)' }],
    scenarios: ['misuse'],
  },
  {
    name: 'wait for the message of another',
    about: 'A thread waits for a message that it has not sent, as if it had.',
    kind: 'misuse',
    clause: 'C24',
    changes: [{ file: CHECKS, from: 'if (mine === STRANGER)', to: 'if (mine === STRANGER) return 5; if (false)' }],
    scenarios: ['the message of another'],
  },
  {
    name: 'send to a dead port',
    about: 'A message is pushed onto a port that no thread has initialised.',
    kind: 'misuse',
    clause: 'C24',
    changes: [{ file: CHECKS, from: 'PORT.head) === DEAD', to: 'PORT.head) < DEAD' }],
    scenarios: ['misuse'],
  },
  {
    name: 'a port that there is not',
    about: 'The number of a port is not checked, and words beside the ports are taken for one.',
    kind: 'misuse',
    clause: 'C24',
    changes: [{ file: CHECKS, from: 'port >>> 0 !== port || port >= self.layout.ports', to: 'false' }],
    scenarios: ['misuse'],
  },
  {
    name: 'initmsg of a message in use',
    about: 'A message that is still out is made idle.',
    kind: 'misuse',
    clause: 'C24',
    changes: [{ file: THREAD, from: "throw notIdle('initmsg', message);", to: '' }],
    scenarios: ['misuse'],
  },
  {
    name: 'a begin function queues domsg to its caller',
    about: 'A begin function puts a domsg on a port of the caller, who alone could serve it, and waits for ever.',
    kind: 'misuse',
    clause: 'C25',
    changes: [{ file: THREAD, from: 'asOriginator(standing) === DECIDING_DOMSG && owns', to: 'false && owns' }],
    scenarios: ['domsg to oneself'],
  },
];
