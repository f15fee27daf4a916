// A call that carries 256 bytes there and back, from and to a buffer of the caller.
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { createSyncFn } from 'synckit';
import { attach, createSystem, Payloads } from '../../../../dist/impl/index.js';
import { policyOf } from '../policies.mjs';
import { SLOT } from '../slot.mjs';
import { start } from '../start.mjs';

const BYTES = 256;

export const title = 'A call that carries 256 bytes there and back';

export async function group() {
  const workers = [];
  const mine = new Uint8Array(BYTES);
  const system = createSystem({ threads: 2, messages: 1, payloadBytes: BYTES });
  workers.push(await start('lwkt.mjs', { system, thread: 1, role: 'bytes', policy: 'default' }));
  const me = attach(system, { thread: 0, waiting: policyOf('default') });
  const payloads = new Payloads(me);
  me.initmsg(0);
  const { port1, port2 } = new MessageChannel();
  const words = new Int32Array(new SharedArrayBuffer(1024));
  workers.push(await start('raw.mjs', { role: 'receive', words, port: port2 }, [port2]));
  port1.unref();
  const synckit = createSyncFn(new URL('../peers/synckit.mjs', import.meta.url));
  let asked = 0;
  const variants = [
    {
      name: 'domsg, bytes in place',
      run: (count) => {
        for (let n = 0; n < count; n += 1) {
          payloads.bytes(0).set(mine);
          me.domsg(1, 0);
          mine.set(payloads.bytes(0));
        }
      },
    },
    {
      name: 'receiveMessageOnPort',
      run: (count) => {
        for (let n = 0; n < count; n += 1) {
          asked += 1;
          port1.postMessage(mine);
          Atomics.store(words, SLOT.request, asked);
          Atomics.notify(words, SLOT.request);
          while (Atomics.load(words, SLOT.reply) < asked) Atomics.wait(words, SLOT.reply, asked - 1);
          mine.set(receiveMessageOnPort(port1).message);
        }
      },
    },
    {
      name: 'synckit',
      run: (count) => {
        for (let n = 0; n < count; n += 1) mine.set(synckit(mine));
      },
    },
  ];
  const compared = [['domsg, bytes in place', 'synckit', { free: 50, 'one core': 1.4 }]];
  return { variants, compared, close: () => Promise.all(workers.map((worker) => worker.terminate())) };
}
