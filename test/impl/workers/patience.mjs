/** Roles for waits that end early, and for waits that do not block. */
import { ok, strictEqual, throws } from 'node:assert/strict';
import { parentPort } from 'node:worker_threads';
import { EventLoop, REPLY } from '../../../dist/impl/index.js';
import { answer, BOUND, checkAnswer, codeOf, join, OP, readRequest, untilLive, writeRequest } from './protocol.mjs';

/** Payload word 0 of a message for the withholder. */
const KEEP = 0;
const LET_GO = 1;
const END = 2;

/** Replies nothing until it is told to let go; then 1, or 2 for what was asked to be aborted, in the order it was sent. */
export function withholder(buffer, { thread }) {
  const { t, words } = join(buffer, thread);
  const kept = [];
  for (;;) {
    const message = t.waitport(thread, BOUND);
    const [what] = words(message);
    if (what === KEEP) kept.push(message);
    else {
      for (const one of kept.splice(0)) t.replymsg(one, t.abortRequested(one) ? 2 : 1);
      t.replymsg(message, 0);
      if (what === END) return 'ended';
    }
  }
}

/** Gives up waiting in every way there is; each time the message is still out, and fine when it comes back. */
export function timedClient(buffer, { thread, to }) {
  const { t, words } = join(buffer, thread);
  const SHORT = 5;
  const [kept, go] = [0, 1];
  t.initmsg(kept);
  t.initmsg(go);
  untilLive(t, [to]);
  const tell = (what) => {
    words(go)[0] = what;
    strictEqual(t.domsg(to, go, BOUND), 0);
  };
  const late = { code: 'ETIMEDOUT' };
  const stillOut = () => {
    for (const call of ['domsg', 'sendmsg', 'beginmsg']) throws(() => t[call](to, kept), { code: 'EBUSY' });
    throws(() => t.initmsg(kept), { code: 'EBUSY' });
    throws(() => t.flags(kept), { code: 'EPERM' });
    ok(!t.isDone(kept));
  };
  for (let round = 0; round < 3; round++) {
    words(kept)[0] = KEEP;
    throws(() => t.domsg(to, kept, SHORT), late);
    stillOut();
    throws(() => t.waitmsg(kept, 0), late);
    tell(LET_GO);
    ok(t.isDone(kept));
    strictEqual(t.waitmsg(kept, 0), 1);

    strictEqual(t.beginmsg(to, kept), 99);
    throws(() => t.waitmsg(kept, SHORT), late);
    stillOut();
    t.abortmsg(to, kept);
    tell(LET_GO);
    strictEqual(t.waitmsg(kept, SHORT), 2, 'a target sees the abort request of what it has taken');

    t.sendmsg(to, kept);
    throws(() => t.waitmsg(kept, SHORT), late);
    throws(() => t.waitport(thread, SHORT), late);
    stillOut();
    tell(LET_GO);
    strictEqual(t.waitport(thread, BOUND), kept);
    strictEqual(t.error(kept), 1, 'the abort request did not outlive its send');
    strictEqual(t.flags(kept) & REPLY, REPLY);
  }
  tell(END);
  return 'patient';
}

/**
 * Serves without blocking: SERVE at once, FORWARD to a backend, and for HOLD a question of its own to the backend, whose
 * reply comes to the same port as the requests. Meanwhile it answers 'ping' from its parent.
 */
export async function asyncServer(buffer, { thread, clients, backend, messages }) {
  const { t, words } = join(buffer, thread);
  const loop = new EventLoop(t);
  const idle = Array.from({ length: messages }, (_, index) => messages * thread + index);
  for (const message of idle) t.initmsg(message);
  untilLive(t, [backend]);
  parentPort.on('message', () => parentPort.postMessage({ note: 'pong' }));
  const served = {};
  const asking = new Set();
  let n = 0;
  let stops = 0;

  const reply = (message) => {
    const [client] = words(message);
    served[client] = (served[client] ?? 0) + 1;
    t.replymsg(message, answer(words(message)));
  };
  const ask = async (request) => {
    const message = idle.pop();
    const number = n++;
    writeRequest(words(message), thread, number, OP.SERVE);
    if (number % 2 === 0) t.sendmsg(backend, message);
    else t.beginmsg(backend, message);
    strictEqual(await loop.waitmsg(message, { timeoutMs: BOUND }), codeOf(thread, number));
    checkAnswer(words(message), number);
    idle.push(message);
    reply(request);
  };
  let taken = 0;
  for await (const message of loop.messages(thread)) {
    taken++;
    if (taken === 1000) parentPort.postMessage({ note: 'busy' });
    strictEqual(t.flags(message) & REPLY, 0, 'awaited replies do not come to the loop');
    const { op } = readRequest(words(message));
    if (op === OP.STOP) {
      stops++;
      await Promise.all(asking);
      t.replymsg(message, 0);
      if (stops === clients) break;
    } else if (op === OP.FORWARD) t.forwardmsg(backend, message);
    else if (op === OP.HOLD && idle.length > 0) {
      const asked = ask(message);
      asking.add(asked);
      asked.then(() => asking.delete(asked));
    } else reply(message);
  }
  writeRequest(words(idle[0]), thread, n++, OP.STOP);
  strictEqual(await loop.domsg(backend, idle[0], { timeoutMs: BOUND }), 0);
  parentPort.removeAllListeners('message');
  return { served, asked: n - 1 };
}
