// What the peers and we are made of: slots in shared memory, and ports of the platform.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { pin } from '../place.mjs';
import { policyOf } from '../policies.mjs';
import { announce, answerSlot, awaitCount, SLOT } from '../slot.mjs';

const { role, words, port } = workerData;
pin(1);
if (role !== 'echo' && role !== 'sink') parentPort.postMessage('ready');

const roles = {
  futex() {
    for (let n = 1; ; n += 1) {
      awaitCount(words, SLOT.request, n);
      announce(words, SLOT.reply, n);
    }
  },
  /** Spins only while it is asked to: otherwise it would slow down the others. */
  spin() {
    for (;;) {
      Atomics.wait(words, SLOT.go, 0);
      let n = Atomics.load(words, SLOT.reply);
      while (Atomics.load(words, SLOT.go) === 1) {
        if (Atomics.load(words, SLOT.request) === n) continue;
        n += 1;
        Atomics.store(words, SLOT.reply, n);
      }
    }
  },
  score() {
    const waiting = policyOf('default');
    for (;;) answerSlot(words, waiting);
  },
  /** As synckit does it: the answer goes through a port, and a notify says that it is there. */
  receive() {
    for (let n = 1; ; n += 1) {
      awaitCount(words, SLOT.request, n);
      port.postMessage(receiveMessageOnPort(port).message);
      announce(words, SLOT.reply, n);
    }
  },
  echo() {
    parentPort.on('message', (message) => parentPort.postMessage(message));
    parentPort.postMessage('ready');
  },
  sink() {
    const { messages } = workerData;
    let count = 0;
    parentPort.on('message', () => {
      count += 1;
      if (count % messages !== 0) return;
      announce(words, SLOT.reply, 1);
    });
    parentPort.postMessage('ready');
  },
};
roles[role]();
