/** Takes requests until every client has said STOP. Checks order and payload of each; counts them. */
import { ok, strictEqual } from 'node:assert/strict';
import { EASYNC, NONE } from '../../../dist/impl/index.js';
import { answer, BOUND, join, OP, readRequest } from './protocol.mjs';

export function server(buffer, { thread, clients, forwardTo }) {
  const { t, words } = join(buffer, thread);
  const served = {};
  const last = new Map();
  let held = NONE;
  let stops = 0;

  const reply = (message) => {
    const [client] = words(message);
    served[client] = (served[client] ?? 0) + 1;
    t.replymsg(message, answer(words(message)));
  };
  const release = () => {
    if (held === NONE) return;
    const message = held;
    held = NONE;
    reply(message);
  };
  while (stops < clients) {
    const message = held === NONE ? t.waitport(thread, BOUND) : t.getport(thread);
    if (message === NONE) {
      release();
      continue;
    }
    strictEqual(t.flags(message) & ~1, 0, 'a request that was taken has no flag but perhaps ASYNC');
    const { client, n, op } = readRequest(words(message));
    // What came by way of another server is a stream of its own: it took a longer way (C13).
    const forwarded = op === OP.FORWARD && forwardTo === undefined;
    const stream = client * 2 + (forwarded ? 1 : 0);
    ok(n > (last.get(stream) ?? -1), `request ${n} of client ${client} came after ${last.get(stream)}`);
    last.set(stream, n);
    if (op === OP.STOP) {
      release();
      stops++;
      t.replymsg(message, 0);
    } else if (op === OP.FORWARD && forwardTo !== undefined) {
      strictEqual(t.forwardmsg(forwardTo, message), EASYNC);
    } else if (op === OP.HOLD) {
      release();
      held = message;
    } else {
      reply(message);
    }
  }
  return { served };
}
