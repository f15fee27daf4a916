// A stack of nodes (R. K. Treiber, "Systems programming: coping with parallelism", 1986), and what a node that is taken,
// used and given back does to it: ABA. The top word holds a node; with a count in its upper half, a change back is seen.
const NODES = 3;

const setup = (counted) => () => {
  const words = new Int32Array(new SharedArrayBuffer(4 * (1 + 2 * NODES)));
  const shared = { top: words.subarray(0, 1), next: words.subarray(1, 1 + NODES), taken: words.subarray(1 + NODES) };
  // 1 on 2 on the ground; 0 is the ground.
  shared.top[0] = 1;
  shared.next[1] = 2;
  return { ...shared, counted };
};

const push = ({ top, next, counted }, node) => {
  for (;;) {
    const seen = Atomics.load(top, 0);
    Atomics.store(next, node, seen & 0xff);
    const tag = counted ? (seen & ~0xff) + 0x100 : 0;
    if (Atomics.compareExchange(top, 0, seen, tag | node) === seen) return;
  }
};

const pop = ({ top, next, counted }) => {
  for (;;) {
    const seen = Atomics.load(top, 0);
    const node = seen & 0xff;
    if (node === 0) return 0;
    const below = Atomics.load(next, node);
    const tag = counted ? (seen & ~0xff) + 0x100 : 0;
    if (Atomics.compareExchange(top, 0, seen, tag | below) === seen) return node;
  }
};

/** Takes a node, and keeps it. */
const keeps = (shared) => {
  const node = pop(shared);
  if (node !== 0) Atomics.add(shared.taken, node, 1);
};

/** Takes two, keeps the second, and gives the first one back. */
const givesBack = (shared) => {
  const [first, second] = [pop(shared), pop(shared)];
  if (second !== 0) Atomics.add(shared.taken, second, 1);
  if (first !== 0) push(shared, first);
};

/** Every node is kept by one thread, or is on the stack once. */
const finish = ({ top, next, taken }) => {
  const seen = new Map();
  for (let node = top[0] & 0xff, length = 0; node !== 0; node = next[node], length += 1) {
    if (length === NODES) throw new Error('the stack goes round in a circle');
    seen.set(node, (seen.get(node) ?? 0) + 1);
  }
  for (const node of [1, 2]) {
    const times = (seen.get(node) ?? 0) + taken[node];
    if (times !== 1) throw new Error(`node ${node} is in ${times} places`);
  }
};

const suite = (counted) => ({ setup: setup(counted), threads: { A: keeps, B: givesBack }, finish });

export const suites = {
  'with a count': suite(true),
  ABA: suite(false),
};
