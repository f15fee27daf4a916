// The file service of docs/examples beside node:fs and synckit. A hit is answered by the begin function in the caller, from
// shared memory; a miss goes to the I/O worker, which asks the file system.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createSyncFn } from 'synckit';
import { connect, watch } from '../../../../dist/impl/index.js';
import { connectToFiles, createService } from '../../../../docs/examples/files/service.mjs';
import { repeated } from '../start.mjs';

const BYTES = 1000;
const FLIGHT = 8;

export const title = 'A file service: stat, and a file of 1000 bytes';

export async function group() {
  const folder = mkdtempSync(join(tmpdir(), 'lwkt-files-'));
  const path = join(folder, 'small.txt');
  writeFileSync(path, 'x'.repeat(BYTES));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  const service = createService({ callers: 1 });
  watch(new Worker(new URL('../peers/files.mjs', import.meta.url), { workerData: { service } }), service.system, 0);
  const hits = connectToFiles(service);
  const misses = connect(hits.thread, { to: 0 });
  hits.sync.stat(path);
  hits.sync.read(path);
  const synckit = createSyncFn(new URL('../peers/files-synckit.mjs', import.meta.url));
  const variants = [
    sync('stat: fs.statSync', () => statSync(path)),
    sync('stat: a hit', () => hits.sync.stat(path)),
    sync('stat: a miss', () => misses.sync.stat(path)),
    sync('stat: synckit', () => synckit('stat', path)),
    sync('read: fs.readFileSync', () => readFileSync(path, 'utf8')),
    sync('read: a hit', () => hits.sync.read(path)),
    sync('read: a miss', () => misses.sync.read(path)),
    sync('read: synckit', () => synckit('read', path)),
    flight('stat, 8 in flight: fs/promises', () => stat(path)),
    flight('stat, 8 in flight: hits', () => hits.async.stat(path)),
    flight('stat, 8 in flight: misses', () => misses.async.stat(path)),
    flight('read, 8 in flight: fs/promises', () => readFile(path, 'utf8')),
    flight('read, 8 in flight: hits', () => hits.async.read(path)),
    flight('read, 8 in flight: misses', () => misses.async.read(path)),
  ];
  const compared = [
    ['stat: a hit', 'stat: fs.statSync', {}],
    ['stat: a miss', 'stat: synckit', {}],
    ['read: a hit', 'read: fs.readFileSync', {}],
    ['read: a miss', 'read: synckit', {}],
    ['read, 8 in flight: hits', 'read, 8 in flight: fs/promises', {}],
    ['read, 8 in flight: misses', 'read, 8 in flight: fs/promises', {}],
  ];
  return { variants, compared };
}

function sync(name, call) {
  return { name, run: repeated(call) };
}

function flight(name, call) {
  return {
    name,
    run: async (count) => {
      let left = count;
      const chain = async () => {
        while (left > 0) {
          left -= 1;
          await call();
        }
      };
      await Promise.all(Array.from({ length: FLIGHT }, chain));
    },
  };
}
