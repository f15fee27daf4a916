// What the ports cost, beside what they are made of and beside the packages that people use instead.
//
//   npm run build && npm ci --prefix test/bench/ports
//   node test/bench/ports/main.mjs [--rounds 15] [--group calls] [--placement free] [--json test/bench/figures/ports.json]
//
// Each group of variants is measured in turns in one process, once for each placement of its threads; docs/performance.md is
// made from the JSON by `npm run docs`.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { inTurns, quantile } from './measure.mjs';
import { PLACEMENTS, pin, placement } from './place.mjs';

const GROUPS = ['calls', 'seldom', 'bytes', 'in-thread', 'awaits', 'one-way', 'files', 'growth'];

if (process.argv[2] === 'measure') await measure(process.argv[3], Number(process.argv[4]));
else main();

async function measure(name, rounds) {
  pin(0);
  const { title, group } = await import(`./groups/${name}.mjs`);
  const { variants = [], compared = [], lines } = await group();
  const samples = await inTurns(variants, rounds);
  const rows = variants.map((variant, at) => ({
    name: variant.name,
    median: quantile(samples[at], 0.5),
    p10: quantile(samples[at], 0.1),
  }));
  const of = (what) => rows.find((row) => row.name === what);
  const ratios = [
    ...variants
      .filter(({ over }) => over !== undefined)
      .map(({ name: what, over, most }) => ({ what, over, ratio: of(what).median / of(over).median, most })),
    ...compared
      .filter(([what, peer]) => of(what) !== undefined && of(peer) !== undefined)
      .map(([what, peer, least]) => {
        const target = least[placement];
        const times = of(peer).median / of(what).median;
        return target !== undefined && target < 1
          ? { what, over: peer, ratio: 1 / times, most: 1 / target }
          : { what, over: peer, times, ...(target === undefined ? {} : { least: target }) };
      }),
  ];
  console.log(JSON.stringify({ group: name, title, placement, rows, ratios, ...(lines && { lines }) }));
  // The workers end with it.
  process.exit(0);
}

function main() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '15' },
      group: { type: 'string', multiple: true, default: GROUPS },
      placement: { type: 'string', multiple: true, default: PLACEMENTS },
      json: { type: 'string' },
    },
  });
  if (!existsSync(new URL('node_modules', import.meta.url))) {
    console.error('The peers are missing: npm ci --prefix test/bench/ports');
    process.exit(2);
  }
  const measured = [];
  for (const group of values.group) {
    for (const where of values.placement) {
      const result = taken(group, where, values.rounds);
      measured.push(result);
      show(result);
    }
  }
  if (values.json === undefined) return;
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  writeFileSync(values.json, `${JSON.stringify({ machine, rounds: Number(values.rounds), measured }, undefined, 1)}\n`);
}

/** In a process of its own. */
function taken(group, where, rounds) {
  const command = [process.execPath, fileURLToPath(import.meta.url), 'measure', group, rounds];
  const [file, ...args] = where === 'one core' ? ['taskset', '-c', '0', ...command] : command;
  const { stdout, stderr, status } = spawnSync(file, args, {
    encoding: 'utf8',
    env: { ...process.env, BENCH_PLACEMENT: where },
    timeout: 600_000,
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${group}, ${where}: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

function show({ title, placement: where, rows, ratios, lines = [] }) {
  console.log(`\n${title} (${where})`);
  for (const { name, median, p10 } of rows) {
    console.log(`  ${name.padEnd(48)}${nanoseconds(median)}   p10 ${nanoseconds(p10)}`);
  }
  for (const { of, points } of lines) {
    console.log(`  ${of}: ${points.map(([at, ns]) => `${at}: ${ns.toFixed(0)} ns`).join(', ')}`);
  }
  for (const { what, over, ratio, times, most, least } of ratios) {
    if (times === undefined) {
      const target = most === undefined ? '' : ` (${ratio <= most ? 'within' : 'ABOVE'} ${most.toFixed(2)})`;
      console.log(`  ${what} takes ${ratio.toFixed(2)} x ${over}${target}`);
    } else {
      const target = least === undefined ? '' : ` (${times >= least ? 'at least' : 'BELOW'} ${least})`;
      console.log(`  ${what} is ${times.toFixed(1)} x faster than ${over}${target}`);
    }
  }
}

function nanoseconds(ns) {
  return (ns < 1000 ? `${ns.toFixed(1)} ns` : `${(ns / 1000).toFixed(2)} us`).padStart(11);
}
