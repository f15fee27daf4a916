// Messages one way: from the first send until the other thread has taken the last.
import { attach, createSystem } from '../../../../dist/impl/index.js';
import { SLOT } from '../slot.mjs';
import { start } from '../start.mjs';

const MESSAGES = 10_000;

export const title = 'Messages one way, per message';

export async function group() {
  const workers = [];
  const variants = [
    { name: 'sendmsg', sample: await bySendmsg(workers) },
    { name: 'postMessage', sample: await byMessages(workers) },
  ];
  const compared = [['sendmsg', 'postMessage', { free: 10, apart: 10, 'one core': 10 }]];
  return { variants, compared, close: () => Promise.all(workers.map((worker) => worker.terminate())) };
}

async function bySendmsg(workers) {
  const system = createSystem({ threads: 2, messages: MESSAGES });
  const flags = new Int32Array(new SharedArrayBuffer(128));
  workers.push(
    await start('lwkt.mjs', { system, thread: 1, role: 'sink', flags, messages: MESSAGES, policy: 'default' }),
  );
  const me = attach(system, { thread: 0 });
  for (let message = 0; message < MESSAGES; message += 1) me.initmsg(message);
  return () => {
    const begin = process.hrtime.bigint();
    for (let message = 0; message < MESSAGES; message += 1) me.sendmsg(1, message);
    while (Atomics.load(flags, 0) === 0) Atomics.wait(flags, 0, 0);
    const ns = Number(process.hrtime.bigint() - begin) / MESSAGES;
    Atomics.store(flags, 0, 0);
    Atomics.store(flags, 16, 1);
    Atomics.notify(flags, 16);
    for (let message = 0; message < MESSAGES; message += 1) me.waitmsg(message);
    return ns;
  };
}

async function byMessages(workers) {
  const words = new Int32Array(new SharedArrayBuffer(1024));
  const worker = await start('raw.mjs', { role: 'sink', words, messages: MESSAGES });
  workers.push(worker);
  return () => {
    const begin = process.hrtime.bigint();
    for (let message = 0; message < MESSAGES; message += 1) worker.postMessage(message);
    while (Atomics.load(words, SLOT.reply) === 0) Atomics.wait(words, SLOT.reply, 0);
    const ns = Number(process.hrtime.bigint() - begin) / MESSAGES;
    Atomics.store(words, SLOT.reply, 0);
    return ns;
  };
}
