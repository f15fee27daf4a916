// A barrier with a sense that turns round (Hensgen, Finkel and Manber, 1988): the last one to come turns it, and may be
// round again before the others have left.
const setup = (threads) => () => {
  const words = new Int32Array(new SharedArrayBuffer(4 * (2 + threads)));
  words[0] = threads;
  return { threads, left: words.subarray(0, 1), sense: words.subarray(1, 2), phase: words.subarray(2) };
};

const pass = ({ threads, left, sense }, mine) => {
  if (Atomics.sub(left, 0, 1) === 1) {
    Atomics.store(left, 0, threads);
    Atomics.store(sense, 0, mine);
  } else while (Atomics.load(sense, 0) !== mine);
};

// Without a sense: who leaves late finds the count made anew, and waits for a round that does not come.
const passCount = ({ threads, left }) => {
  if (Atomics.sub(left, 0, 1) === 1) Atomics.store(left, 0, threads);
  else while (Atomics.load(left, 0) !== threads);
};

const body = (through, me) => (shared) => {
  for (const round of [1, 2]) {
    Atomics.store(shared.phase, me, round);
    through(shared, round % 2);
    for (let other = 0; other < shared.threads; other += 1)
      if (Atomics.load(shared.phase, other) < round) throw new Error(`${other} has not come to round ${round} yet`);
  }
};

const suite = (through, ...names) => ({
  setup: setup(names.length),
  threads: Object.fromEntries(names.map((name, me) => [name, body(through, me)])),
});

export const suites = {
  'two threads': suite(pass, 'A', 'B'),
  'without a sense': suite(passCount, 'A', 'B'),
};
