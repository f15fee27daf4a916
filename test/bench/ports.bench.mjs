// What the ports cost, beside what they are made of. Medians and ratios; absolute times are of this machine. All variants
// run in turns (A B C … C B A …) in one process, because the same code differs by a factor of 400 between placements.
//
//   node test/bench/ports.bench.mjs [rounds]        after `npm run build`; also under `taskset -c 0`
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { attach, createSystem, EventLoop, ScorePolicy } from '../../dist/impl/index.js';

const SIZES = { threads: 8, messages: 256, payloadBytes: 256 };
const FIRST_THREAD = { futex: 1, spin: 2, score: 3, oneWay: 4, await: 5 };
const RAW = { futex: 0, spin: 64, stop: 128 };
const IN_FLIGHT = 64;
/** What the head of a port holds until its owner has initialised it. */
const DEAD = -2;

/** Peers of the raw slots: word 0 counts requests, word 32 replies. */
const peers = {
  rawFutex({ raw }) {
    for (let n = 1; ; n++) {
      while (Atomics.load(raw, RAW.futex) < n) Atomics.wait(raw, RAW.futex, n - 1);
      Atomics.store(raw, RAW.futex + 32, n);
      Atomics.notify(raw, RAW.futex + 32);
    }
  },
  /** Spins only while it is asked to: a spinning peer would slow down the others. */
  rawSpin({ raw }) {
    for (;;) {
      Atomics.wait(raw, RAW.stop, 0);
      let n = Atomics.load(raw, RAW.spin + 32);
      while (Atomics.load(raw, RAW.stop) === 1) {
        if (Atomics.load(raw, RAW.spin) === n) continue;
        n++;
        Atomics.store(raw, RAW.spin + 32, n);
      }
    }
  },
  server({ buffer, thread, budget }) {
    const t = attach(buffer, { thread, waiting: new ScorePolicy(budget) });
    for (;;) t.replymsg(t.waitport(thread), 0);
  },
  echo() {
    parentPort.on('message', (message) => parentPort.postMessage(message));
  },
};

if (!isMainThread) peers[workerData.peer](workerData);
else await main();

async function main() {
  const rounds = Number(process.argv[2] ?? 25);
  const buffer = createSystem(SIZES);
  const raw = new Int32Array(new SharedArrayBuffer(4 * 256));
  const workers = ['rawFutex', 'rawSpin', 'echo'].map((peer) => start({ peer, raw }));
  const budgets = { futex: 0, spin: 100_000, score: 10_000, oneWay: 10_000, await: 10_000 };
  for (const [name, budget] of Object.entries(budgets))
    workers.push(start({ peer: 'server', buffer, thread: FIRST_THREAD[name], budget }));
  const threads = Object.fromEntries(
    [
      ['futex', 0],
      ['spin', 6],
      ['score', 7],
    ].map(([name, thread]) => [name, attach(buffer, { thread, waiting: new ScorePolicy(budgets[name]) })]),
  );
  for (const thread of Object.values(threads))
    for (let i = 0; i < 80; i++) thread.initmsg(thread.id === 0 ? i : thread.id * 80 - 400 + i);
  const live = (port) => threads.score.memory.load(threads.score.layout.port(port)) !== DEAD;
  while (!Object.values(FIRST_THREAD).every(live)) await new Promise((resolve) => setTimeout(resolve, 10));
  const variants = [
    ...crossing(raw, threads),
    ...inThread(threads.score),
    ...(await events(threads.score, workers[2])),
  ];
  const samples = await interleaved(variants, rounds);
  report(variants, samples);
  for (const worker of workers) worker.terminate();
}

function start(data) {
  return new Worker(new URL(import.meta.url), { workerData: data });
}

/** Round trips to another thread, back to back, and one-way sends. */
function crossing(raw, { futex, spin, score }) {
  const domsg = (name, thread, message) => ({
    name,
    run: (count) => {
      for (let i = 0; i < count; i++) thread.domsg(FIRST_THREAD[name.split(' ')[1]], message);
    },
  });
  let n = 0;
  const rawFutex = (count) => {
    for (let i = 0; i < count; i++) {
      n++;
      Atomics.store(raw, RAW.futex, n);
      Atomics.notify(raw, RAW.futex);
      while (Atomics.load(raw, RAW.futex + 32) < n) Atomics.wait(raw, RAW.futex + 32, n - 1);
    }
  };
  let s = 0;
  const rawSpin = (count) => {
    Atomics.store(raw, RAW.stop, 1);
    Atomics.notify(raw, RAW.stop);
    for (let i = 0; i < count; i++) {
      s++;
      Atomics.store(raw, RAW.spin, s);
      while (Atomics.load(raw, RAW.spin + 32) !== s);
    }
    Atomics.store(raw, RAW.stop, 0);
  };
  return [
    { name: 'raw futex slot', run: rawFutex },
    { ...domsg('domsg futex (never spins)', futex, 0), over: 'raw futex slot' },
    { name: 'raw spin slot', run: rawSpin },
    { ...domsg('domsg spin (10 times the budget)', spin, 80), over: 'raw spin slot' },
    { ...domsg('domsg score (default)', score, 160), over: 'raw spin slot' },
    { name: 'sendmsg and reply, 64 in flight, per message', run: (count) => flight(score, FIRST_THREAD.oneWay, count) },
  ];
}

