// SPIN beside lwkt's own search, world by world, on the terminal; and the table that is recorded.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { comparedWorlds } from './worlds.mjs';

const RECORDED = new URL('spin.json', import.meta.url);

export async function main(Spin) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { record: { type: 'boolean' }, 'depth-first': { type: 'boolean' } },
  });
  const model = await import('../../dist/properties/model/index.js');
  const { reachable } = await import('../../dist/properties/model/tables/index.js');
  const worlds = comparedWorlds(model).filter(({ name }) => name.includes(positionals[0] ?? ''));
  const spin = new Spin({ optimise: true, search: values['depth-first'] ? 'depth-first' : 'breadth-first' });
  try {
    const table = worlds.map((world) => ({ name: world.name, ...compare(spin, reachable, world) }));
    if (values.record) record(table);
    if (table.some(({ agrees }) => !agrees)) process.exitCode = 1;
  } finally {
    spin.close();
  }
}

function record(table) {
  const rows = Object.fromEntries(table.map(({ name, row }) => [name, row]));
  writeFileSync(RECORDED, `${JSON.stringify(rows, undefined, 2)}\n`);
}

function compare(spin, reachable, world) {
  const start = performance.now();
  const own = reachable(world);
  const ownSeconds = (performance.now() - start) / 1000;
  const { buildSeconds, ...theirs } = spin.explore(world);
  const agrees = ['states', 'transitions', 'stuck', 'depth'].every((key) => (theirs[key] ?? own[key]) === own[key]);
  console.log(`${world.name}: ${agrees ? 'agree' : 'DIFFER'}`);
  console.log(`  lwkt ${figures(own)}, ${ownSeconds.toFixed(2)} s`);
  console.log(`  SPIN ${figures(theirs)}, ${theirs.seconds.toFixed(2)} s, built in ${buildSeconds.toFixed(1)} s`);
  return { agrees, row: { ...theirs, seconds: Number(theirs.seconds.toFixed(2)) } };
}

function figures({ states, transitions, depth, stuck }) {
  return `${states} states, ${transitions} transitions, depth ${depth ?? '-'}, ${stuck} stuck`;
}
