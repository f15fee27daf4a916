// Counts the bytes that a call leaves on the heap once it is compiled, in a young generation so large that nothing is
// collected meanwhile.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { attach, createSystem, Payloads } from '../../../dist/impl/index.js';

const CALLS = 20_000;
const ROUNDS = 40;
const PAUSE_MS = 20;

if (isMainThread) await count();
else serve();

function serve() {
  const me = attach(workerData, { thread: 1 });
  const payloads = new Payloads(me);
  parentPort.postMessage('ready');
  for (;;) {
    const message = me.waitport(1);
    payloads.bytes(message)[0] ^= 1;
    me.replymsg(message, 0);
  }
}

async function count() {
  const system = createSystem({ threads: 2, messages: 2, ports: 3, payloadBytes: 256 });
  await once(new Worker(new URL(import.meta.url), { workerData: system }), 'message');
  const me = attach(system, { thread: 0 });
  const payloads = new Payloads(me);
  const own = new Uint8Array(256);
  me.initmsg(0);
  me.initport(2, (_thread, _port, message) => message);
  const ways = {
    'domsg that its begin function completes': () => me.domsg(2, 0),
    'sendmsg to oneself, getport, replymsg, waitmsg': () => {
      me.sendmsg(0, 0);
      me.replymsg(me.getport(0), 0);
      me.waitmsg(0);
    },
    'domsg to another thread': () => me.domsg(1, 0),
    'sendmsg to another thread, waitmsg': () => {
      me.sendmsg(1, 0);
      me.waitmsg(0);
    },
    '256 bytes there and back in a buffer of the caller’s': () => {
      payloads.bytes(0).set(own);
      me.domsg(1, 0);
      own.set(payloads.bytes(0));
    },
    'a new object each time': () => own.subarray(1),
  };
  const bytes = {};
  for (const [name, call] of Object.entries(ways)) {
    // Code that is not compiled yet may allocate, and on a loaded machine that takes its time.
    for (let round = 0; round < ROUNDS && !(bytes[name] < 1); round += 1) {
      await sleep(PAUSE_MS);
      const before = process.memoryUsage().heapUsed;
      for (let n = 0; n < CALLS; n += 1) call();
      bytes[name] = (process.memoryUsage().heapUsed - before) / CALLS;
    }
  }
  console.log(JSON.stringify(bytes));
  process.exit(0);
}
