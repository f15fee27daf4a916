// Peterson's lock for two threads (G. L. Peterson, "Myths about the mutual exclusion problem", 1981): say that you want to
// enter, give way, and wait while the other one wants to and it is its turn.
const setup = () => {
  const words = new Int32Array(new SharedArrayBuffer(16));
  return { wants: words.subarray(0, 2), turn: words.subarray(2, 3), counter: words.subarray(3, 4) };
};

const right = (me) => (shared) => {
  const { wants, turn, counter } = shared;
  Atomics.store(wants, me, 1);
  Atomics.store(turn, 0, 1 - me);
  while (Atomics.load(wants, 1 - me) === 1 && Atomics.load(turn, 0) === 1 - me);
  counter[0]++; // plain: the lock protects it
  Atomics.store(wants, me, 0);
};

// The bug that every textbook warns of: gives way first, and says then that it wants to.
const wrong = (me) => (shared) => {
  const { wants, turn, counter } = shared;
  Atomics.store(turn, 0, 1 - me);
  Atomics.store(wants, me, 1);
  while (Atomics.load(wants, 1 - me) === 1 && Atomics.load(turn, 0) === 1 - me);
  counter[0]++;
  Atomics.store(wants, me, 0);
};

const finish = ({ counter }) => counter[0] === 2;

export const suites = {
  right: { setup, threads: { A: right(0), B: right(1) }, finish },
  'gives way too early': { setup, threads: { A: wrong(0), B: wrong(1) }, finish },
};
