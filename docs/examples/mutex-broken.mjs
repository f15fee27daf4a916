// A lock that sleeps, in three states, with the mistake that is easiest to make.
import { explore, sequence } from 'lwkt/interleaving';

const [LOCK, COUNTER] = [0, 1];
const [FREE, TAKEN, CONTENDED] = [0, 1, 2]; // contended: taken, and somebody may sleep

const lock = (memory) => {
  if (memory.compareExchange(LOCK, FREE, TAKEN) === FREE) return;
  do {
    if (memory.compareExchange(LOCK, TAKEN, CONTENDED) !== FREE) memory.wait(LOCK, CONTENDED);
  } while (memory.compareExchange(LOCK, FREE, TAKEN) !== FREE); // the mistake: others may still sleep
};
const count = (memory) => memory.set(COUNTER, memory.get(COUNTER) + 1); // plain: the lock protects it
const unlock = (memory) => {
  if (memory.exchange(LOCK, FREE) === CONTENDED) memory.notify(LOCK, 1);
};

for (const names of [
  ['A', 'B'],
  ['A', 'B', 'C'],
]) {
  const { report } = explore(
    {
      memory: new Int32Array(2),
      words: (word) => ['lock', 'counter'][word],
      threads: names.map((name) => sequence(name, [lock, count, unlock])),
      final: (memory) => (memory[COUNTER] === names.length ? undefined : 'an increment was lost'),
    },
    { width: 110 },
  );
  console.log(`${names.length} threads: ${report}`);
}
