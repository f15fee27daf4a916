// A spin lock that anybody may take who comes by: one who wants it once may wait for ever, though each has its turn.
import { AGAIN, explore, sequence } from 'lwkt/interleaving';

const LOCK = 0;
const take = (memory) => (memory.exchange(LOCK, 1) === 1 ? AGAIN : undefined);
const give = (memory) => memory.store(LOCK, 0);

/** Takes the lock and gives it back, for ever; it is a daemon, so its own calls need not end. */
const greedy = {
  name: 'greedy',
  daemon: true,
  start: 'take',
  describe: (local) => local,
  step(memory, local) {
    if (local === 'give') {
      give(memory);
      return { next: 'take' };
    }
    return { next: take(memory) === AGAIN ? 'take' : 'give' };
  },
};

const { report } = explore({
  memory: new Int32Array(1),
  words: () => 'lock',
  threads: [sequence('once', [take, give]), greedy],
});
console.log(report);
