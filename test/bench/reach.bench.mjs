// How far the search of every interleaving reaches on one core, how it grows, and how fast it is. Each figure is taken by a
// process of its own, so that its memory is its own, and nothing is warm that a user would not have warm. Run after
// `npm run build`, on a quiet machine:
//   node test/bench/reach.bench.mjs [--rounds 3] [--json test/bench/figures/reach.json] [--only reach|growth|speed]
// The page docs/reach.md is made from the JSON by `npm run docs`.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { IMPLEMENTATION } from '../../dist/properties/implementation.js';
import { build } from '../../dist/properties/index.js';
import { exhaustive, Program, sample } from '../../dist/properties/interleaving/index.js';
import { exhaustiveInParallel } from '../../dist/properties/parallel/index.js';
import { LARGE_SCENARIOS } from '../../dist/properties/programs/large-scenarios.js';
import { systemOf } from '../../dist/properties/programs/system.js';
import { RefinementMonitor } from '../../dist/properties/refinement/monitor.js';
import { inbox } from './inbox.mjs';

const SECONDS_MAX = 60;
const MEBIBYTES_MAX = 4096;
const STATES_MAX = 100_000_000;
const CALLS_MOST = 8;
const CLIENTS_MOST = 4;
const RUNS = 20_000;
/** Of the speed: three senders of two messages each, 96 words. */
const INBOX = { senders: 3, messages: 2, words: 96 };
const INBOX_STATES = 10_000_000;

const seconds = () => performance.now() / 1000;
const mebibytes = () => process.memoryUsage().rss / 2 ** 20;

const WAYS = {
  plain: (order) => searched(order, { progressCheck: false, keepFinals: true }),
  merged: (order) => searched(order, { mergeHistories: true, keepFinals: true, ...refined(order) }),
  sampled: (order) => {
    const { runs, steps, cut, violation } = sample(new Program(systemOf(programOf(order), IMPLEMENTATION)), {
      seed: 1,
      runs: RUNS,
      ...refined(order),
    });
    if (violation !== undefined) throw new Error(violation.message);
    return { runs, steps, cut };
  },
  inbox: () => {
    const tenths = [];
    let last = { states: 0, transitions: 0, at: seconds() };
    const onProgress = (states, _, transitions) => {
      if (states - last.states < INBOX_STATES / 10) return;
      const now = seconds();
      tenths.push(Math.round((transitions - last.transitions) / (now - last.at)));
      last = { states, transitions, at: now };
    };
    const system = inbox(INBOX.senders, INBOX.messages, INBOX.words);
    const { states, transitions } = exhaustive(system, { progressCheck: false, maxStates: INBOX_STATES, onProgress });
    return { states, transitions, tenths };
  },
  parallel: async ({ workers, maxStates }) => {
    const module = new URL('./inbox.mjs', import.meta.url).href;
    const source = { module, factory: 'inboxOf', argument: INBOX };
    const { states, transitions } = await exhaustiveInParallel(source, { workers, maxStates });
    return { states, transitions };
  },
};

function programOf({ scenario, of, size }) {
  return scenario === undefined ? family(of, size) : LARGE_SCENARIOS.find(({ name }) => name === scenario).program;
}

/** Two clients that make so many `domsg` calls each, or so many clients that make one; and one server. */
function family(name, size) {
  const { domsg, program, server } = build;
  const clients = name === 'calls' ? 2 : size;
  const calls = name === 'calls' ? size : 1;
  const lines = Array.from({ length: clients }, (_, client) =>
    Array.from({ length: calls }, () => domsg(clients, client)),
  );
  const messages = Array.from({ length: clients }, (_, client) => client);
  return program([...lines, server(clients)], { messages, payload: true });
}

function refined(order) {
  return order.refined === false ? {} : { monitor: new RefinementMonitor(programOf(order), IMPLEMENTATION) };
}

function searched(order, options) {
  const start = seconds();
  const onProgress = () => seconds() - start < SECONDS_MAX && mebibytes() < MEBIBYTES_MAX;
  const system = systemOf(programOf(order), IMPLEMENTATION);
  const { finals, verdict, states, transitions, violation } = exhaustive(system, {
    maxStates: STATES_MAX,
    ...options,
    onProgress,
  });
  if (violation !== undefined) throw new Error(violation.message);
  return { verdict, states, transitions, finals: [...new Set(finals.map(String))].sort() };
}

/** In a process of its own. */
function taken(order) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), 'measure', JSON.stringify(order)],
    { encoding: 'utf8', timeout: 20 * SECONDS_MAX * 1000, maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(`${JSON.stringify(order)}: ${stderr}`);
  return JSON.parse(stdout);
}

async function measure(order) {
  const start = seconds();
  const found = await WAYS[order.way](order);
  return { ...found, seconds: seconds() - start, mebibytes: process.resourceUsage().maxRSS / 1024 };
}

function reach() {
  return LARGE_SCENARIOS.map(({ name, about }) => {
    const { finals, ...merged } = taken({ way: 'merged', scenario: name });
    const { finals: plainFinals, ...plain } = taken({ way: 'plain', scenario: name });
    const agrees = plain.verdict === 'undecided' ? null : String(finals) === String(plainFinals);
    console.log(name, merged, plain, agrees);
    return { name, about, merged, plain, agrees };
  });
}

function growth() {
  const rows = [];
  for (const [of, most] of [
    ['calls', CALLS_MOST],
    ['clients', CLIENTS_MOST],
  ]) {
    for (const way of ['plain', 'merged', 'sampled']) {
      for (let size = 1; size <= most; size += 1) {
        const { finals: _, ...row } = taken({ way, of, size });
        rows.push({ of, size, way, ...row });
        console.log(rows.at(-1));
        if (row.verdict === 'undecided') break;
      }
    }
  }
  return rows;
}

function speed(rounds) {
  const rows = [];
  const take = (order) => {
    const row = { ...order, ...taken(order) };
    rows.push(row);
    console.log(row);
    return row;
  };
  for (let round = 1; round <= rounds; round += 1) {
    take({ round, way: 'inbox' });
    // Two workers finish the level, or go on until one of them has so many: so they say how many one core is given.
    for (const maxStates of [INBOX_STATES / 2, INBOX_STATES]) {
      const { states } = take({ round, way: 'parallel', workers: 2, maxStates });
      take({ round, way: 'parallel', workers: 1, maxStates: states });
    }
    take({ round, way: 'sampled', of: 'calls', size: 1, refined: false });
    take({ round, way: 'sampled', of: 'calls', size: 1 });
  }
  return rows;
}

async function main() {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '3' }, json: { type: 'string' }, only: { type: 'string' } },
  });
  const parts = { reach, growth, speed: () => speed(Number(values.rounds)) };
  const figures = values.json === undefined ? {} : readFigures(values.json);
  figures.machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  for (const [name, part] of Object.entries(parts)) {
    if (values.only === undefined || values.only === name) figures[name] = part();
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, undefined, 1)}\n`);
}

/** What is not measured anew stays. */
function readFigures(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

if (process.argv[2] === 'measure') console.log(JSON.stringify(await measure(JSON.parse(process.argv[3]))));
else await main();
