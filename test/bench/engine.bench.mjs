// Prints how many atomic steps the engine makes in a second of processor time. Run after `npm run build`:
//   node test/bench/engine.bench.mjs [built properties/interleaving/index.js]
// Steps of merged programs are of merged states; the seconds include the merging.
import { pathToFileURL } from 'node:url';
import { inbox } from './inbox.mjs';

const built = process.argv[2] ? pathToFileURL(process.argv[2]).href : '../../dist/properties/interleaving/index.js';
const { exhaustive, Execution, Program, plainThread, sample } = await import(built);
const beside = (path) => import(new URL(`../${path}`, new URL(built, import.meta.url)).href);
const { IMPLEMENTATION } = await beside('implementation.js');
const { SCENARIOS } = await beside('programs/scenarios.js');
const { systemOf } = await beside('programs/system.js');
const { RefinementMonitor } = await beside('refinement/monitor.js');
const { LARGE_SCENARIOS } = await import('../../dist/properties/programs/large-scenarios.js');

function counters(threads, adds) {
  const body = (memory) => {
    for (let index = 0; index < adds; index += 1) memory.store(1, memory.add(0, 1) & 3);
  };
  return {
    memory: new Int32Array(2),
    threads: Array.from({ length: threads }, (_, thread) => plainThread(`adder ${thread}`, body)),
  };
}

const idle = { tag: () => 0, step: () => undefined, stuck: () => undefined };
const rows = [];

function measure(name, run) {
  const start = process.cpuUsage();
  const { steps, states } = run();
  const used = process.cpuUsage(start);
  const seconds = (used.user + used.system) / 1e6;
  rows.push({ name, states, steps, seconds: seconds.toFixed(2), 'steps/s': Math.round(steps / seconds) });
}

function search(name, system, options = {}) {
  measure(name, () => {
    const result = exhaustive(system, options);
    if (result.verdict === 'violated') throw new Error(`${name}: ${result.violation?.message}`);
    return { steps: result.transitions, states: result.states };
  });
}

function runs(name, system, steps, pick) {
  const execution = new Execution(new Program(system));
  let state = 1;
  measure(name, () => {
    let taken = 0;
    while (taken < steps) {
      const enabled = execution.enabled();
      if (enabled.length === 0) execution.restart();
      else {
        state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
        execution.take(enabled[pick(state, enabled.length)]);
        taken += 1;
      }
    }
    return { steps: taken };
  });
}

const noEdges = { progressCheck: false };
search('warm up', inbox(2, 2, 64), noEdges);
search('inbox 2 senders x 3, 96 words', inbox(2, 3, 96), noEdges);
search('inbox 3 senders x 1, 96 words', inbox(3, 1, 96), noEdges);
search('inbox 3 senders x 1, progress check', inbox(3, 1, 96));
search('inbox 3 senders x 1, idle monitor', inbox(3, 1, 96), { ...noEdges, monitor: idle });
search('counters 3 x 3', counters(3, 3), noEdges);
runs('random runs, inbox 3 x 1', inbox(3, 1, 96), 2_000_000, (state, count) => (state >> 8) % count);

const ports = (name) => SCENARIOS.find((scenario) => scenario.name === name)?.program;
const refinement = (program) => ({ monitor: new RefinementMonitor(program, IMPLEMENTATION) });
const forward = ports('forward');
search('ports: forward', systemOf(forward, IMPLEMENTATION), { ...noEdges, monitor: idle });
search('ports: forward, refinement', systemOf(forward, IMPLEMENTATION), { ...noEdges, ...refinement(forward) });
for (const { name, program } of LARGE_SCENARIOS) {
  const options = { ...refinement(program), mergeHistories: true, maxStates: 3_000_000 };
  search(`ports: ${name}, refinement, merged`, systemOf(program, IMPLEMENTATION), options);
}

function samples(name, program, monitor, count) {
  const compiled = new Program(systemOf(program, IMPLEMENTATION));
  measure(name, () => {
    const { runs: done, steps, violation } = sample(compiled, { seed: 1, runs: count, monitor });
    if (violation !== undefined) throw new Error(`${name}: ${violation.message}`);
    return { steps, states: done };
  });
}

const twoClients = ports('two domsg clients');
samples('ports: runs of two domsg clients', twoClients, idle, 50_000);
samples('ports: the same, refinement', twoClients, new RefinementMonitor(twoClients, IMPLEMENTATION), 20_000);
console.table(rows);
