/**
 * The two waits: for a synchronous reply, on the message's state word; for an arrival, on the head of a port of one's own.
 *
 * Both are predicate loops. A notify that was meant for an earlier life of the message may wake its next one:
 *
 *   target: or DONE, sees the sleep mark     the loop then finds
 *   originator: wakes by itself, sends the   DONE clear, and goes
 *   same message again, marks, sleeps        back to sleep
 *   target: notify, of the old reply
 *
 * A time-out leaves the sleep mark where it is. That costs one notify that wakes nobody; to take the mark away would cost
 * an `await` of the same thread, which sleeps on the same word, its wake-up.
 */
import type { Self } from './delivery.ts';
import { beWilling, DIRECT, directTo, watchWord, withdraw } from './watch.ts';
import * as WORDS from './words.ts';

const { EMPTY, MESSAGE, NONE, PORT, SLEEPING, STATE } = WORDS;

/** How to wait: whether to spin before going to sleep, and what the time is. */
export interface Waiting {
  /** How often to look before going to sleep. A site is a place that waits: a target port, or a port of one's own. */
  attempts(site: number): number;
  /**
   * Told after each wait with attempts whether looking was enough; but of what was there at the first look nothing. That says
   * nothing of whether looking pays: on one core the peer may have run in the middle of our waking it.
   */
  learn(site: number, enough: boolean): void;
  /** Milliseconds, for time-outs; asked only while one is set. */
  now(): number;
}

/** No deadline. */
const NEVER = Number.POSITIVE_INFINITY;

/** When a wait that starts now and lasts `timeoutMs` is over. */
export function deadlineOf(waiting: Waiting, timeoutMs: number): number {
  return timeoutMs === NEVER ? NEVER : waiting.now() + timeoutMs;
}

/** Waits until a synchronous message is DONE. Returns false if the deadline comes before. */
export function awaitDone(self: Self, waiting: Waiting, message: number, site: number, deadline: number): boolean {
  const { memory } = self;
  const state = self.layout.message(message) + MESSAGE.state;
  const attempts = waiting.attempts(site);
  for (let n = attempts; n > 0; n--) {
    if (memory.test(state, STATE.done)) {
      if (n < attempts) waiting.learn(site, true);
      return true;
    }
  }
  if (attempts > 0) waiting.learn(site, false);
  // The mark and DONE share the word: whoever comes second sees the other.
  let old = memory.or(state, STATE.sleeping);
  while ((old & STATE.done) === 0) {
    if (sleep(self, waiting, state, old | STATE.sleeping, deadline) === 'timed-out')
      return memory.test(state, STATE.done);
    old = memory.load(state);
  }
  return true;
}

/** Waits until something comes to a port of one's own. Returns what `glance` would, EMPTY if the deadline comes before. */
export function awaitArrival(self: Self, waiting: Waiting, port: number, deadline: number): number {
  const { memory } = self;
  const head = self.layout.port(port) + PORT.head;
  const attempts = waiting.attempts(port);
  const watch = watchWord(self, port);
  const direct = directTo(port);
  for (let n = attempts; n > 0; n--) {
    if (watch !== NONE && memory.load(watch) === direct) {
      if (n < attempts) waiting.learn(port, true);
      return DIRECT;
    }
    const seen = memory.load(head);
    if (seen > EMPTY) {
      if (n < attempts) waiting.learn(port, true);
      beWilling(self, port);
      return seen;
    }
  }
  if (attempts > 0) waiting.learn(port, false);
  if (!withdraw(self, port)) return DIRECT;
  let seen = memory.compareExchange(head, EMPTY, SLEEPING);
  while (seen <= EMPTY) {
    const slept = sleep(self, waiting, head, SLEEPING, deadline);
    seen = memory.load(head);
    if (slept === 'timed-out') return Math.max(seen, EMPTY);
  }
  return seen;
}

function sleep(
  self: Self,
  waiting: Waiting,
  word: number,
  value: number,
  deadline: number,
): 'ok' | 'not-equal' | 'timed-out' {
  if (deadline === NEVER) return self.memory.wait(word, value);
  return self.memory.wait(word, value, Math.max(0, deadline - waiting.now()));
}
