/** A whole process for the tests that see whether it ends: starts a worker that serves, and calls it. */
import { Worker } from 'node:worker_threads';
import { connect, createSystem, serve, watch } from '../../../dist/impl/index.js';

const stories = {
  /** Awaits an answer, with nothing else to keep the process. */
  async awaits(call) {
    await call.async.add(1, 1);
    console.log('up');
    console.log(await call.async.later('answered', 200));
  },
  /** Gives up on a call that is never answered: nobody waits, so the process ends. */
  async gives_up(call) {
    await call.async.add(1, 1);
    await call
      .with({ timeoutMs: 20 })
      .async.never()
      .catch((error) => console.log(error.code));
  },
  /** Is connected, and has nothing out. */
  async idle(call) {
    console.log(await call.async.add(1, 1));
  },
  /** Awaits for ever. */
  async waits(call) {
    await call.async.add(1, 1);
    console.log('up');
    await call.async.never();
  },
  /** Serves, and nothing else. */
  async serves(_, system) {
    serve(system, { thread: 2 }, {});
    console.log('up');
  },
  /** Has served. */
  async closed(_, system) {
    await using_(serve(system, { thread: 2 }, {}), () => console.log('up'));
  },
};

async function using_(resource, body) {
  try {
    body();
  } finally {
    await resource[Symbol.asyncDispose]();
  }
}

const system = createSystem({ threads: 3, messages: 16, payloadBytes: 256 });
const worker = watch(new Worker(new URL('./serve.mjs', import.meta.url), { workerData: { system } }), system, 1);
// The worker is not to keep the process: only what is awaited from it.
worker.unref();
await stories[process.argv[2]](connect(system, { to: 1, thread: 0 }), system);
