/** One-way load: producers that keep all their messages in flight, one consumer that answers each. */
import { strictEqual } from 'node:assert/strict';
import { ASYNC } from '../../../dist/impl/index.js';
import { BOUND, join, OP, untilLive, writeRequest } from './protocol.mjs';

const ABOVE_EASYNC = 100;

export function producer(buffer, { thread, to, messages, count }) {
  const { t, words } = join(buffer, thread);
  const mine = Array.from({ length: messages }, (_, index) => messages * thread + index);
  untilLive(t, [to]);
  let n = 0;
  const send = (message) => {
    const request = words(message);
    request[0] = thread;
    request[1] = n++;
    t.sendmsg(to, message);
  };
  for (const message of mine) {
    t.initmsg(message);
    send(message);
  }
  for (let back = 0; back < count; back++) {
    const message = t.waitport(thread, BOUND);
    strictEqual(t.error(message), back + ABOVE_EASYNC, 'replies come in the order of the requests');
    if (n < count) send(message);
  }
  return n;
}

export function consumer(buffer, { thread, producers, count }) {
  const { t, words } = join(buffer, thread);
  const next = new Map();
  for (let served = 0; served < producers * count; served++) {
    const message = t.waitport(thread, BOUND);
    const [from, n] = words(message);
    strictEqual(n, next.get(from) ?? 0, `requests of thread ${from} are in order, none lost, none twice`);
    next.set(from, n + 1);
    strictEqual(t.flags(message), ASYNC);
    t.replymsg(message, n + ABOVE_EASYNC);
  }
  return [...next.values()];
}

/** Keeps a server under load until `stop`, a shared word, is set. */
export function flooder(buffer, { thread, to, messages, stop }) {
  const { t, words } = join(buffer, thread);
  const mine = Array.from({ length: messages }, (_, index) => messages * thread + index);
  untilLive(t, [to]);
  for (const message of mine) t.initmsg(message);
  let n = 0;
  while (Atomics.load(stop, 0) === 0) {
    for (const message of mine) {
      writeRequest(words(message), thread, n++, OP.SERVE);
      t.sendmsg(to, message);
    }
    for (const message of mine) t.waitmsg(message, BOUND);
  }
  writeRequest(words(mine[0]), thread, n, OP.STOP);
  strictEqual(t.domsg(to, mine[0], BOUND), 0);
  return n;
}
