// Requests whose answers are awaited: one at a time, and 64 in flight.

import { Worker } from 'node:worker_threads';
import { wrap } from 'comlink';
import adapter from 'comlink/dist/esm/node-adapter.mjs';
import { Piscina } from 'piscina';
import { Tinypool } from 'tinypool';
import workerpool from 'workerpool';
import { connect, createSystem, EventLoop } from '../../../../dist/impl/index.js';
import { answered, served, start } from '../start.mjs';

const FLIGHT = 64;

export const title = 'Requests whose answers are awaited';

const file = (name) => new URL(`../peers/${name}`, import.meta.url);

export async function group() {
  const asks = {
    'postMessage, a map of promises': await byMessages(),
    'sendmsg, await waitmsg': await byPorts(),
    'await call.async': await byFunctions(),
    comlink: byComlink(),
    'piscina, tuned': byPool(new Piscina(tuned())),
    'tinypool, tuned': byPool(new Tinypool(tuned())),
    workerpool: byWorkerpool(),
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
  return { variants, compared };
}

/** So many at once, each of which asks again when it is answered. */
function together(ask, width) {
  return (count) =>
    new Promise((resolve, reject) => {
      let left = count;
      let out = 0;
      const asker = (slot) => {
        const next = () => {
          if (left === 0) {
            if (out === 0) resolve();
            return;
          }
          left -= 1;
          out += 1;
          ask(left, slot).then(back, reject);
        };
        const back = () => {
          out -= 1;
          next();
        };
        return next;
      };
      for (let slot = 0; slot < width; slot += 1) asker(slot)();
    });
}

async function byMessages() {
  const worker = await start('raw.mjs', { role: 'echo' });
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

async function byPorts() {
  const me = await served('echo', { messages: FLIGHT });
  const loop = new EventLoop(me);
  return (_value, message) => {
    me.sendmsg(1, message);
    return loop.waitmsg(message);
  };
}

async function byFunctions() {
  const system = createSystem({ threads: 2, messages: FLIGHT, payloadBytes: 512 });
  await start('lwkt.mjs', { system, thread: 1, role: 'functions' });
  const call = connect(system, { to: 1, messages: FLIGHT });
  await answered(() => call.sync.echo(0));
  return (value) => call.async.echo(value);
}

function byComlink() {
  const worker = new Worker(file('comlink.mjs'));
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

function byPool(pool) {
  return (value) => pool.run(value);
}

function byWorkerpool() {
  const pool = workerpool.pool(file('workerpool.mjs').pathname, { maxWorkers: 1, minWorkers: 1, workerType: 'thread' });
  return (value) => pool.exec('echo', [value]);
}
