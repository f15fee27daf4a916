// Servers of our ports. Each says when it is ready.
import { parentPort, workerData } from 'node:worker_threads';
import { attach, Payloads, serve } from '../../../../dist/impl/index.js';
import { numberIn } from '../number.mjs';
import { pin } from '../place.mjs';
import { policyOf } from '../policies.mjs';

const { system, thread, role, policy } = workerData;
pin(1);
if (role === 'functions') {
  parentPort.postMessage('ready');
  serve(system, { thread, blocking: true }, { echo: (value) => value });
} else {
  const me = attach(system, { thread, waiting: policyOf(policy) });
  parentPort.postMessage('ready');
  if (role === 'echo') for (;;) me.replymsg(me.waitport(thread), 0);
  if (role === 'number') {
    let number;
    for (;;) {
      const message = me.waitport(thread);
      number ??= numberIn(me, message);
      me.replymsg(message, number[0] & 63);
    }
  }
  if (role === 'bytes') {
    const payloads = new Payloads(me);
    for (;;) {
      const message = me.waitport(thread);
      payloads.bytes(message)[0] ^= 1;
      me.replymsg(message, 0);
    }
  }
  if (role === 'sink') {
    // Takes all messages of a round, says so, and hands them back when it is told to.
    const { flags, messages } = workerData;
    const held = [];
    for (;;) {
      held.push(me.waitport(thread));
      if (held.length < messages) continue;
      Atomics.store(flags, 0, 1);
      Atomics.notify(flags, 0);
      Atomics.wait(flags, 16, 0);
      Atomics.store(flags, 16, 0);
      for (const message of held.splice(0)) me.replymsg(message, 0);
    }
  }
}
