// Workers of a bench, ready to be asked. They end with the process.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { attach, createSystem } from '../../../dist/impl/index.js';
import { numberIn } from './number.mjs';
import { policyOf } from './policies.mjs';
import { announce, awaitCount, SLOT } from './slot.mjs';

/** @param file in `peers/` */
export async function start(file, workerData, transferList = []) {
  const worker = new Worker(new URL(`./peers/${file}`, import.meta.url), { workerData, transferList });
  await once(worker, 'message');
  return worker;
}

/** A thread with so many messages, and thread 1 that serves it in this role. */
export async function served(role, { messages = 1, payloadBytes = 0, policy = 'default', ...more } = {}) {
  const system = createSystem({ threads: 2, messages, payloadBytes });
  await start('lwkt.mjs', { system, thread: 1, role, policy, messages, ...more });
  const me = attach(system, { thread: 0, waiting: policyOf(policy) });
  for (let message = 0; message < messages; message += 1) me.initmsg(message);
  return me;
}

/** The call `domsg` to a thread that answers at once: a number there, a code back. */
export async function domsg(policy) {
  const me = await served('number', { policy, payloadBytes: 4 });
  const number = numberIn(me, 0);
  return (value) => {
    number[0] = value;
    return me.domsg(1, 0);
  };
}

/** The words that a worker in this role shares with its caller. */
export async function raw(role, more = {}, transferList = []) {
  const words = new Int32Array(new SharedArrayBuffer(1024));
  await start('raw.mjs', { role, words, ...more }, transferList);
  return words;
}

/** A call whose value goes there and back through a port of the platform. */
export async function throughPort() {
  const { port1, port2 } = new MessageChannel();
  const words = await raw('receive', { port: port2 }, [port2]);
  port1.unref();
  let asked = 0;
  return (value) => {
    asked += 1;
    port1.postMessage(value);
    announce(words, SLOT.request, asked);
    awaitCount(words, SLOT.reply, asked);
    return receiveMessageOnPort(port1).message;
  };
}

/** Until a server is there that blocks from its first moment, and so cannot say that it is. */
export async function answered(call) {
  for (let tries = 500; ; tries -= 1) {
    try {
      return call();
    } catch (error) {
      if (error.code !== 'ENXIO' || tries === 0) throw error;
      await sleep(10);
    }
  }
}

/** As many calls as are wanted, one after another. */
export function repeated(call) {
  return (count) => {
    for (let n = 0; n < count; n += 1) call(n);
  };
}
