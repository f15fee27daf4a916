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
      'delivery put: swap arrive(self, message) and append(memory, layout, port, message, mes…',
      'delivery takeIn: swap forget(self, port, message) and arrive(self, message)',
      'delivery takeIn: swap arrive(self, message) and append(memory, layout, port, message, mes…',
      'delivery takeIn: move forget(self, port, message); to the end',
    ],
  },
  {
    reason:
      'First, last and owned are words of the owner alone, who uses them after the call: their order within it nobody sees.',
    mutants: [
      'thread initport: swap memory.set(layout.known(id, port), OWNED) and memory.store(words + PORT.head, EMPTY)',
      'thread initport: move memory.set(words + PORT.first, NONE); to the end',
      'thread initport: move memory.set(words + PORT.last, NONE); to the end',
      'thread initport: move memory.set(layout.known(id, port), OWNED); to the end',
    ],
  },
  {
    reason:
      'DONE is cleared, and set again by the same reply, before another thread may look: what stands there in between nobody sees.',
    mutants: [
      'thread replymsg: constant 0→1 (3)',
      'thread replymsg: drop this.memory.set(this.layout.message(message) + MESSAGE.state, 0)',
      'thread replymsg: constant 0→1 (2)',
    ],
  },
  {
    reason: 'The bit that is added to what the reply says is DONE, which it says anyway.',
    mutants: [
      'thread replymsg: constant 0→1 (4)',
      'delivery complete: constant 0→1',
      'watch watchOn: constant 0→1 (2)',
      'watch watchOn: constant 0→1 (3)',
      'watch watchOn: constant 0→1 (4)',
      'watch watchOn: constant 0→1 (5)',
    ],
  },
  {
    reason: 'Where nothing is watched, nobody is passed over.',
    mutants: ['watch passOver: condition watched <→<= 0', 'watch passOver: constant 0→1'],
  },
  {
    reason: 'No begin function is asked there, and until the message is sent every send means the same.',
    mutants: ['thread #sendDirect: flag DECIDING_DOMSG→DECIDING_BEGINMSG'],
  },
  {
    reason:
      'The clock is looked at before the call is refused or looks at its list, and not after: no word depends on it.',
    mutants: [
      "thread waitport: swap checkOwned(this, 'waitport', port) and const deadline = deadlineOf(this.#waiting…",
      'thread waitport: swap const deadline = deadlineOf(this.#waiting… and let message = takeHead(this, port)',
    ],
  },
  {
    reason: 'sendmsg replies such a message next, in the same call, and the reply writes the same words.',
    mutants: [
      'thread #ask: condition only the left of decided && deciding !== DECIDING_SENDMSG',
      'thread #ask: flag DECIDING_SENDMSG→OUT_SYNC',
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
    reason: 'The link to the previous message of one in transit nobody reads; it is written so that it has no history.',
    mutants: [
      'queue push: drop memory.set(layout.previous(message), NONE)',
      'queue push: move memory.set(layout.previous(message), NONE); to the end',
    ],
  },
  {
    reason: 'EMPTY less 1 is NONE: both branches give the same.',
    mutants: ['queue push: condition seen >→>= EMPTY', 'queue push: flag EMPTY→SLEEPING'],
  },
  {
    reason: 'It makes the checks that follow anyway, in their order.',
    mutants: [
      'checks checkOwned: move checkPortIndex(self, name, port); to the end',
      'checks checkOwned: move checkLive(self, name, port); to the start',
      'checks checkOwned: drop checkPortIndex(self, name, port)',
    ],
  },
  {
    reason:
      'What is not taken on the short way is taken on the long one, by way of the list, and nobody sees which it was.',
    mutants: [
      'delivery takeArrived: drop memory.get(layout.next(message)), take 0',
      'delivery takeArrived: constant 0→1',
      'delivery takeArrived: flag RETURNING→ASYNC',
    ],
  },
  {
    reason: 'Where a word lies is computed from numbers that do not change, before the reply or after it.',
    mutants: [
      'delivery completeAborted: swap const standing = layout.standing(self.id,… and const sleeper = complete(self, message, E…',
    ],
  },
  {
    reason:
      'Any other number, or word that no other is, does as well: both who writes and who reads it take it from there.',
    mutants: [
      'layout: constant 0x6c776b74→1819765621',
      'layout: constant 4→5',
      'words: constant 6→7',
      'system claim: constant 1→2 (3)',
      'watch: constant 0x4000_0000→1073741825',
      'watch: constant 0x4000_0000→1073741825 (2)',
      'watch watchedFrom: constant 1→2',
      'standing: constant 7→8 (3)',
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
];
