/** The main thread of a page: calls a worker that serves, and posts what it saw to the server that waits for it. */
import { attach, connect, createSystem, declareDead, EventLoop } from '/dist/impl/index.js';

const said = (error) => `${error.name}: ${error.message}`;

async function story() {
  const system = createSystem({ threads: 3, messages: 64, payloadBytes: 1024 });
  const worker = new Worker('/test/call/page/worker.mjs', { type: 'module' });
  worker.postMessage(system);
  const call = connect(system, { to: 1, thread: 0, messages: 4 });
  const seen = { isolated: crossOriginIsolated };
  seen.add = await call.async.add(2, 3);
  seen.value = await call.async.echo({
    map: new Map([['k', [1n, 'текст', undefined]]]),
    bytes: new Uint8Array([1, 2]),
  });
  seen.value = [seen.value.map.get('k').map(String), [...seen.value.bytes]];
  seen.error = await call.async.fail().catch((error) => [said(error), error.code, error instanceof RangeError]);
  // One after the other and together, more than there are messages: with and without sleeping between.
  let sum = 0;
  for (let n = 0; n < 200; n++) sum += await call.async.add(n, 1);
  const together = await Promise.all(Array.from({ length: 200 }, (_, n) => call.async.add(n, 1)));
  seen.sums = [sum, together.reduce((a, b) => a + b)];
  await new Promise((resolve) => setTimeout(resolve, 30));
  seen.afterPause = await call.async.add(1, 1);
  seen.late = await call
    .with({ timeoutMs: 5 })
    .async.busy(40)
    .catch((error) => error.code);
  seen.afterLate = await call.async.add(4, 4);
  try {
    call.sync.add(1, 1);
  } catch (error) {
    seen.sync = said(error);
  }
  // The worker itself may block: it calls back into the page, which serves.
  const loop = new EventLoop(attach(system, { thread: 2 }));
  const asking = call.async.ask(2);
  for await (const message of loop.messages(2)) {
    loop.thread.replymsg(message, 42);
    break;
  }
  seen.asked = await asking;
  // In a page nobody is told that a worker has ended: who ends it says so.
  const out = call.async.never().catch((error) => error.code);
  worker.terminate();
  declareDead(system, 1);
  seen.dead = await out;
  return seen;
}

const seen = await story().catch((error) => ({ failed: said(error) }));
await fetch('/result', { method: 'POST', body: JSON.stringify(seen) });
