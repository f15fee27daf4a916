// A sequence lock: the writer makes the number odd while it writes; a reader that saw it odd, or saw it change, reads anew.
const setup = () => {
  const words = new Int32Array(new SharedArrayBuffer(12));
  return { sequence: words.subarray(0, 1), pair: words.subarray(1, 3) };
};

const writer = ({ sequence, pair }) => {
  for (const value of [1, 2]) {
    Atomics.add(sequence, 0, 1);
    Atomics.store(pair, 0, value);
    Atomics.store(pair, 1, value);
    Atomics.add(sequence, 0, 1);
  }
};

// Counts once only, afterwards: nobody sees that it is in the middle.
const neverOdd = ({ sequence, pair }) => {
  Atomics.store(pair, 0, 1);
  Atomics.store(pair, 1, 1);
  Atomics.add(sequence, 0, 2);
};

const reader = ({ sequence, pair }) => {
  for (;;) {
    const before = Atomics.load(sequence, 0);
    if (before % 2 === 1) continue;
    const [one, other] = [Atomics.load(pair, 0), Atomics.load(pair, 1)];
    if (Atomics.load(sequence, 0) === before) {
      if (one !== other) throw new Error(`torn: ${one} and ${other}`);
      return;
    }
  }
};

export const suites = {
  right: { setup, threads: { writer, reader } },
  'never odd': { setup, threads: { writer: neverOdd, reader } },
};
