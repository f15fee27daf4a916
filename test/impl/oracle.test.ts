/**
 * Calls of three threads, one after the other in one thread, against a naive account of where every message is.
 *
 * The account keeps whole objects in arrays, and finds a message by looking everywhere. It knows nothing of words, marks or
 * standings, so it does not share a mistake with the implementation.
 */
import { expect, test } from 'vitest';
import { checkOwner } from '../../impl/checks.ts';
import {
  ASYNC,
  attach,
  createSystem,
  DONE,
  EASYNC,
  ECONNABORTED,
  NONE,
  QUEUED,
  REPLY,
  type Thread,
} from '../../impl/index.ts';

const THREADS = 3;
const PORTS = 5;
const PER_THREAD = 4;
const STEPS = 150_000;

interface Letter {
  readonly id: number;
  readonly from: number;
  readonly synchronous: boolean;
  abort: boolean;
  code: number | undefined;
}

class Account {
  /** On its way to each port, and on its list. */
  readonly transit: Letter[][] = Array.from({ length: PORTS }, () => []);
  readonly lists: Letter[][] = Array.from({ length: PORTS }, () => []);
  /** In the hands of each thread. */
  readonly held: Letter[][] = Array.from({ length: THREADS }, () => []);
  /** The latest code of each message, and how it came back: as a reply or not. */
  readonly codes: number[] = new Array(THREADS * PER_THREAD).fill(0);
  readonly flags: number[] = new Array(THREADS * PER_THREAD).fill(DONE);
  /** What is out, by message. */
  readonly out = new Map<number, Letter>();

  put(thread: number, port: number, letter: Letter): void {
    (ownerOf(port) === thread ? this.lists : this.transit)[port]?.push(letter);
  }

  reply(thread: number, letter: Letter, code: number): void {
    letter.code = code;
    if (!letter.synchronous) this.put(thread, letter.from, letter);
  }

  /** Takes in what is in transit. */
  arrive(port: number): void {
    this.lists[port]?.push(...(this.transit[port]?.splice(0) ?? []));
  }

  /** What getport gives. */
  take(thread: number, port: number): number {
    for (let attempt = 0; attempt < 2; attempt++) {
      const list = this.lists[port] ?? [];
      for (let letter = list.shift(); letter !== undefined; letter = list.shift()) {
        if (letter.code !== undefined) {
          this.collect(letter);
          return letter.id;
        }
        if (letter.abort) this.reply(thread, letter, ECONNABORTED);
        else {
          this.held[thread]?.push(letter);
          return letter.id;
        }
      }
      this.arrive(port);
    }
    return NONE;
  }

  /** It is back. */
  collect(letter: Letter): void {
    this.codes[letter.id] = letter.code ?? 0;
    this.flags[letter.id] = DONE | (letter.synchronous ? 0 : ASYNC | REPLY);
    this.out.delete(letter.id);
    for (const list of this.lists) if (list.includes(letter)) list.splice(list.indexOf(letter), 1);
  }

  /** The abort of what is on a port of the thread's own is honoured at once. */
  abort(thread: number, port: number, letter: Letter): void {
    const parked = this.lists[thread]?.includes(letter) === true && letter.code !== undefined;
    letter.abort = true;
    if (parked || ownerOf(port) !== thread) return;
    this.arrive(port);
    const list = this.lists[port] ?? [];
    if (!list.includes(letter) || letter.code !== undefined) return;
    list.splice(list.indexOf(letter), 1);
    this.reply(thread, letter, ECONNABORTED);
  }
}

function ownerOf(port: number): number {
  return port % THREADS;
}

function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % below;
  };
}

/** Whether the thread may look at the message. */
function mayLook(thread: Thread, message: number): boolean {
  try {
    checkOwner(thread, 'test', message);
    return true;
  } catch {
    return false;
  }
}

test.each([1, 2])('%i: every outcome is that of the naive account', (seed) => {
  const pick = random(seed);
  const buffer = createSystem({ threads: THREADS, ports: PORTS, messages: THREADS * PER_THREAD });
  const threads = Array.from({ length: THREADS }, (_, thread) => attach(buffer, { thread }));
  for (let port = THREADS; port < PORTS; port++) threads[ownerOf(port)]?.initport(port);
  const account = new Account();
  const counts: Record<string, number> = {};

  for (const thread of threads) {
    for (let n = 0; n < PER_THREAD; n++) thread.initmsg(thread.id * PER_THREAD + n);
  }
  for (let step = 0; step < STEPS; step++) {
    const id = pick(THREADS);
    const thread = threads[id] as Thread;
    const message = id * PER_THREAD + pick(PER_THREAD);
    const port = pick(PORTS);
    const code = pick(1000) + 100;
    const letter = account.out.get(message);
    const held = account.held[id] ?? [];
    const did = pick(8);
    if (did <= 1 && letter === undefined) {
      const synchronous = did === 0;
      const sent: Letter = { id: message, from: id, synchronous, abort: false, code: undefined };
      if (synchronous) expect(thread.beginmsg(port, message)).toBe(EASYNC);
      else thread.sendmsg(port, message);
      account.out.set(message, sent);
      account.put(id, port, sent);
    } else if (did === 2 && ownerOf(port) === id) {
      expect(thread.getport(port)).toBe(account.take(id, port));
    } else if (did === 3 && held.length > 0) {
      const [given] = held.splice(pick(held.length), 1) as [Letter];
      thread.replymsg(given.id, code);
      account.reply(id, given, code);
    } else if (did === 4 && held.length > 0) {
      const [given] = held.splice(pick(held.length), 1) as [Letter];
      expect(thread.abortRequested(given.id)).toBe(given.abort);
      expect(thread.forwardmsg(port, given.id)).toBe(EASYNC);
      account.put(id, port, given);
    } else if (did === 5) {
      const back = letter === undefined || letter.code !== undefined;
      expect(thread.isDone(message)).toBe(back);
      const parked = letter?.code !== undefined && account.lists[id]?.includes(letter) === true;
      if (letter?.synchronous === false && !parked) account.arrive(id);
      if (back && letter !== undefined) account.collect(letter);
      if (back) expect(thread.waitmsg(message)).toBe(account.codes[message]);
    } else if (did === 6 && letter !== undefined) {
      thread.abortmsg(port, message);
      account.abort(id, port, letter);
    } else if (did === 7 && mayLook(thread, message)) {
      const queued = letter?.code !== undefined && account.lists[id]?.includes(letter) === true;
      const flags = queued ? DONE | REPLY | ASYNC | QUEUED : (account.flags[message] ?? 0);
      if (letter === undefined || queued) expect(thread.flags(message)).toBe(flags);
      if (letter === undefined) expect(thread.error(message)).toBe(account.codes[message]);
    } else continue;
    counts[did] = (counts[did] ?? 0) + 1;
  }
  expect(Object.keys(counts)).toHaveLength(8);
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(STEPS / 500);
});
