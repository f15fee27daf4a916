// Messages one way: from the first send until the other thread has taken the last.
import { SLOT } from '../slot.mjs';
import { served, start } from '../start.mjs';

const MESSAGES = 10_000;

export const title = 'Messages one way, per message';

export async function group() {
  const variants = [
    { name: 'sendmsg', sample: await bySendmsg() },
    { name: 'postMessage', sample: await byMessages() },
  ];
  const compared = [['sendmsg', 'postMessage', { free: 10, apart: 10, 'one core': 10 }]];
  return { variants, compared };
}

async function bySendmsg() {
  const flags = new Int32Array(new SharedArrayBuffer(128));
  const me = await served('sink', { messages: MESSAGES, flags });
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

async function byMessages() {
  const words = new Int32Array(new SharedArrayBuffer(1024));
  const worker = await start('raw.mjs', { role: 'sink', words, messages: MESSAGES });
  return () => {
    const begin = process.hrtime.bigint();
    for (let message = 0; message < MESSAGES; message += 1) worker.postMessage(message);
    while (Atomics.load(words, SLOT.reply) === 0) Atomics.wait(words, SLOT.reply, 0);
    const ns = Number(process.hrtime.bigint() - begin) / MESSAGES;
    Atomics.store(words, SLOT.reply, 0);
    return ns;
  };
}
