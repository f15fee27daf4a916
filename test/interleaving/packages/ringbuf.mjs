// ringbuf.js 0.4.0: "wait-free thread-safe single-consumer single-producer ring buffer".
import { RingBuffer } from 'ringbuf.js';

const setup = () => {
  const ring = new RingBuffer(RingBuffer.getStorageForCapacity(2, Uint8Array), Uint8Array);
  const out = new Int32Array(new SharedArrayBuffer(12));
  return { ring, out };
};

const push = (ring, value) => {
  while (ring.push(Uint8Array.of(value)) === 0);
};
const pop = (ring) => {
  const one = new Uint8Array(1);
  while (ring.pop(one) === 0);
  return one[0];
};

const consumer = ({ ring, out }) => {
  for (let at = 0; at < 3; at++) out[at] = pop(ring);
};

export const suites = {
  'one producer, one consumer': {
    setup,
    threads: {
      producer: ({ ring }) => {
        for (const value of [1, 2, 3]) push(ring, value);
      },
      consumer,
    },
    finish: ({ out }) => String([...out]) === '1,2,3',
  },
  'several at a time': {
    setup,
    threads: {
      producer: ({ ring }) => {
        for (let from = 0; from < 3; ) from += ring.push(Uint8Array.of(1, 2, 3).subarray(from));
      },
      consumer,
    },
    finish: ({ out }) => String([...out]) === '1,2,3',
  },
  'two producers': {
    setup,
    threads: { A: ({ ring }) => push(ring, 1), B: ({ ring }) => push(ring, 2) },
  },
};
