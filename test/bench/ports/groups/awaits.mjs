// Requests whose answers are awaited: one at a time, and 64 in flight.

import { Worker } from 'node:worker_threads';
import { wrap } from 'comlink';
import adapter from 'comlink/dist/esm/node-adapter.mjs';
import { Piscina } from 'piscina';
import { Tinypool } from 'tinypool';
import workerpool from 'workerpool';
import { attach, connect, createSystem, EventLoop } from '../../../../dist/impl/index.js';
import { answered, start } from '../start.mjs';

const FLIGHT = 64;

export const title = 'Requests whose answers are awaited';

const file = (name) => new URL(`../peers/${name}`, import.meta.url);

export async function group() {
  const workers = [];
  const pools = [];
  const asks = {
    'postMessage, a map of promises': await byMessages(workers),
    'sendmsg, await waitmsg': await byPorts(workers),
    'await call.async': await byFunctions(workers),
    comlink: byComlink(workers),
    'piscina, tuned': byPool(pools, new Piscina(tuned())),
    'tinypool, tuned': byPool(pools, new Tinypool(tuned())),
    workerpool: byWorkerpool(pools),
  };
  const variants = Object.entries(asks).flatMap(([name, ask]) =>
    [1, FLIGHT].map((width) => ({ name: `${name}: ${width} in flight`, run: together(ask, width) })),
  );
  const lwkt = 'sendmsg, await waitmsg: 64 in flight';
  const compared = [
    [lwkt, 'postMessage, a map of promises: 64 in flight', { free: 8, apart: 8, 'one core': 4 }],
    [lwkt, 'piscina, tuned: 64 in flight', { free: 25, apart: 25, 'one core': 25 }],
    [
      'sendmsg, await waitmsg: 1 in flight',
      'postMessage, a map of promises: 1 in flight',
      { free: 1, apart: 1, 'one core': 1 },
    ],
  ];
  const close = async () => {
    await Promise.all(pools.map((pool) => (pool.destroy ?? pool.terminate).call(pool)));
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  return { variants, compared, close };
}

function together(ask, width) {
  return (count) =>
    new Promise((resolve, reject) => {
      let left = count;
      let out = 0;
      const next = () => {
        if (left === 0) {
          if (out === 0) resolve();
          return;
        }
        left -= 1;
        out += 1;
        ask(left, out).then(back, reject);
      };
      const back = () => {
        out -= 1;
        next();
      };
      for (let n = 0; n < width; n += 1) next();
    });
}

async function byMessages(workers) {
  const worker = await start('raw.mjs', { role: 'echo' });
  workers.push(worker);
  const waiting = new Map();
  worker.on('message', ({ id, value }) => {
    waiting.get(id)(value);
    waiting.delete(id);
  });
  let id = 0;
  return (value) =>
    new Promise((resolve) => {
      id += 1;
      waiting.set(id, resolve);
      worker.postMessage({ id, value });
    });
}

async function byPorts(workers) {
  const system = createSystem({ threads: 2, messages: FLIGHT });
  workers.push(await start('lwkt.mjs', { system, thread: 1, role: 'echo', policy: 'default' }));
  const me = attach(system, { thread: 0 });
  const loop = new EventLoop(me);
  const free = Array.from({ length: FLIGHT }, (_, message) => message);
  for (const message of free) me.initmsg(message);
  return (_value) => {
    const message = free.pop();
    me.sendmsg(1, message);
    return loop.waitmsg(message).then((code) => {
      free.push(message);
      return code;
    });
  };
}

async function byFunctions(workers) {
  const system = createSystem({ threads: 2, messages: FLIGHT, payloadBytes: 512 });
  workers.push(await start('lwkt.mjs', { system, thread: 1, role: 'functions' }));
  const call = connect(system, { to: 1, messages: FLIGHT });
  await answered(() => call.sync.echo(0));
  return (value) => call.async.echo(value);
}

function byComlink(workers) {
  const worker = new Worker(file('comlink.mjs'));
  workers.push(worker);
  const remote = wrap(adapter(worker));
  return (value) => remote.echo(value);
}

function tuned() {
  return {
    filename: file('pool.mjs').href,
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: 1024,
  };
}

function byPool(pools, pool) {
  pools.push(pool);
  return (value) => pool.run(value);
}

function byWorkerpool(pools) {
  const pool = workerpool.pool(file('workerpool.mjs').pathname, { maxWorkers: 1, minWorkers: 1, workerType: 'thread' });
  pools.push(pool);
  return (value) => pool.exec('echo', [value]);
}
