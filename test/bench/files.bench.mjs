// What the file service of docs/examples costs, beside node:fs and a synchronous call through synckit. Medians and ratios;
// absolute times are of this machine. All variants run in turns in one process. `hit` is answered by the begin function in the
// caller, from shared memory; `miss` goes to the I/O worker, which asks the file system.
//
//   node test/bench/files.bench.mjs [rounds]        after `npm run build`; synckit takes part where it is installed
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { connect, watch } from 'lwkt';
import { connectToFiles, createService, serveFiles } from '../../docs/examples/files/service.mjs';

const BATCH_NS = 3e6;
const IN_FLIGHT = 8;

if (isMainThread) await main();
else if (workerData?.service !== undefined) serveFiles(workerData.service);

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'lwkt-files-'));
  const path = join(folder, 'small.txt');
  writeFileSync(path, 'x'.repeat(1000));
  const service = createService({ callers: 1 });
  const io = watch(new Worker(new URL(import.meta.url), { workerData: { service } }), service.system, 0);
  const hits = connectToFiles(service);
  const misses = connect(hits.thread, { to: 0 });
  hits.sync.stat(path);
  hits.sync.read(path);

  const synckit = await synckitCall(folder);
  const variants = [
    sync('stat: fs.statSync', () => statSync(path)),
    sync('stat: file service, sync, hit', () => hits.sync.stat(path)),
    sync('stat: file service, sync, miss', () => misses.sync.stat(path)),
    ...synckit.map((call) => sync('stat: synckit', () => call('stat', path))),
    sync('read 1000 bytes: fs.readFileSync', () => readFileSync(path, 'utf8')),
    sync('read 1000 bytes: file service, sync, hit', () => hits.sync.read(path)),
    sync('read 1000 bytes: file service, sync, miss', () => misses.sync.read(path)),
    ...synckit.map((call) => sync('read 1000 bytes: synckit', () => call('read', path))),
    flight('stat, 8 in flight: fs/promises', () => stat(path)),
    flight('stat, 8 in flight: file service, async, hit', () => hits.async.stat(path)),
    flight('stat, 8 in flight: file service, async, miss', () => misses.async.stat(path)),
    flight('read, 8 in flight: fs/promises', () => readFile(path, 'utf8')),
    flight('read, 8 in flight: file service, async, hit', () => hits.async.read(path)),
    flight('read, 8 in flight: file service, async, miss', () => misses.async.read(path)),
  ];
  report(variants, await interleaved(variants, Number(process.argv[2] ?? 25)));
  if (synckit.length === 0) console.log('synckit is not installed: left out');
  await io.terminate();
  rmSync(folder, { recursive: true });
  process.exit(0); // the worker of synckit would go on
}

/** A call through synckit, in a list; none where it is not installed. */
async function synckitCall(folder) {
  const { resolve } = createRequire(import.meta.url);
  let at;
  try {
    at = pathToFileURL(resolve('synckit')).href;
  } catch {
    return [];
  }
  const { createSyncFn } = await import(at);
  const worker = join(folder, 'synckit-worker.mjs');
  writeFileSync(
    worker,
    `import { readFileSync, statSync } from 'node:fs';
     import { runAsWorker } from ${JSON.stringify(at)};
     runAsWorker(async (what, path) => {
       if (what === 'read') return readFileSync(path, 'utf8');
       const { size, mtimeMs, mode } = statSync(path);
       return { size, mtimeMs, mode };
     });`,
  );
  return [createSyncFn(fileURLToPath(pathToFileURL(worker)))];
}

function sync(name, call) {
  return {
    name,
    run: (count) => {
      for (let n = 0; n < count; n++) call();
    },
  };
}

function flight(name, call) {
  return {
    name,
    run: async (count) => {
      let left = count;
      const chain = async () => {
        while (left-- > 0) await call();
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, chain));
    },
  };
}

async function timed(run, count) {
  const start = process.hrtime.bigint();
  await run(count);
  return Number(process.hrtime.bigint() - start);
}

/** Nanoseconds per call: for each variant one sample a round, in alternating order. */
async function interleaved(variants, rounds) {
  const counts = [];
  for (const { run } of variants) {
    for (let ns = 0; ns < 1e8; ) ns += await timed(run, 200);
    let count = 16;
    while ((await timed(run, count)) < BATCH_NS && count < 1e6) count *= 2;
    counts.push(count);
  }
  const samples = variants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...variants.keys()];
    if (round % 2 === 1) order.reverse();
    for (const at of order) samples[at].push((await timed(variants[at].run, counts[at])) / counts[at]);
  }
  return samples;
}

function report(variants, samples) {
  const quantile = (list, q) => list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * q)];
  let base = 0;
  console.log(`${'per call'.padEnd(48)}   median      p10   against node:fs`);
  for (const [at, { name }] of variants.entries()) {
    const median = quantile(samples[at], 0.5);
    if (name.includes(': fs')) base = median;
    const show = (ns) => `${(ns / 1000).toFixed(2)} us`.padStart(9);
    const ratio = name.includes(': fs') ? '' : `   ${(base / median).toFixed(2)} x as fast`;
    console.log(`${name.padEnd(48)}${show(median)}${show(quantile(samples[at], 0.1))}${ratio}`);
  }
}
