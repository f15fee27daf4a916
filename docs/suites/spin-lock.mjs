// A spin lock with a bug, as one writes it: it looks and then takes, in two steps. No import, nothing to adapt.
class SpinLock {
  constructor(buffer) {
    this.state = new Int32Array(buffer, 0, 1);
  }
  lock() {
    while (Atomics.load(this.state, 0) !== 0);
    Atomics.store(this.state, 0, 1);
  }
  unlock() {
    Atomics.store(this.state, 0, 0);
  }
}

export function setup() {
  const buffer = new SharedArrayBuffer(8);
  return { lock: new SpinLock(buffer), counter: new Int32Array(buffer, 4, 1) };
}

function work({ lock, counter }) {
  lock.lock();
  counter[0]++; // plain: the lock protects it
  lock.unlock();
}

export const threads = { A: work, B: work };

export const finish = ({ counter }) => counter[0] === 2;
