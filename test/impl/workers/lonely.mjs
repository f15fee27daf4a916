/**
 * A process with nothing but a pending `await` for its reply. It must not end before that has come, and must end then.
 *
 * The worker is unreferenced, so it is only the await that keeps the process.
 */
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { attach, createSystem, EventLoop } from '../../../dist/impl/index.js';
import { BOUND, untilLive } from './protocol.mjs';

if (isMainThread) {
  const buffer = createSystem({ threads: 2, messages: 1 });
  const thread = attach(buffer, { thread: 0 });
  new Worker(new URL(import.meta.url), { workerData: buffer }).unref();
  untilLive(thread, [1]);
  thread.initmsg(0);
  process.on('exit', () => console.log('exit'));
  console.log(await new EventLoop(thread).domsg(1, 0));
} else {
  const thread = attach(workerData, { thread: 1 });
  const message = thread.waitport(1, BOUND);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  thread.replymsg(message, 7);
}
