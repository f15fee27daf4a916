// A system-call port that reads files. What the caller has in its cache is answered in the caller's own thread; anything else
// is queued to a worker. One caller uses domsg, another one sendmsg, and neither knows which of the two happened.
import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { attach, createSystem, Payloads } from 'lwkt';

const [BLOCKING, ASYNCHRONOUS, SERVER] = [0, 1, 2]; // threads, and their built-in ports
const ENOENT = 2;

/** The caller's half of the port: its begin function, which runs inside domsg and sendmsg. */
function answeringFrom(cache, payloads) {
  return (thread, port, message) => {
    const { path } = payloads.getvalue(message);
    const text = cache.get(path);
    if (text === undefined) return thread.putport(port, message); // to read would block: the worker does it
    payloads.setvalue(message, { path, text, by: 'begin function' });
    return 0;
  };
}

/** What came back, as a line; and into the cache. */
function outcome(code, message, payloads, cache) {
  const { path, text, by } = payloads.getvalue(message);
  if (code === ENOENT) return `${path}: ENOENT`;
  cache.set(path, text);
  return `${path}: "${text}", from the ${by}`;
}

/** domsg: one call, and the answer is there. */
function blocking(system) {
  const me = attach(system, { thread: BLOCKING });
  const [payloads, cache] = [new Payloads(me), new Map()];
  me.setbegin(SERVER, answeringFrom(cache, payloads));
  me.initmsg(0);
  return ['LICENSE', 'LICENSE', 'no such file'].map((path) => {
    payloads.setvalue(0, { path });
    const code = me.domsg(SERVER, 0);
    return `domsg    ${outcome(code, 0, payloads, cache)}`;
  });
}

/** sendmsg: two requests are out at a time, and each is waited for when its answer is needed. */
function asynchronous(system) {
  const me = attach(system, { thread: ASYNCHRONOUS });
  const [payloads, cache] = [new Payloads(me), new Map([['LICENSE', 'MIT License']])];
  me.setbegin(SERVER, answeringFrom(cache, payloads));
  const requests = [
    [1, 'README.md'],
    [2, 'LICENSE'],
  ];
  for (const [message, path] of requests) {
    me.initmsg(message);
    payloads.setvalue(message, { path });
    me.sendmsg(SERVER, message);
  }
  return requests.map(([message]) => `sendmsg  ${outcome(me.waitmsg(message), message, payloads, cache)}`);
}

/** The target's half: a thread that serves what was queued. */
function server(system) {
  const me = attach(system, { thread: SERVER });
  const payloads = new Payloads(me);
  parentPort.postMessage([]);
  for (;;) {
    const message = me.waitport(SERVER);
    const { path } = payloads.getvalue(message);
    try {
      const [text] = readFileSync(path, 'utf8').split('\n', 1);
      payloads.setvalue(message, { path, text, by: 'server' });
      me.replymsg(message, 0);
    } catch {
      me.replymsg(message, ENOENT);
    }
  }
}

if (isMainThread) {
  const system = createSystem({ threads: 3, messages: 3, payloadBytes: 512 });
  const started = (role) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { system, role } });
    return new Promise((resolve) => worker.once('message', (lines) => resolve({ worker, lines })));
  };
  const { worker } = await started('server');
  const lines = blocking(system);
  const other = await started('asynchronous');
  console.log([...lines, ...other.lines].join('\n'));
  await worker.terminate();
} else if (workerData.role === 'server') {
  server(workerData.system);
} else {
  parentPort.postMessage(asynchronous(workerData.system));
}
