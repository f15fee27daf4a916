// A raw slot with our policy of waiting: one request and one reply at a time, a number each, and nothing else. The floor of
// a `domsg`. The number lies beside a word that tells whether it is there.
//
// The word is 0 (nothing), 1 (something), or -1: whoever waits for it sleeps, and is to be woken.

export const SLOT = { request: 0, reply: 32, go: 64 };

export function callSlot(words, waiting, number) {
  words[SLOT.request + 1] = number;
  put(words, SLOT.request);
  take(words, SLOT.reply, waiting);
  return words[SLOT.reply + 1];
}

export function answerSlot(words, waiting) {
  take(words, SLOT.request, waiting);
  words[SLOT.reply + 1] = words[SLOT.request + 1];
  put(words, SLOT.reply);
}

function put(words, at) {
  if (Atomics.exchange(words, at, 1) === -1) Atomics.notify(words, at);
}

function take(words, at, waiting) {
  const attempts = waiting.attempts(at);
  for (let n = attempts; n > 0; n -= 1) {
    if (Atomics.load(words, at) !== 1) continue;
    if (n < attempts) waiting.learn(at, true);
    Atomics.store(words, at, 0);
    return;
  }
  if (attempts > 0) waiting.learn(at, false);
  if (Atomics.compareExchange(words, at, 0, -1) === 0) {
    while (Atomics.load(words, at) === -1) Atomics.wait(words, at, -1);
  }
  Atomics.store(words, at, 0);
}

/** A count for somebody who may sleep, whether he does or not. */
export function announce(words, at, count) {
  Atomics.store(words, at, count);
  Atomics.notify(words, at);
}

/** Sleeps until a count has come so far. It grows by one at a time. */
export function awaitCount(words, at, count) {
  while (Atomics.load(words, at) < count) Atomics.wait(words, at, count - 1);
}
