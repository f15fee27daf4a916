/** Faults in direct requests. */
import type { Fault } from './fault.ts';

const DELIVERY = 'impl/delivery.js';
const THREAD = 'impl/thread.js';
const WAITING = 'impl/waiting.js';
const WATCH = 'impl/watch.js';

export const DIRECT: readonly Fault[] = [
  {
    name: 'a direct request overtakes',
    about:
      'The owner serves a direct request without a look at the inbox, where an earlier message of the same client lies.',
    kind: 'protocol',
    clause: 'C13',
    changes: [{ file: DELIVERY, from: 'if (top(memory, layout, port) > EMPTY) { takeIn', to: 'if (false) { takeIn' }],
    scenarios: ['direct, behind another message'],
  },
  {
    name: 'a direct request with a time limit',
    about: 'A domsg that may give up is direct: what its client sends after that overtakes it.',
    kind: 'protocol',
    clause: 'C13',
    changes: [
      { file: THREAD, from: 'timeoutMs === Number.POSITIVE_INFINITY && this.#sendDirect', to: 'this.#sendDirect' },
    ],
    scenarios: ['direct, and time-outs'],
  },
  {
    name: 'sleep while watching',
    about: 'The owner sleeps at the head of its port without having withdrawn: a direct request wakes nobody.',
    kind: 'waking',
    clause: 'C20',
    changes: [{ file: WAITING, from: 'if (!withdraw(self, port)) return DIRECT;', to: '' }],
    scenarios: ['direct requests'],
  },
  {
    name: 'withdraw by load and store',
    about: 'The owner sees that there is no request, and then writes over one that nobody watches.',
    kind: 'memory',
    clause: 'C16',
    changes: [
      {
        file: WATCH,
        from: 'memory.compareExchange(watch, watchedFrom(port), NOBODY) !== watchedFrom(port)',
        to: '(memory.load(watch) !== watchedFrom(port) || (memory.store(watch, NOBODY), false))',
      },
    ],
    scenarios: ['direct requests'],
  },
  {
    name: 'direct by load and store',
    about: 'The client sees that its message is watched, and then writes its request where the owner has withdrawn.',
    kind: 'memory',
    clause: 'C20',
    changes: [
      {
        file: WATCH,
        from: 'return self.memory.compareExchange(watch, watchedFrom(port), directTo(port)) === watchedFrom(port);',
        to: 'return self.memory.load(watch) === watchedFrom(port) && (self.memory.store(watch, directTo(port)), true);',
      },
    ],
    scenarios: ['direct requests'],
  },
  {
    name: 'direct to another port',
    about: 'The client sends to whoever watches, which may be the owner of another port.',
    kind: 'protocol',
    clause: 'C6',
    changes: [
      {
        file: WATCH,
        from: 'return self.memory.compareExchange(watch, watchedFrom(port), directTo(port)) === watchedFrom(port);',
        to: 'const seen = self.memory.load(watch); return seen > 0 && self.memory.compareExchange(watch, seen, -seen) === seen;',
      },
    ],
    scenarios: ['direct, to two servers'],
  },
  {
    name: 'a direct request is served twice',
    about: 'The owner looks again at the message that it is serving, and takes it once more.',
    kind: 'protocol',
    clause: 'C19',
    changes: [{ file: WATCH, from: '|| isDirect(memory.get(layout.standing(id, message)))', to: '' }],
    scenarios: ['direct, then kept'],
  },
  {
    name: 'a forwarded direct request is watched',
    about: 'The owner hands on what has come directly, and still finds it at its own port.',
    kind: 'protocol',
    clause: 'C17',
    changes: [{ file: THREAD, from: 'if (isDirect(standing)) forget(this, portFoundAt(standing), message);', to: '' }],
    scenarios: ['direct, then forwarded'],
  },
  {
    name: 'a message is watched twice',
    about:
      'A server watches what another one watches already: who withdraws first takes the request of the other away.',
    kind: 'memory',
    clause: 'C23',
    changes: [
      {
        file: WATCH,
        from: 'if (memory.load(watch) !== NOBODY) return 0;',
        to: '',
      },
    ],
    scenarios: ['direct, to two servers'],
  },
  {
    name: 'watch after the reply',
    about: 'The owner writes that it watches after DONE, when the message may be out again.',
    kind: 'memory',
    clause: 'C23',
    changes: [
      {
        file: WATCH,
        from: 'memory.set(layout.standing(id, message), STRANGER);',
        to: 'memory.set(words + MESSAGE.watch, watchedFrom(port)); memory.set(layout.standing(id, message), STRANGER);',
      },
    ],
    scenarios: ['direct requests'],
  },
];
