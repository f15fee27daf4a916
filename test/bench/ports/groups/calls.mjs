// A call to another thread that waits for the answer: a number there and back, one after another.
import { makeSynchronized } from 'make-synchronized';
import { createSyncFn } from 'synckit';
import { connect, createSystem } from '../../../../dist/impl/index.js';
import { hasTwoCores } from '../place.mjs';
import { policyOf } from '../policies.mjs';
import { announce, awaitCount, callSlot, SLOT } from '../slot.mjs';
import { answered, domsg, raw, repeated, start, throughPort } from '../start.mjs';

export const title = 'A call that waits for its answer, a number there and back';

export async function group() {
  const variants = [
    { name: 'raw slot, our policy', run: bySlot(await raw('score')) },
    { name: 'domsg', run: repeated(await domsg('default')), over: 'raw slot, our policy', most: 1.1 },
    { name: 'raw futex', run: byFutex(await raw('futex')) },
    { name: 'domsg, never spins', run: repeated(await domsg('never spins')), over: 'raw futex', most: 1.1 },
    ...(await spinning()),
    { name: 'call.sync', run: repeated(await byFunctions()) },
    { name: 'receiveMessageOnPort', run: repeated(await throughPort()) },
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
  return { variants, compared };
}

/** On one core whoever spins is in the way of whom it waits for. */
async function spinning() {
  if (!hasTwoCores) return [];
  return [
    { name: 'raw slot, always spins', run: bySpinning(await raw('spin')) },
    { name: 'domsg, always spins', run: repeated(await domsg('always spins')) },
  ];
}

function bySlot(words) {
  const waiting = policyOf('default');
  return (count) => {
    for (let n = 0; n < count; n += 1) callSlot(words, waiting, n);
  };
}

function byFutex(words) {
  let asked = 0;
  return (count) => {
    for (let n = 0; n < count; n += 1) {
      asked += 1;
      announce(words, SLOT.request, asked);
      awaitCount(words, SLOT.reply, asked);
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

async function byFunctions() {
  const system = createSystem({ threads: 2, messages: 8, payloadBytes: 512 });
  await start('lwkt.mjs', { system, thread: 1, role: 'functions' });
  const call = connect(system, { to: 1 });
  await answered(() => call.sync.echo(0));
  return (value) => call.sync.echo(value);
}

function synchronized() {
  return makeSynchronized(new URL('../peers/make-synchronized.mjs', import.meta.url));
}
