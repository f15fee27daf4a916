/** What clients and servers of the stress test say to each other, and how each checks the other. */
import { strictEqual } from 'node:assert/strict';
import { attach, Payloads } from '../../../dist/impl/index.js';

/** No wait in these tests may take longer, in milliseconds. The error then names the call and the message. */
export const BOUND = 15_000;

/** What a client asks for. Those from COMPLETE on are decided by its own begin function. */
export const OP = { SERVE: 0, FORWARD: 1, HOLD: 2, STOP: 3, COMPLETE: 4, REPLY: 5, THROW: 6, LEAK: 7 };

export const PAYLOAD_WORDS = 16;
const WORD = { client: 0, n: 1, op: 2, check: 3, filler: 4, answer: 12 };

/** Deterministic numbers from a seed: mulberry32. */
export function randomOf(seed) {
  let a = seed | 0;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** The code that the n-th request of a client is to be completed with. Any 32-bit number but EASYNC and ECONNABORTED. */
export function codeOf(client, n) {
  const code = Math.imul(n + 1, 0x9e3779b1) ^ (client << 20);
  return code === 99 || code === 53 ? 0 : code;
}

function mix(client, n, op, at) {
  return Math.imul(client * 31 + n * 17 + op * 7 + at, 0x85ebca6b) ^ n;
}

export function writeRequest(words, client, n, op) {
  words[WORD.client] = client;
  words[WORD.n] = n;
  words[WORD.op] = op;
  words[WORD.check] = mix(client, n, op, 99);
  for (let i = WORD.filler; i < WORD.answer; i++) words[i] = mix(client, n, op, i);
  words[WORD.answer] = 0;
}

/** Reads and checks every word of a request. */
export function readRequest(words) {
  const [client, n, op] = words;
  strictEqual(words[WORD.check], mix(client, n, op, 99), 'a request is torn');
  for (let i = WORD.filler; i < WORD.answer; i++) strictEqual(words[i], mix(client, n, op, i), 'a payload is torn');
  return { client, n, op };
}

/** Leaves the answer and returns the code to reply with. */
export function answer(words) {
  const [client, n] = words;
  words[WORD.answer] = ~n;
  return codeOf(client, n);
}

/** Whether nobody has served the request. */
export function untouched(words) {
  return words[WORD.answer] === 0;
}

export function checkAnswer(words, n) {
  strictEqual(words[WORD.n], n, 'the answer is for another request');
  strictEqual(words[WORD.answer], ~n, 'the answer was not written before the reply');
}

/** A thread, and a view of each message's payload as words. */
export function join(buffer, thread) {
  const t = attach(buffer, { thread });
  const payloads = new Payloads(t);
  const views = [];
  const words = (message) => {
    const bytes = payloads.bytes(message);
    views[message] ??= new Int32Array(bytes.buffer, bytes.byteOffset, PAYLOAD_WORDS);
    return views[message];
  };
  return { t, words };
}

/** Waits until ports that other threads initialise are live. */
export function untilLive(t, ports) {
  for (const port of ports) {
    const head = t.layout.port(port);
    for (let ms = 0; t.memory.load(head) === -2; ms++) {
      if (ms > BOUND) throw new Error(`port ${port} never came to life`);
      Atomics.wait(t.memory.words, head, -2, 1);
    }
  }
}
