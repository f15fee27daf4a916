/** Mutants of the message ports that are equivalent. */
import type { Equivalent } from './equivalent.ts';

export const EQUIVALENT_PORTS: readonly Equivalent[] = [
  {
    reason:
      'What arrives is the caller’s own from then on, and an event loop that is told of it looks at it later: the order of these writes nobody sees.',
    mutants: [
      'delivery arrive: move memory.set(words + MESSAGE.flags, (flags & ~RETURNING) | REPLY | QUEUED); to the end',
      'delivery arrive: move memory.set(words + MESSAGE.state, memory.get(words + MESSAGE.state) | STATE.done); to the end',
      'delivery arrive: move stand(self, message, PARKED); to the end',
      'delivery put: move memory.set(layout.message(message) + MESSAGE.sender, self.id); to the end',
    ],
  },
  {
    reason:
      'First, last and owned are words of the owner alone, who uses them after the call: their order within it nobody sees.',
    mutants: [
      'thread initport: swap memory.set(layout.owned(id, port), OWNED) and memory.store(words + PORT.head, EMPTY)',
      'thread initport: move memory.set(words + PORT.first, NONE); to the end',
      'thread initport: move memory.set(words + PORT.last, NONE); to the end',
      'thread initport: move memory.set(layout.owned(id, port), OWNED); to the end',
    ],
  },
  {
    reason:
      'DONE is cleared, and set again by the same reply, before another thread may look: what stands there in between nobody sees.',
    mutants: [
      'thread replymsg: constant 0→1',
      'thread replymsg: drop this.memory.set(this.layout.message(message) + MESSAGE.state, 0)',
      'thread replymsg: constant MESSAGE.state→next',
      'thread replymsg: constant 0→1 (2)',
    ],
  },
  {
    reason: 'The clock is looked at before the call is refused, and not after: no word depends on it.',
    mutants: [
      "thread waitport: swap checkOwned(this, 'waitport', port) and const deadline = deadlineOf(this.#waiting…",
    ],
  },
  {
    reason: 'initmsg has pointed the reply port to the originator, and nobody ever points it elsewhere (C6, C26).',
    mutants: [
      'thread #send: move memory.set(words + MESSAGE.replyPort, id); to the end',
      'thread #send: drop memory.set(words + MESSAGE.replyPort, id)',
      'thread #send: constant MESSAGE.replyPort→sender',
    ],
  },
  {
    reason: 'It is only the first guess of what the head of a port holds: a wrong one costs one more try.',
    mutants: ['thread #send: flag EMPTY→SLEEPING', 'delivery complete: flag EMPTY→SLEEPING'],
  },
  {
    reason: 'sendmsg replies such a message next, in the same call, and the reply writes the same words.',
    mutants: [
      'thread #send: condition only the left of answer !== EASYNC && deciding !== DECIDING_SENDMSG',
      'thread #send: flag DECIDING_SENDMSG→OUT_SYNC',
    ],
  },
  {
    reason: 'On a word at most one thread sleeps: the owner of the port, or the originator of the message.',
    mutants: ['delivery wake: weaken self.memory.notify(word), wake one'],
  },
  {
    reason: 'Whoever is told that something has come looks at the list, and finds nothing there.',
    mutants: ['delivery arrivals: constant false→true'],
  },
  {
    reason: 'EMPTY less 1 is NONE: both branches give the same.',
    mutants: ['queue push: condition seen >→>= EMPTY', 'queue push: flag EMPTY→SLEEPING'],
  },
  {
    reason: 'After a time-out the head is the sleep mark or a message, never EMPTY.',
    mutants: [
      'waiting awaitArrival: condition memory.load(head) >→>= EMPTY (2)',
      'waiting awaitArrival: flag EMPTY→SLEEPING (4)',
    ],
  },
  {
    reason: 'It makes the checks that follow anyway, in their order.',
    mutants: ['checks checkSendable: move originatorOf(self, name, message); to the start'],
  },
  {
    reason:
      'Any other number, or word that no other is, does as well: both who writes and who reads it take it from there.',
    mutants: [
      'layout: constant 0x6c776b74→1819765621',
      'layout: constant 4→5',
      'layout: constant 8→9 (2)',
      'system claim: constant 1→2 (3)',
    ],
  },
  {
    reason: 'Only the header is read through this view, and what is not there is not the magic number, whatever it is.',
    mutants: [
      'system layoutOf: constant 4→5',
      'system layoutOf.size: condition only the left of words[at] ?? 0',
      'system layoutOf.size: constant 0→1',
    ],
  },
  {
    reason: 'The offset is exported for the event loop, whose tests start with it; the calls have their own.',
    mutants: ['standing: constant MESSAGE.state→next'],
  },
];
