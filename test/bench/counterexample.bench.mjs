// How long each way of searching takes to a counterexample: for every seeded fault of the implementation, and for the
// algorithm of 2003, the median over seeds of the processor time and of the runs. After `npm run build`:
//   node test/bench/counterexample.bench.mjs [--seeds 50] [--fault part-of-a-name] [--missing]
//     [--json test/bench/figures/counterexamples.json]
// The page docs/samplers.md is made from the JSON by `npm run docs`; with --fault what is there of others stays,
// and with --missing only those are measured that are not there.
//
// The samplers and the exhaustive search are given the scenario in which the fault is known to show, and its compiled
// automata are made anew for each seed, as they are for a person. fast-check draws programs of its own.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { FAULTS, findFault, loadFault } from '../../dist/properties/faults/index.js';
import { LWKT_2003, SYNCHRONOUS } from '../../dist/properties/faults/lwkt-2003/index.js';
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

/** Milliseconds of processor time after which a search gives up. */
const PATIENCE = 10_000;
const MAX_STEPS = 2000;
/** The exhaustive search takes no seed; its time varies all the same. */
const EXHAUSTIVE_ROUNDS = 5;
/** So many seeds in a row that find nothing tell enough. */
const HOPELESS = 3;

/** A way that takes so long for a fault has made its point after fewer seeds. */
const LONG = 60_000;
const ENOUGH = 10;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '50' },
    fault: { type: 'string', default: '' },
    json: { type: 'string' },
    missing: { type: 'boolean', default: false },
  },
});
const seeds = Number(values.seeds);

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
    for (let runs = 1; ; runs += 1) {
      runWith(strategy, execution, MAX_STEPS);
      const spent = milliseconds() - start;
      if (execution.violation !== undefined) return { spent, runs };
      if (spent > PATIENCE) return undefined;
      execution.restart();
    }
  };
}

function fastCheck({ implementation }, seed) {
  const start = milliseconds();
  const expired = () => milliseconds() - start > PATIENCE;
  for (let part = 0, runs = 0; !expired(); part += 1) {
    const found = sampleImplementation(implementation, { seed: seed + part * 1000, programs: 64, walks: 9, expired });
    runs += found.runs;
    if (found.finding !== undefined) return { spent: milliseconds() - start, runs };
  }
  return undefined;
}

function everything({ program, implementation }) {
  const start = milliseconds();
  const monitor = new RefinementMonitor(program, implementation);
  const { violation, transitions } = exhaustive(systemOf(program, implementation), { monitor });
  return violation === undefined ? undefined : { spent: milliseconds() - start, runs: transitions };
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

const quantile = (list, part) => list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * part)];
const rounded = (value) => (Number.isFinite(value) ? Number(value.toPrecision(3)) : null);

async function faultsNamed(part) {
  const measuredAlready = values.missing ? readRows(values.json).map(({ fault }) => fault) : [];
  const wanted = FAULTS.filter(({ name }) => name.includes(part) && !measuredAlready.includes(name));
  const seeded = await Promise.all(
    wanted.map(async (fault) => {
      const implementation = await loadFault(fault);
      const scenario = findFault(fault, implementation).finding?.scenario;
      const { program } = SCENARIOS.find(({ name }) => name === scenario?.name);
      return { name: fault.name, implementation, program };
    }),
  );
  const of2003 = { name: 'lwkt-2003', implementation: LWKT_2003, program: SYNCHRONOUS };
  return of2003.name.includes(part) ? [...seeded, of2003] : seeded;
}

/** A fault may make code loop for ever in a program that fast-check draws. That is refused, and shows no clause. */
function attempt(search, subject, seed) {
  try {
    return search(subject, seed);
  } catch (error) {
    if (`${error} ${error.cause}`.includes('a loop without a bound')) return undefined;
    throw error;
  }
}

function measured(search, subject) {
  const start = milliseconds();
  const found = [];
  const rounds = search === everything ? Math.min(seeds, EXHAUSTIVE_ROUNDS) : seeds;
  for (let seed = 1; seed <= rounds; seed += 1) {
    found.push(attempt(search, subject, seed) ?? { spent: Number.POSITIVE_INFINITY, runs: Number.POSITIVE_INFINITY });
    if (found.length >= HOPELESS && found.every(({ spent }) => spent === Number.POSITIVE_INFINITY)) break;
    if (found.length >= ENOUGH && milliseconds() - start > LONG) break;
  }
  const [times, runs] = [found.map(({ spent }) => spent), found.map((each) => each.runs)];
  return {
    milliseconds: rounded(quantile(times, 0.5)),
    ninthTenth: rounded(quantile(times, 0.9)),
    runs: rounded(quantile(runs, 0.5)),
    found: times.filter((time) => Number.isFinite(time)).length,
    of: found.length,
  };
}

function readRows(file) {
  return file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).rows : [];
}

/** What is there of other faults stays. Written after each fault: all of them take long. */
function write(file, rows) {
  const kept = readRows(file).filter(({ fault }) => rows.every((row) => row.fault !== fault));
  const order = [...FAULTS.map(({ name }) => name), 'lwkt-2003'];
  const all = [...kept, ...rows].sort((one, other) => order.indexOf(one.fault) - order.indexOf(other.fault));
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  writeFileSync(file, `${JSON.stringify({ machine, seeds, patience: PATIENCE, rows: all }, undefined, 1)}\n`);
}

const show = (ms) => (ms === null ? 'none' : ms.toFixed(ms < 10 ? 1 : 0)).padStart(12);
console.log(`median of ${seeds} seeds, milliseconds of processor time; none: not within ${PATIENCE / 1000} s`);
console.log(
  `${'fault'.padEnd(44)}${Object.keys(WAYS)
    .map((name) => name.padStart(12))
    .join('')}`,
);
const rows = [];
for (const subject of await faultsNamed(values.fault)) {
  const ways = Object.fromEntries(Object.entries(WAYS).map(([name, search]) => [name, measured(search, subject)]));
  rows.push({ fault: subject.name, ways });
  const times = Object.values(ways).map((way) => show(way.milliseconds));
  console.log(`${subject.name.slice(0, 43).padEnd(44)}${times.join('')}`);
  if (values.json !== undefined) write(values.json, rows);
}
