// The bounded queue of D. Vyukov for many producers and consumers (2010): each cell has a sequence number that says whose
// turn it is.
const CELLS = 2;

const setup = () => {
  const words = new Int32Array(new SharedArrayBuffer(4 * (2 + 2 * CELLS + 4)));
  const sequence = words.subarray(2, 2 + CELLS);
  for (let cell = 0; cell < CELLS; cell += 1) sequence[cell] = cell;
  return {
    tail: words.subarray(0, 1),
    head: words.subarray(1, 2),
    sequence,
    data: words.subarray(2 + CELLS, 2 + 2 * CELLS),
    out: words.subarray(2 + 2 * CELLS),
  };
};

const enqueue = ({ tail, sequence, data }, value) => {
  for (let at = Atomics.load(tail, 0); ; ) {
    const lag = Atomics.load(sequence, at % CELLS) - at;
    if (lag < 0) return false; // full
    if (lag === 0 && Atomics.compareExchange(tail, 0, at, at + 1) === at) {
      data[at % CELLS] = value; // plain: the cell is this thread's now
      Atomics.store(sequence, at % CELLS, at + 1);
      return true;
    }
    at = Atomics.load(tail, 0);
  }
};

const dequeue = ({ head, sequence, data }) => {
  for (let at = Atomics.load(head, 0); ; ) {
    const lag = Atomics.load(sequence, at % CELLS) - (at + 1);
    if (lag < 0) return 0; // empty
    if (lag === 0 && Atomics.compareExchange(head, 0, at, at + 1) === at) {
      const value = data[at % CELLS];
      Atomics.store(sequence, at % CELLS, at + CELLS);
      return value;
    }
    at = Atomics.load(head, 0);
  }
};

// Says that the cell is full before it is.
const early = ({ tail, sequence, data }, value) => {
  const at = Atomics.add(tail, 0, 1);
  Atomics.store(sequence, at % CELLS, at + 1);
  data[at % CELLS] = value;
};

const takes = (shared) => {
  const value = dequeue(shared);
  if (value !== 0) Atomics.add(shared.out, value, 1);
};

const finish = (shared) => {
  for (let value = dequeue(shared); value !== 0; value = dequeue(shared)) shared.out[value]++;
  return shared.out[1] === 1 && shared.out[2] === 1;
};

const suite = (put) => ({
  setup,
  threads: { A: (shared) => void put(shared, 1), B: (shared) => void put(shared, 2), C: takes },
  finish,
});

export const suites = { right: suite(enqueue), 'tells too early': suite(early) };
