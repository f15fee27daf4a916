// A ring for one producer and one consumer (L. Lamport, "Specifying concurrent program modules", 1983): each writes one of
// the two positions, and the cells are plain.
const CELLS = 2;

const setup = () => {
  const words = new Int32Array(new SharedArrayBuffer(4 * (2 + CELLS)));
  return { head: words.subarray(0, 1), tail: words.subarray(1, 2), cells: words.subarray(2) };
};

const right = ({ head, tail, cells }) => {
  for (let at = 0; at < 3; at += 1) {
    while (at - Atomics.load(head, 0) === CELLS);
    cells[at % CELLS] = at + 1;
    Atomics.store(tail, 0, at + 1);
  }
};

// Lets the consumer know before the cell is written.
const early = ({ head, tail, cells }) => {
  for (let at = 0; at < 3; at += 1) {
    while (at - Atomics.load(head, 0) === CELLS);
    Atomics.store(tail, 0, at + 1);
    cells[at % CELLS] = at + 1;
  }
};

const consumer = ({ head, tail, cells }) => {
  for (let at = 0; at < 3; at += 1) {
    while (Atomics.load(tail, 0) === at);
    if (cells[at % CELLS] !== at + 1) throw new Error(`${cells[at % CELLS]} came out where ${at + 1} went in`);
    Atomics.store(head, 0, at + 1);
  }
};

export const suites = {
  right: { setup, threads: { producer: right, consumer } },
  'tells too early': { setup, threads: { producer: early, consumer } },
};
