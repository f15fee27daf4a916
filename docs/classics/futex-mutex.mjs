// The mutex of U. Drepper, "Futexes are tricky" (2011): 0 free, 1 taken, 2 taken and somebody may sleep.
const setup = () => {
  const words = new Int32Array(new SharedArrayBuffer(8));
  return { lock: words.subarray(0, 1), counter: words.subarray(1, 2) };
};

// Mutex 2 of the paper.
const right = ({ lock, counter }) => {
  let seen = Atomics.compareExchange(lock, 0, 0, 1);
  if (seen !== 0) {
    do {
      if (seen === 2 || Atomics.compareExchange(lock, 0, 1, 2) !== 0) Atomics.wait(lock, 0, 2);
      seen = Atomics.compareExchange(lock, 0, 0, 2);
    } while (seen !== 0);
  }
  counter[0]++;
  if (Atomics.sub(lock, 0, 1) !== 1) {
    Atomics.store(lock, 0, 0);
    Atomics.notify(lock, 0, 1);
  }
};

// Who has slept takes the lock as merely taken: that others still sleep is forgotten.
const forgets = ({ lock, counter }) => {
  while (Atomics.compareExchange(lock, 0, 0, 1) !== 0) {
    if (Atomics.compareExchange(lock, 0, 1, 2) !== 0) Atomics.wait(lock, 0, 2);
  }
  counter[0]++;
  if (Atomics.exchange(lock, 0, 0) === 2) Atomics.notify(lock, 0, 1);
};

const suite = (body, ...names) => ({
  setup,
  threads: Object.fromEntries(names.map((name) => [name, body])),
  finish: ({ counter }) => counter[0] === names.length,
});

export const suites = {
  'two threads': suite(right, 'A', 'B'),
  'three threads': suite(right, 'A', 'B', 'C'),
  'forgets sleepers: two threads': suite(forgets, 'A', 'B'),
  'forgets sleepers: three threads': suite(forgets, 'A', 'B', 'C'),
};
