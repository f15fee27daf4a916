// A call to another thread that waits for the answer: a number there and back, one after another.
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { makeSynchronized } from 'make-synchronized';
import { createSyncFn } from 'synckit';
import { attach, connect, createSystem } from '../../../../dist/impl/index.js';
import { hasTwoCores } from '../place.mjs';
import { policyOf } from '../policies.mjs';
import { callSlot, SLOT } from '../slot.mjs';
import { answered, start } from '../start.mjs';

export const title = 'A call that waits for its answer, a number there and back';

export async function group() {
  const workers = [];
  const raw = async (role, more = {}, transfer = []) => {
    const words = new Int32Array(new SharedArrayBuffer(1024));
    workers.push(await start('raw.mjs', { role, words, ...more }, transfer));
    return words;
  };
  const lwkt = async (policy) => {
    const system = createSystem({ threads: 2, messages: 1 });
    workers.push(await start('lwkt.mjs', { system, thread: 1, role: 'echo', policy }));
    const me = attach(system, { thread: 0, waiting: policyOf(policy) });
    me.initmsg(0);
    return (count) => {
      for (let n = 0; n < count; n += 1) me.domsg(1, 0);
    };
  };
  const variants = [
    { name: 'raw slot, our policy', run: bySlot(await raw('score')) },
    { name: 'domsg', run: await lwkt('default'), over: 'raw slot, our policy', most: 1.1 },
    { name: 'raw futex', run: byFutex(await raw('futex')) },
    { name: 'domsg, never spins', run: await lwkt('never spins'), over: 'raw futex', most: 1.1 },
    ...(await spinning(raw, lwkt)),
    { name: 'call.sync', run: await byFunctions(workers) },
    { name: 'receiveMessageOnPort', run: await byPort(raw) },
    { name: 'synckit', run: repeated(createSyncFn(new URL('../peers/synckit.mjs', import.meta.url))) },
    { name: 'make-synchronized', run: repeated((await synchronized()).echo) },
  ];
  const compared = [
    ['domsg', 'synckit', { free: 100, apart: 300, 'one core': 1.5 }],
    ['domsg', 'domsg, never spins', { 'one core': 1 / 1.1 }],
    ...(hasTwoCores
      ? [
          ['domsg', 'raw slot, always spins', { free: 1 / 1.6, apart: 1 / 1.6 }],
          ['domsg', 'domsg, always spins', { free: 1 / 1.25, apart: 1 / 1.25 }],
        ]
      : []),
  ];
  return { variants, compared, close: () => Promise.all(workers.map((worker) => worker.terminate())) };
}

/** On one core whoever spins is in the way of whom it waits for. */
async function spinning(raw, lwkt) {
  if (!hasTwoCores) return [];
  return [
    { name: 'raw slot, always spins', run: bySpinning(await raw('spin')) },
    { name: 'domsg, always spins', run: await lwkt('always spins') },
  ];
}

function bySlot(words) {
  const waiting = policyOf('default');
  return (count) => {
    for (let n = 0; n < count; n += 1) callSlot(words, waiting);
  };
}

function byFutex(words) {
  let asked = 0;
  return (count) => {
    for (let n = 0; n < count; n += 1) {
      asked += 1;
      Atomics.store(words, SLOT.request, asked);
      Atomics.notify(words, SLOT.request);
      while (Atomics.load(words, SLOT.reply) < asked) Atomics.wait(words, SLOT.reply, asked - 1);
    }
  };
}

function bySpinning(words) {
  let asked = 0;
  return (count) => {
    Atomics.store(words, SLOT.go, 1);
    Atomics.notify(words, SLOT.go);
    for (let n = 0; n < count; n += 1) {
      asked += 1;
      Atomics.store(words, SLOT.request, asked);
      while (Atomics.load(words, SLOT.reply) !== asked);
    }
    Atomics.store(words, SLOT.go, 0);
  };
}

async function byPort(raw) {
  const { port1, port2 } = new MessageChannel();
  const words = await raw('receive', { port: port2 }, [port2]);
  let asked = 0;
  port1.unref();
  return (count) => {
    for (let n = 0; n < count; n += 1) {
      asked += 1;
      port1.postMessage(asked);
      Atomics.store(words, SLOT.request, asked);
      Atomics.notify(words, SLOT.request);
      while (Atomics.load(words, SLOT.reply) < asked) Atomics.wait(words, SLOT.reply, asked - 1);
      receiveMessageOnPort(port1);
    }
  };
}

async function byFunctions(workers) {
  const system = createSystem({ threads: 2, messages: 8, payloadBytes: 512 });
  workers.push(await start('lwkt.mjs', { system, thread: 1, role: 'functions' }));
  const call = connect(system, { to: 1 });
  await answered(() => call.sync.echo(0));
  return repeated((value) => call.sync.echo(value));
}

function synchronized() {
  return makeSynchronized(new URL('../peers/make-synchronized.mjs', import.meta.url));
}

function repeated(call) {
  return (count) => {
    for (let n = 0; n < count; n += 1) call(n);
  };
}
