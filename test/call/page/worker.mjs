/** A worker of the page: serves, and blocks where it likes. */
import { serve } from '/dist/impl/index.js';

const functions = {
  add: (a, b) => a + b,
  echo: (value) => value,
  fail: () => {
    throw Object.assign(new RangeError('too far'), { code: 'EFAR' });
  },
  busy: (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
  never: () => new Promise(() => undefined),
  /** domsg to another thread: blocks until it answers. */
  ask: (port) => {
    const message = 60;
    server.thread.initmsg(message);
    return server.thread.domsg(port, message);
  },
};

let server;
addEventListener('message', ({ data }) => {
  server = serve(data, { thread: 1 }, functions);
});
