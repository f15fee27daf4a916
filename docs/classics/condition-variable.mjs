// A condition variable as a counter that is slept on, beside a mutex, after U. Drepper, "Futexes are tricky" (2011).
const setup = () => {
  const words = new Int32Array(new SharedArrayBuffer(12));
  return { lock: words.subarray(0, 1), sequence: words.subarray(1, 2), ready: words.subarray(2, 3) };
};

const acquire = (lock) => {
  while (Atomics.exchange(lock, 0, 2) !== 0) Atomics.wait(lock, 0, 2);
};
const release = (lock) => {
  if (Atomics.exchange(lock, 0, 0) === 2) Atomics.notify(lock, 0, 1);
};

const waiter =
  (wait) =>
  ({ lock, sequence, ready }) => {
    acquire(lock);
    while (ready[0] === 0) wait(lock, sequence);
    release(lock);
  };

// What is slept on was read while the lock was held: a signal in between changes it.
const right = (lock, sequence) => {
  const before = Atomics.load(sequence, 0);
  release(lock);
  Atomics.wait(sequence, 0, before);
  acquire(lock);
};

// It is read when the lock is open again: a signal in between is lost.
const wrong = (lock, sequence) => {
  release(lock);
  Atomics.wait(sequence, 0, Atomics.load(sequence, 0));
  acquire(lock);
};

const signaller = ({ lock, sequence, ready }) => {
  acquire(lock);
  ready[0] = 1;
  Atomics.add(sequence, 0, 1);
  Atomics.notify(sequence, 0);
  release(lock);
};

export const suites = {
  right: { setup, threads: { A: waiter(right), B: signaller } },
  'two waiters': { setup, threads: { A: waiter(right), B: waiter(right), C: signaller } },
  'unlocks before it looks': { setup, threads: { A: waiter(wrong), B: signaller } },
};
