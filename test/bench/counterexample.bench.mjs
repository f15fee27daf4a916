// How long each way of searching takes to a counterexample: for every seeded fault of the implementation the median over
// seeds, in milliseconds of processor time. Run after `npm run build`:
//   node test/bench/counterexample.bench.mjs [seeds] [part of a fault's name]
//
// The samplers and the exhaustive search are given the scenario in which the fault is known to show, and its compiled
// automata are made anew for each seed, as they are for a person. fast-check draws programs of its own.
import { FAULTS, findFault, loadFault } from '../../dist/properties/faults/index.js';
import {
  Execution,
  exhaustive,
  Program,
  Random,
  runWith,
  strategyNamed,
} from '../../dist/properties/interleaving/index.js';
import { SCENARIOS } from '../../dist/properties/programs/scenarios.js';
import { systemOf } from '../../dist/properties/programs/system.js';
import { RefinementMonitor } from '../../dist/properties/refinement/monitor.js';
import { sampleImplementation } from '../../dist/properties/sampling/index.js';

const seeds = Number(process.argv[2] ?? 10);
const only = process.argv[3] ?? '';
/** Milliseconds after which a search gives up. */
const PATIENCE = 10_000;
const MAX_STEPS = 2000;

const milliseconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

function sampling(name) {
  return ({ program, implementation }, seed) => {
    const start = milliseconds();
    const monitor = new RefinementMonitor(program, implementation);
    const execution = new Execution(new Program(systemOf(program, implementation)), { monitor });
    const strategy = strategyNamed(name, new Random(seed));
    for (;;) {
      runWith(strategy, execution, MAX_STEPS);
      const spent = milliseconds() - start;
      if (execution.violation !== undefined) return spent;
      if (spent > PATIENCE) return undefined;
      execution.restart();
    }
  };
}

function fastCheck({ implementation }, seed) {
  const start = milliseconds();
  let found = false;
  const expired = () => milliseconds() - start > PATIENCE;
  for (let part = 0; !found && !expired(); part += 1) {
    const { finding } = sampleImplementation(implementation, {
      seed: seed + part * 1000,
      programs: 64,
      walks: 9,
      expired,
    });
    found = finding !== undefined;
  }
  return found ? milliseconds() - start : undefined;
}

function everything({ program, implementation }) {
  const start = milliseconds();
  const monitor = new RefinementMonitor(program, implementation);
  const { violation } = exhaustive(systemOf(program, implementation), { monitor });
  return violation === undefined ? undefined : milliseconds() - start;
}

const WAYS = {
  exhaustive: everything,
  'random walk': sampling('random-walk'),
  PCT: sampling('pct'),
  POS: sampling('pos'),
  URW: sampling('uniform'),
  SURW: sampling('selective'),
  portfolio: sampling('portfolio'),
  'fast-check': fastCheck,
};

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) / 2)];
const show = (ms) => (ms === Number.POSITIVE_INFINITY ? 'none' : ms.toFixed(ms < 10 ? 1 : 0)).padStart(12);
const wins = new Map(Object.keys(WAYS).map((name) => [name, 0]));
const totals = new Map(Object.keys(WAYS).map((name) => [name, []]));

console.log(`median of ${seeds} seeds, milliseconds of processor time; none: not within ${PATIENCE / 1000} s`);
console.log(
  `${'fault'.padEnd(44)}${Object.keys(WAYS)
    .map((name) => name.padStart(12))
    .join('')}`,
);
for (const fault of FAULTS.filter(({ name }) => name.includes(only))) {
  const implementation = await loadFault(fault);
  const scenario = findFault(fault, implementation).finding?.scenario;
  const { program } = SCENARIOS.find(({ name }) => name === scenario?.name);
  const row = Object.entries(WAYS).map(([name, search]) => {
    const times = [];
    for (let seed = 1; seed <= (search === everything ? Math.min(seeds, 5) : seeds); seed += 1) {
      times.push(search({ program, implementation }, seed) ?? Number.POSITIVE_INFINITY);
      // Three seeds that find nothing in a row tell enough.
      if (times.length >= 3 && times.every((time) => time === Number.POSITIVE_INFINITY)) break;
    }
    totals.get(name).push(median(times));
    return median(times);
  });
  const best = Math.min(...row);
  Object.keys(WAYS).forEach((name, at) => {
    if (row[at] === best) wins.set(name, wins.get(name) + 1);
  });
  console.log(`${fault.name.slice(0, 43).padEnd(44)}${row.map(show).join('')}`);
}
console.log(`${'median of all'.padEnd(44)}${[...totals.values()].map((list) => show(median(list))).join('')}`);
console.log(`${'worst of all'.padEnd(44)}${[...totals.values()].map((list) => show(Math.max(...list))).join('')}`);
console.log(
  `${'best of all ways, so often'.padEnd(44)}${[...wins.values()].map((count) => String(count).padStart(12)).join('')}`,
);
