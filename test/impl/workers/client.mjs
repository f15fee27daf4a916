/**
 * Makes calls of every kind, in an order drawn from a seed, and checks each outcome. A step leaves all messages idle.
 *
 * Owns a built-in port, where replies come, and one more, to send to itself.
 */
import { deepStrictEqual, ok, strictEqual, throws } from 'node:assert/strict';
import { DONE, EASYNC, ECONNABORTED, NONE, REPLY } from '../../../dist/impl/index.js';
import {
  answer,
  BOUND,
  checkAnswer,
  codeOf,
  join,
  OP,
  randomOf,
  untilLive,
  untouched,
  writeRequest,
} from './protocol.mjs';

export function client(buffer, { thread, servers, ownPort, messages, steps, seed }) {
  const { t, words } = join(buffer, thread);
  const random = randomOf(seed);
  const mine = Array.from({ length: messages }, (_, index) => messages * thread + index);
  const sent = new Array(64).fill(0);
  const kinds = {};
  let n = 0;
  let aborted = 0;
  let queued = 0;

  for (const message of mine) t.initmsg(message);
  t.initport(ownPort);
  untilLive(t, servers);
  for (const port of servers) t.setbegin(port, begin);

  /** Decides per message, in this thread. */
  function begin(self, port, message) {
    const [, , op] = words(message);
    if (op === OP.THROW) throw new RangeError('from the begin function');
    if (op === OP.LEAK) return EASYNC;
    if (op === OP.COMPLETE) return answer(words(message));
    if (op === OP.REPLY) self.replymsg(message, answer(words(message)));
    else self.putport(port, message);
    return EASYNC;
  }

  const count = (kind, by = 1) => {
    kinds[kind] = (kinds[kind] ?? 0) + by;
  };
  const server = () => servers[random(servers.length)];
  /** Only the first server forwards. */
  const serverFor = (what) => (what === OP.FORWARD ? servers[0] : server());
  const op = (all) => all[random(all.length)];
  const write = (message, what) => {
    writeRequest(words(message), thread, n, what);
    sent[message - mine[0]] = n;
    if (what < OP.COMPLETE) queued++;
    return n++;
  };
  /** Back with its originator: the right code, or ECONNABORTED where that may be. */
  const check = (message, code, mayAbort = false) => {
    const number = sent[message - mine[0]];
    if (mayAbort && code === ECONNABORTED) {
      aborted++;
      queued--;
      ok(untouched(words(message)), 'an aborted message was served');
      return;
    }
    strictEqual(code, codeOf(thread, number));
    strictEqual(t.waitmsg(message), code, 'waitmsg again gives the same answer');
    checkAnswer(words(message), number);
  };
  const shuffled = (list) => {
    const all = list.slice();
    for (let i = all.length - 1; i > 0; i--) {
      const j = random(i + 1);
      [all[i], all[j]] = [all[j], all[i]];
    }
    return all;
  };

  const sync = () => {
    const message = mine[random(messages)];
    const what = op([OP.SERVE, OP.SERVE, OP.FORWARD, OP.COMPLETE, OP.REPLY]);
    write(message, what);
    check(message, t.domsg(serverFor(what), message));
    count('domsg');
  };
  const later = () => {
    const out = mine.slice(0, 1 + random(8)).map((message) => {
      const what = op([OP.SERVE, OP.FORWARD, OP.HOLD, OP.COMPLETE, OP.REPLY]);
      const number = write(message, what);
      const begun = t.beginmsg(serverFor(what), message);
      strictEqual(begun, what === OP.COMPLETE ? codeOf(thread, number) : EASYNC);
      return message;
    });
    for (const message of shuffled(out)) check(message, t.waitmsg(message, BOUND));
    count('beginmsg', out.length);
  };
  const burst = () => {
    const out = mine.slice(0, 1 + random(messages));
    for (const message of out) {
      const what = op([OP.SERVE, OP.SERVE, OP.FORWARD, OP.HOLD, OP.COMPLETE, OP.REPLY]);
      write(message, what);
      t.sendmsg(serverFor(what), message);
    }
    if (random(2) === 0) {
      for (const message of shuffled(out)) check(message, t.waitmsg(message, BOUND));
      count('sendmsg, waitmsg', out.length);
      return;
    }
    const back = new Set();
    while (back.size < out.length) {
      const message = random(4) === 0 ? t.getport(thread) : t.waitport(thread, BOUND);
      if (message === NONE) continue;
      strictEqual(t.flags(message) & (DONE | REPLY), DONE | REPLY);
      ok(!back.has(message), `message ${message} came back twice`);
      back.add(message);
      check(message, t.error(message));
    }
    deepStrictEqual(
      [...back].sort((a, b) => a - b),
      out,
    );
    count('sendmsg, waitport', out.length);
  };
  const inOrder = () => {
    const port = server();
    for (const message of mine) {
      write(message, OP.SERVE);
      t.sendmsg(port, message);
    }
    for (const message of mine) {
      strictEqual(t.waitport(thread, BOUND), message, 'replies of one server are in its order');
      check(message, t.error(message));
    }
    count('sendmsg, in order', messages);
  };
  const abort = () => {
    const out = mine.slice(0, 1 + random(16)).map((message) => {
      const what = op([OP.SERVE, OP.FORWARD, OP.HOLD]);
      const port = serverFor(what);
      write(message, what);
      if (random(2) === 0) t.sendmsg(port, message);
      else t.beginmsg(port, message);
      for (let i = random(200); i > 0; i--) t.memory.load(t.layout.port(port));
      if (random(4) !== 0) t.abortmsg(port, message);
      return message;
    });
    for (const message of shuffled(out)) check(message, t.waitmsg(message, BOUND), true);
    // The request belongs to that send: the next one of the same message starts clean (decision 3).
    write(out[0], OP.SERVE);
    check(out[0], t.domsg(server(), out[0]));
    count('abort', out.length + 1);
  };
  const toSelf = () => {
    const out = mine.slice(0, 1 + random(4));
    for (const message of out) {
      write(message, OP.COMPLETE);
      if (random(2) === 0) t.sendmsg(ownPort, message);
      else strictEqual(t.beginmsg(ownPort, message), EASYNC);
    }
    for (const message of out) {
      strictEqual(t.getport(ownPort), message, 'what one sends to oneself is there at once, in order');
      t.replymsg(message, answer(words(message)));
    }
    strictEqual(t.getport(ownPort), NONE);
    for (const message of shuffled(out)) check(message, t.waitmsg(message, BOUND));
    throws(() => t.domsg(ownPort, out[0]), { code: 'EDEADLK' });
    count('to self', out.length);
  };
  const refused = () => {
    const message = mine[random(messages)];
    for (const [what, error] of [
      [OP.THROW, { name: 'RangeError' }],
      [OP.LEAK, { code: 'EINVAL' }],
    ]) {
      write(message, what);
      const flags = t.flags(message);
      const call = ['domsg', 'sendmsg', 'beginmsg'][random(3)];
      throws(() => t[call](server(), message), error);
      strictEqual(t.flags(message), flags, 'the message is idle, as it was');
    }
    count('refused', 2);
  };

  const all = [sync, sync, sync, later, burst, burst, inOrder, abort, toSelf, refused];
  for (let step = 0; step < steps; step++) all[random(all.length)]();
  for (const port of servers) {
    writeRequest(words(mine[0]), thread, n++, OP.STOP);
    strictEqual(t.domsg(port, mine[0], BOUND), 0);
  }
  return { thread, kinds, queued, aborted };
}
