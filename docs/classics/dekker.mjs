// Dekker's lock for two threads (E. W. Dijkstra, "Cooperating sequential processes", 1965), the first that was right.
const setup = () => {
  const words = new Int32Array(new SharedArrayBuffer(16));
  return { wants: words.subarray(0, 2), turn: words.subarray(2, 3), counter: words.subarray(3, 4) };
};

const right = (me) => (shared) => {
  const { wants, turn, counter } = shared;
  Atomics.store(wants, me, 1);
  while (Atomics.load(wants, 1 - me) === 1) {
    if (Atomics.load(turn, 0) !== me) {
      Atomics.store(wants, me, 0);
      while (Atomics.load(turn, 0) !== me);
      Atomics.store(wants, me, 1);
    }
  }
  counter[0]++;
  Atomics.store(turn, 0, 1 - me);
  Atomics.store(wants, me, 0);
};

// An attempt that Dijkstra shows on the way: looks whether the other one is inside, and then says that it is itself.
const looksFirst = (me) => (shared) => {
  const { wants, counter } = shared;
  while (Atomics.load(wants, 1 - me) === 1);
  Atomics.store(wants, me, 1);
  counter[0]++;
  Atomics.store(wants, me, 0);
};

// The next attempt: says so first, and then neither gives way.
const neverGivesWay = (me) => (shared) => {
  const { wants, counter } = shared;
  Atomics.store(wants, me, 1);
  while (Atomics.load(wants, 1 - me) === 1);
  counter[0]++;
  Atomics.store(wants, me, 0);
};

const finish = ({ counter }) => counter[0] === 2;
const suite = (body) => ({ setup, threads: { A: body(0), B: body(1) }, finish });

export const suites = {
  right: suite(right),
  'looks first': suite(looksFirst),
  'never gives way': suite(neverGivesWay),
};
