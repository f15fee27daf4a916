// A queue of nodes (M. M. Michael and M. L. Scott, "Simple, fast, and practical non-blocking and blocking concurrent queue
// algorithms", 1996). Node 0 is the first dummy; -1 is the end. Nodes are not used twice, so there is no ABA.
const END = -1;
const NODES = 3;

const setup = () => {
  const words = new Int32Array(new SharedArrayBuffer(4 * (2 + 2 * NODES)));
  const next = words.subarray(2, 2 + NODES);
  next.fill(END);
  return { head: words.subarray(0, 1), tail: words.subarray(1, 2), next, out: words.subarray(2 + NODES) };
};

const enqueue = ({ tail, next }, node) => {
  for (;;) {
    const last = Atomics.load(tail, 0);
    const after = Atomics.load(next, last);
    if (after !== END) {
      Atomics.compareExchange(tail, 0, last, after); // it lags behind: help
    } else if (Atomics.compareExchange(next, last, END, node) === END) {
      Atomics.compareExchange(tail, 0, last, node);
      return;
    }
  }
};

const dequeue = ({ head, tail, next }) => {
  for (;;) {
    const first = Atomics.load(head, 0);
    const last = Atomics.load(tail, 0);
    const node = Atomics.load(next, first);
    if (node === END) return END;
    if (first === last) Atomics.compareExchange(tail, 0, last, node);
    else if (Atomics.compareExchange(head, 0, first, node) === first) return node;
  }
};

// Does not link with a compareExchange: of two that enqueue at once, one is overwritten.
const overwrites = ({ tail, next }, node) => {
  const last = Atomics.load(tail, 0);
  Atomics.store(next, last, node);
  Atomics.store(tail, 0, node);
};

const taking = (shared) => {
  const node = dequeue(shared);
  if (node !== END) Atomics.add(shared.out, node, 1);
};

/** Each node has come out, or is still in, and once. */
const finish = (shared) => {
  for (let node = dequeue(shared); node !== END; node = dequeue(shared)) shared.out[node]++;
  return shared.out[1] === 1 && shared.out[2] === 1;
};

const suite = (put) => ({
  setup,
  threads: { A: (shared) => put(shared, 1), B: (shared) => put(shared, 2), C: taking },
  finish,
});

export const suites = { right: suite(enqueue), 'overwrites a link': suite(overwrites) };
