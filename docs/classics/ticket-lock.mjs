// A ticket lock (J. M. Mellor-Crummey and M. L. Scott, 1991): draw a number, and wait until it is served.
const setup = () => {
  const words = new Int32Array(new SharedArrayBuffer(12));
  return { next: words.subarray(0, 1), serving: words.subarray(1, 2), counter: words.subarray(2, 3) };
};

const right = ({ next, serving, counter }) => {
  const ticket = Atomics.add(next, 0, 1);
  while (Atomics.load(serving, 0) !== ticket);
  counter[0]++;
  Atomics.store(serving, 0, ticket + 1);
};

// Draws in two steps: two threads get the same number.
const wrong = ({ next, serving, counter }) => {
  const ticket = Atomics.load(next, 0);
  Atomics.store(next, 0, ticket + 1);
  while (Atomics.load(serving, 0) !== ticket);
  counter[0]++;
  Atomics.store(serving, 0, ticket + 1);
};

const finish = ({ counter }) => counter[0] === 3;

export const suites = {
  right: { setup, threads: { A: right, B: right, C: right }, finish },
  'draws in two steps': { setup, threads: { A: wrong, B: wrong, C: wrong }, finish },
};
