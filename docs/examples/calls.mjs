// A worker serves a module; this thread calls its functions, waiting or not, and gives up on one.
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { connect, createSystem, serve, watch } from 'lwkt';

/** What the worker serves: any module, or an object of functions. */
const functions = {
  add: (a, b) => a + b,
  slow: (value, ms) => new Promise((resolve) => setTimeout(() => resolve(value), ms)),
  fail() {
    throw Object.assign(new RangeError('too far'), { code: 'EFAR' });
  },
};

if (isMainThread) {
  const system = createSystem({ threads: 2, messages: 8, payloadBytes: 1024 });
  const worker = watch(new Worker(new URL(import.meta.url), { workerData: system }), system, 1);
  const call = connect(system, { to: 1 }); // in TypeScript: connect<typeof functions>(...)

  console.log('sync:', call.sync.add(1, 2));
  console.log('async:', await call.async.add(3, 4));
  try {
    call.sync.fail();
  } catch (error) {
    console.log('thrown:', error instanceof RangeError, error.code, error.message);
  }

  const impatient = call.with({ timeoutMs: 20 });
  await impatient.async.slow('late', 60).catch((error) => console.log(error.message));
  console.log('and then:', await call.async.slow('in time', 1)); // never the late answer

  const out = call.async.slow('never', 60_000).catch((error) => console.log(error.message));
  await worker.terminate();
  await out;
} else {
  serve(workerData, { thread: 1 }, functions);
}
