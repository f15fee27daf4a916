// The system of the benches of speed. Each thread of a search loads this file: what it imports, all of them wait for.
import { sequence } from '../../dist/properties/interleaving/index.js';

/** Threads that push messages onto an intrusive stack and one that takes all: the shape of a message port. */
export function inbox(senders, messages, words) {
  const head = 0;
  const link = (message) => 8 + message * 8;
  const send = (sender) =>
    sequence(
      `sender ${sender}`,
      Array.from({ length: messages }, (_, index) => (memory) => {
        const message = sender * messages + index;
        memory.set(link(message) + 1, message);
        for (;;) {
          const old = memory.load(head);
          memory.set(link(message), old);
          if (memory.compareExchange(head, old, message + 1) === old) break;
        }
        memory.notify(head);
      }),
    );
  const take = {
    name: 'receiver',
    start: senders * messages,
    step: (memory, wanted) => {
      let left = wanted;
      let message = memory.exchange(head, 0);
      if (message === 0) memory.wait(head, 0);
      for (; message !== 0; message = memory.get(link(message - 1))) left -= 1;
      return { next: left === 0 ? undefined : left };
    },
  };
  const threads = [take, ...Array.from({ length: senders }, (_, sender) => send(sender))];
  return { memory: new Int32Array(words), threads };
}

/** The same, for workers. */
export function inboxOf({ senders, messages, words }) {
  return inbox(senders, messages, words);
}
