// The same lock put right, checked, and then run on real threads: the very same functions.
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { AtomicsMemory } from 'lwkt';
import { explore, sequence } from 'lwkt/interleaving';

const [LOCK, COUNTER] = [0, 1];
const [FREE, TAKEN, CONTENDED] = [0, 1, 2]; // contended: taken, and somebody may sleep

const lock = (memory) => {
  if (memory.compareExchange(LOCK, FREE, TAKEN) === FREE) return;
  do {
    if (memory.compareExchange(LOCK, TAKEN, CONTENDED) !== FREE) memory.wait(LOCK, CONTENDED);
  } while (memory.compareExchange(LOCK, FREE, CONTENDED) !== FREE); // who has slept wakes the next one, too
};
const count = (memory) => memory.set(COUNTER, memory.get(COUNTER) + 1);
const unlock = (memory) => {
  if (memory.exchange(LOCK, FREE) === CONTENDED) memory.notify(LOCK, 1);
};

const TIMES = 10_000;

if (isMainThread) {
  for (const names of [
    ['A', 'B'],
    ['A', 'B', 'C'],
  ]) {
    const { report } = explore({
      memory: new Int32Array(2),
      threads: names.map((name) => sequence(name, [lock, count, unlock])),
      final: (memory) => (memory[COUNTER] === names.length ? undefined : 'an increment was lost'),
    });
    console.log(`${names.length} threads: ${report.trim()}`);
  }

  const shared = new SharedArrayBuffer(8);
  const workers = [1, 2, 3].map(() => new Worker(new URL(import.meta.url), { workerData: shared }));
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
  console.log(`3 workers, ${TIMES} times each: ${new AtomicsMemory(shared).load(COUNTER)}`);
} else {
  const memory = new AtomicsMemory(workerData);
  for (let n = 0; n < TIMES; n++) {
    lock(memory);
    count(memory);
    unlock(memory);
  }
}