/** Keeps messages in flight; each comes back once per trip. */
function flight(thread, port, count) {
  const base = thread.id * 80 - 400;
  let sent = 0;
  for (; sent < IN_FLIGHT && sent < count; sent++) thread.sendmsg(port, base + sent);
  for (let back = 0; back < count; back++) {
    const message = thread.waitport(thread.id);
    if (sent++ < count) thread.sendmsg(port, message);
  }
}

/** Completed by the begin function, in the caller: the best case. Called through a table, so that nothing is inlined away. */
function inThread(thread) {
  const code = (_thread, _port, message) => message & 7;
  const table = [code, (_t, _p, m) => m & 3, (_t, _p, m) => m & 1, (_t, p) => p & 1, () => 0];
  thread.setbegin(FIRST_THREAD.futex, code);
  let sum = 0;
  return [
    {
      name: 'plain call through a table',
      run: (count) => {
        for (let i = 0; i < count; i++) sum += table[i % 5](thread, 1, 161);
        return sum;
      },
    },
    {
      name: 'domsg completed by its begin function',
      run: (count) => {
        for (let i = 0; i < count; i++) sum += thread.domsg(FIRST_THREAD.futex, 161);
        return sum;
      },
      over: 'plain call through a table',
    },
    {
      name: 'sendmsg to oneself, getport, replymsg, waitmsg',
      run: (count) => {
        for (let i = 0; i < count; i++) {
          thread.sendmsg(thread.id, 161);
          thread.replymsg(thread.getport(thread.id), 0);
          sum += thread.waitmsg(161);
        }
      },
    },
  ];
}

/** From an event loop: awaits beside raw postMessage. */
async function events(thread, echo) {
  const loop = new EventLoop(thread);
  const base = thread.id * 80 - 400;
  const waiters = new Map();
  echo.on('message', ({ id }) => waiters.get(id)?.());
  const post = (id) =>
    new Promise((resolve) => {
      waiters.set(id, resolve);
      echo.postMessage({ id });
    });
  const ask = async (index) => {
    thread.sendmsg(FIRST_THREAD.await, base + index);
    return loop.waitmsg(base + index);
  };
  const together = (one, width) => async (count) => {
    let left = count;
    const chain = async (index) => {
      while (left-- > 0) await one(index);
    };
    await Promise.all(Array.from({ length: width }, (_, index) => chain(index)));
  };
  return [
    { name: 'postMessage and back, 1 in flight', run: together(post, 1) },
    { name: 'await waitmsg, 1 in flight', run: together(ask, 1), over: 'postMessage and back, 1 in flight' },
    { name: 'postMessage and back, 64 in flight', run: together(post, IN_FLIGHT) },
    { name: 'await waitmsg, 64 in flight', run: together(ask, IN_FLIGHT), over: 'postMessage and back, 64 in flight' },
  ];
}

/** Nanoseconds per operation: for each variant one sample a round, of about 4 ms, in alternating order. */
async function interleaved(variants, rounds) {
  const samples = variants.map(() => []);
  const counts = [];
  for (let pass = 0; pass < 2; pass++) for (const { run } of variants) await warm(run);
  for (const { run } of variants) {
    let count = 8;
    for (;;) {
      const ns = await timed(run, count);
      if (ns > 4e6 || count > 1e6) break;
      count *= 2;
    }
    counts.push(count);
  }
  for (let round = 0; round < rounds; round++) {
    const order = [...variants.keys()];
    if (round % 2 === 1) order.reverse();
    for (const at of order) samples[at].push((await timed(variants[at].run, counts[at])) / counts[at]);
  }
  return samples;
}

/** Until the engine has optimised it: a tenth of a second. */
async function warm(run) {
  for (let ns = 0; ns < 1e8; ) ns += await timed(run, 500);
}

async function timed(run, count) {
  const start = process.hrtime.bigint();
  await run(count);
  return Number(process.hrtime.bigint() - start);
}

function report(variants, samples) {
  const quantile = (list, q) => list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * q)];
  const medians = new Map(variants.map(({ name }, at) => [name, quantile(samples[at], 0.5)]));
  const show = (ns) => (ns < 1000 ? `${ns.toFixed(1)} ns` : `${(ns / 1000).toFixed(2)} us`).padStart(10);
  console.log(`${'per operation'.padEnd(50)}    median       p10   ratio of medians`);
  for (const [at, { name, over }] of variants.entries()) {
    const median = medians.get(name);
    const ratio = over === undefined ? '' : `   ${(median / medians.get(over)).toFixed(2)} x ${over}`;
    console.log(`${name.padEnd(50)}${show(median)}${show(quantile(samples[at], 0.1))}${ratio}`);
  }
}
