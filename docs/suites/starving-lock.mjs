// A spin lock that anybody may take who comes by, and one with tickets: who waits for the first may wait for ever.
const setup = () => ({ words: new Int32Array(new SharedArrayBuffer(8)) });

function spin({ words }) {
  while (Atomics.exchange(words, 0, 1) === 1);
  Atomics.store(words, 0, 0);
}

const [NEXT, SERVING, TICKETS] = [0, 1, 4];

function ticket({ words }) {
  const mine = Atomics.add(words, NEXT, 1) % TICKETS;
  while (Atomics.load(words, SERVING) !== mine);
  if (mine === TICKETS - 1) Atomics.sub(words, NEXT, TICKETS);
  Atomics.store(words, SERVING, (mine + 1) % TICKETS);
}

// `busy` takes the lock and gives it back, again and again, for ever; `once` wants it once.
export const suites = {
  spin: { setup, threads: { once: spin, busy: spin }, forever: ['busy'] },
  ticket: { setup, threads: { once: ticket, busy: ticket }, forever: ['busy'] },
};
