// How fast the model is explored, beside SPIN on its twin: the same states, counted by both, in turns. SPIN is compiled
// with -O2 -DSAFETY -DNOREDUCE and searches depth first, which is what it does best; what it takes to make and compile
// its verifier is not counted, nor the start of Node. Run after `npm run build`:
//   node test/bench/model.bench.mjs [rounds [part of the name of a world]]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { worldNamed } from '../../dist/properties/model/index.js';
import { reachable } from '../../dist/properties/model/tables/index.js';
import { missingTool, Spin } from '../peers/spin.mjs';

const pair = worldNamed('two messages');
const withMessages = (name, count) => ({
  ...pair,
  name,
  configuration: { ...pair.configuration, originators: new Array(count).fill(0) },
});
const WORLDS = [
  worldNamed('three clients'),
  worldNamed('everything'),
  withMessages('four messages', 4),
  // SPIN takes some gigabytes for this one, and goes deep.
  { ...withMessages('five messages', 5), depthLimit: 20_000_000 },
];
const WAYS = [
  { name: 'lwkt', options: {} },
  { name: 'lwkt, up to renaming of messages', options: { symmetry: true } },
];

// Each of our searches is a process of its own, so that its memory is its own.
const [, , first, second = ''] = process.argv;
if (first === 'search') search(Number(second));
else compare(Number(first ?? 5), second);

function search(number) {
  const world = WORLDS[Math.floor(number / WAYS.length)];
  const { options } = WAYS[number % WAYS.length];
  const idle = process.memoryUsage().rss;
  const start = process.hrtime.bigint();
  const { states, transitions } = reachable(world, options);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const megabytes = (process.resourceUsage().maxRSS * 1024 - idle) / 2 ** 20;
  console.log(JSON.stringify({ states, transitions, seconds, megabytes }));
}

function ours(number) {
  const file = fileURLToPath(import.meta.url);
  const { stdout } = spawnSync(process.execPath, [file, 'search', String(number)], { encoding: 'utf8' });
  return JSON.parse(stdout);
}

function compare(rounds, part) {
  const missing = missingTool();
  if (missing !== undefined) console.log(`SPIN is left out: ${missing}`);
  const columns = ['', 'states', 'seconds', 'states/s', 'memory', 'whole states/s'];
  console.log(columns.map((column, at) => (at === 0 ? column.padEnd(50) : column.padStart(15))).join(''));
  for (const [at, world] of WORLDS.entries()) {
    if (!world.name.includes(part)) continue;
    const { depthLimit } = world;
    const spin = missing === undefined ? new Spin({ optimise: true, search: 'depth-first', depthLimit }) : undefined;
    try {
      compareOn(world, at, spin, rounds);
    } finally {
      spin?.close();
    }
  }
}

function compareOn(world, at, spin, rounds) {
  const samples = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    WAYS.forEach((_, number) => {
      samples[number].push(ours(at * WAYS.length + number));
    });
    if (spin !== undefined) samples[2].push(spin.explore(world));
  }
  const rows = samples.filter((list) => list.length > 0).map(middle);
  // States of the whole system a second: what a search up to renaming covers, it need not visit.
  const whole = rows[0].states;
  const base = rows[2] && whole / rows[2].seconds;
  rows.forEach((row, number) => {
    const name = number === 2 ? 'SPIN' : WAYS[number].name;
    const rate = whole / row.seconds;
    const ratio = base === undefined ? '' : `   ${(rate / base).toFixed(1)} x SPIN`;
    const cells = [
      row.states,
      row.seconds.toFixed(2),
      thousands(row.states / row.seconds),
      `${row.megabytes.toFixed(0)} MiB`,
      thousands(rate),
    ];
    console.log(
      `${`${world.name}: ${name}`.padEnd(50)}${cells.map((cell) => String(cell).padStart(15)).join('')}${ratio}`,
    );
  });
}

function middle(list) {
  return list.toSorted((a, b) => a.seconds - b.seconds)[Math.floor((list.length - 1) / 2)];
}

function thousands(count) {
  return `${Math.round(count / 1000)} k`;
}
