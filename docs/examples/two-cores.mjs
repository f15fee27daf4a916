// The same search on one core and on two. The workers load the system by the name of this module.
import { plainThread } from 'lwkt/interleaving';
import { exhaustiveInParallel } from 'lwkt/properties';

/** Three threads that each add so many times. */
export function adders(times) {
  const body = (memory) => {
    for (let count = 0; count < times; count += 1) memory.add(0, 1);
  };
  const threads = ['a', 'b', 'c'].map((name) => plainThread(name, body));
  const final = ([sum]) => (sum === 3 * times ? undefined : `the sum is ${sum}`);
  return { memory: new Int32Array(1), threads, final };
}

async function search() {
  const source = { module: import.meta.url, factory: 'adders', argument: 4 };
  for (const workers of [1, 2]) {
    const { verdict, states, transitions } = await exhaustiveInParallel(source, { workers });
    console.log(`${workers}: ${verdict}, ${states} states, ${transitions} steps`);
  }
}

// Not in the workers, and not awaited here: they load this module, too, and so does the search.
if (process.argv[1] === new URL(import.meta.url).pathname) search();
