// Systems by their names, for searches whose workers have to load them.
import { IMPLEMENTATION } from '../../dist/properties/implementation.js';
import { plainThread, Random, sequence } from '../../dist/properties/interleaving/index.js';
import { SCENARIOS } from '../../dist/properties/programs/scenarios.js';
import { systemOf } from '../../dist/properties/programs/system.js';

export function scenario(name) {
  const found = SCENARIOS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no scenario ${name}`);
  return systemOf(found.program, IMPLEMENTATION);
}

const WORDS = 4;

/** Small programs of all operations, some of which race, sleep for ever, or break the invariant. */
export function generated(seed) {
  const random = new Random(seed);
  const operation = () => {
    const [kind, word, value] = [random.below(9), random.below(WORDS), random.below(4)];
    const limit = random.below(2) === 0 ? 1 : undefined;
    return (memory) => {
      if (kind === 0) return memory.load(word);
      if (kind === 1) return memory.store(word, value);
      if (kind === 2) return memory.add(word, value);
      if (kind === 3) return memory.compareExchange(word, value, value + 1);
      if (kind === 4) return memory.exchange(word, value * 1000);
      if (kind === 5) return memory.load(word) === value ? memory.wait(word, value, limit) : undefined;
      if (kind === 6) return memory.notify(word);
      if (kind === 7) return memory.or(word, 1 << (value * 8));
      return memory.store(word, memory.load((word + 1) % WORDS) - 70_000);
    };
  };
  const threads = Array.from({ length: 3 }, (_, thread) =>
    sequence(`thread ${thread}`, Array.from({ length: 2 + random.below(3) }, operation)),
  );
  return { memory: new Int32Array(WORDS), threads };
}

/** As it is written in the argument. */
export function counters({ threads, adds, bad, value = 1, races = false }) {
  const body = (memory) => {
    for (let index = 0; index < adds; index += 1) memory.add(0, value);
    if (races) memory.set(1, memory.get(1) + 1);
  };
  return {
    memory: new Int32Array(2),
    threads: Array.from({ length: threads }, (_, thread) => plainThread(`adder ${thread}`, body)),
    ...(bad === undefined ? {} : { invariant: (memory) => (memory[0] === bad ? `it is ${bad}` : undefined) }),
  };
}

/** Goes wrong only on the thread of a worker, after so many runs of the code. */
export function throwsLater(runs) {
  let left = runs;
  const body = (memory) => {
    for (let index = 0; index < 6; index += 1) {
      left -= 1;
      memory.store(0, left < 0 ? left : memory.load(0) + 1);
    }
  };
  return { memory: new Int32Array(1), threads: ['a', 'b', 'c'].map((name) => plainThread(name, body)) };
}
