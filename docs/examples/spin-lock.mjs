// A spin lock with a bug: it looks and then takes, in two steps.
import { AGAIN, explore, sequence } from 'lwkt/interleaving';

const LOCK = 0;
const COUNTER = 1;

const lock = (memory) => {
  if (memory.load(LOCK) !== 0) return AGAIN; // taken: try again
  memory.store(LOCK, 1);
};
const work = (memory) => {
  memory.set(COUNTER, memory.get(COUNTER) + 1); // plain: the lock protects it
  memory.store(LOCK, 0);
};

const { verdict, report } = explore({
  memory: new Int32Array(2),
  words: (word) => ['lock', 'counter'][word],
  threads: [sequence('A', [lock, work]), sequence('B', [lock, work])],
  final: (memory) => (memory[COUNTER] === 2 ? undefined : 'an increment was lost'),
});
console.log(report);
process.exitCode = verdict === 'holds' ? 0 : 1;
