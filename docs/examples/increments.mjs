// Two threads that each add one to a counter, in two steps. How many runs are there, and is each of them right?
import { explore, plainThread } from 'lwkt/interleaving';

const COUNTER = 0;
const twoSteps = (memory) => memory.store(COUNTER, memory.load(COUNTER) + 1);
const oneStep = (memory) => memory.add(COUNTER, 1);

const check = (body, final) =>
  explore(
    {
      memory: new Int32Array(1),
      words: () => 'counter',
      threads: ['A', 'B'].map((name) => plainThread(name, body)),
      final,
    },
    { width: 80 },
  );

const all = check(twoSteps);
console.log(`${all.interleavings} interleavings of two steps each, through ${all.states} states`);

const isTwo = (memory) => (memory[COUNTER] === 2 ? undefined : `the counter is ${memory[COUNTER]}, and should be 2`);
console.log(`\nload, then store. ${check(twoSteps, isTwo).report}`);
console.log(`add. ${check(oneStep, isTwo).report.trim()}`);
