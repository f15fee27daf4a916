/** Roles for a client that asks again and again, and a server that waits for it in every way. */
import { strictEqual } from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EventLoop } from '../../../dist/impl/index.js';
import { answer, BOUND, checkAnswer, codeOf, join, OP, readRequest, untilLive, writeRequest } from './protocol.mjs';

/** Without time limits, as only such a domsg is direct: the test has its bound. */
export function caller(buffer, { thread, to, messages, calls }) {
  const { t, words } = join(buffer, thread);
  const [asked, sent] = messages;
  for (const message of messages) t.initmsg(message);
  untilLive(t, [to]);
  let n = 0;
  const write = (message) => writeRequest(words(message), thread, n++, OP.SERVE);
  const check = (message, code) => {
    const at = words(message)[1];
    strictEqual(code, codeOf(thread, at));
    checkAnswer(words(message), at);
  };
  for (let call = 0; call < calls; call++) {
    const isBehind = call % 5 === 0;
    if (isBehind) {
      write(sent);
      t.sendmsg(to, sent);
    }
    write(asked);
    check(asked, t.domsg(to, asked));
    if (isBehind) check(sent, t.waitmsg(sent, BOUND));
  }
  return n;
}

/** Serves so many requests: some waiting for each, some with `await`, some in turn while an `await` is pending. */
export async function switching(buffer, { thread, requests, turn }) {
  const { t, words } = join(buffer, thread);
  const loop = new EventLoop(t);
  const last = [];
  let left = requests;
  const serve = (message) => {
    const { client, n } = readRequest(words(message));
    strictEqual(n, (last[client] ?? -1) + 1, `a request of client ${client} is out of order`);
    last[client] = n;
    t.replymsg(message, answer(words(message)));
    left--;
  };
  const limit = { timeoutMs: BOUND };
  while (left > 0) {
    for (let n = 0; n < turn && left > 0; n++) serve(t.waitport(thread, BOUND));
    for (let n = 0; n < turn && left > 0; n++) serve(await loop.waitport(thread, limit));
    for (let n = 0; n < turn && left > 1; n++) {
      let came;
      const pending = loop.waitport(thread, limit).then((message) => (came = message));
      await nextTurn();
      if (came === undefined) serve(t.waitport(thread, BOUND));
      serve(await pending);
    }
    for (let n = 0; n < turn && left > 0; ) {
      const message = t.getport(thread);
      if (message < 0) continue;
      serve(message);
      n++;
    }
  }
  return last;
}
