// A state of the model and of its observer as a few 32-bit words, and back: what the exploration stores and compares.
//
// Nothing is hashed away: two states have the same words exactly if they are the same. A value that has no place in
// its word (only a mutated model makes one) is reported, not cut off.
import type { Call, CallName, Configuration, Message, Observed, Observer, Place, State } from '../../model/index.ts';
import { NONE } from '../../model/index.ts';

/** At most so many messages; ports and threads at most 7. */
const MAX_MESSAGES = 4;
const CALLS_IN_A_WORD = 3;

const PLACES: readonly Place[] = ['idle', 'begun', 'sent', 'queued', 'taken', 'answered', 'returning', 'parked'];
const CALL_NAMES: readonly CallName[] = ['domsg', 'sendmsg', 'beginmsg', 'forwardmsg', 'waitmsg', 'waitport'];

const indexOf = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(names.map((name, index) => [name, index]));
const PLACE_INDEX = indexOf(PLACES);
const CALL_INDEX = indexOf(CALL_NAMES);

/** All calls there are, made once: states share them, and no effect changes one. Index: the 9 bits of a packed call. */
const CALLS: readonly Call[] = Array.from({ length: 1 << 9 }, (_, bits) => ({
  name: CALL_NAMES[(bits & 7) - 1] ?? 'waitport',
  port: ((bits >> 3) & 7) - 1,
  message: (bits >> 6) - 1,
}));

/** A state and its observer, to be overwritten again and again. */
export interface Observation {
  readonly state: State;
  readonly observer: Observer;
}

export class Packing {
  /** 32-bit words of a packed state. */
  readonly length: number;
  private readonly callWords: number;

  /**
   * @param depth the most calls that a thread is ever inside
   */
  constructor(configuration: Configuration, depth: number) {
    const { originators, owners, threads } = configuration;
    if (originators.length > MAX_MESSAGES || owners.length > 7 || threads > 7)
      throw new RangeError(`a packed state has room for ${MAX_MESSAGES} messages, 7 ports and 7 threads`);
    this.callWords = Math.ceil(depth / CALLS_IN_A_WORD);
    this.length = originators.length * 2 + owners.length + threads * this.callWords;
  }

  /** Writes the words; false if some value has no room, and then the words mean nothing. */
  pack({ state, observer }: Observation, words: Int32Array): boolean {
    let at = 0;
    let fits = true;
    for (const message of state.messages) {
      const word = packMessage(message);
      fits = fits && word >= 0;
      words[at++] = word;
    }
    for (const seen of observer)
      words[at++] =
        (seen.code + 1) |
        (seen.asynchronous ? 0x100 : 0) |
        (seen.owed ? 0x200 : 0) |
        (seen.abortAsked ? 0x400 : 0) |
        (seen.ahead << 11);
    for (const { queue, transit } of state.ports) {
      fits = fits && queue.length <= MAX_MESSAGES && transit.length <= MAX_MESSAGES;
      words[at++] = packList(queue) | (packList(transit) << 16);
    }
    for (const { calls } of state.threads) {
      fits = fits && calls.length <= this.callWords * CALLS_IN_A_WORD;
      for (let word = 0; word < this.callWords; word += 1) words[at++] = packCalls(calls, word * CALLS_IN_A_WORD);
    }
    return fits;
  }

  /** Overwrites `into` by the state whose words begin at `offset`. */
  unpack(words: Int32Array, offset: number, { state, observer }: Observation): void {
    let at = offset;
    for (const message of state.messages) unpackMessage(words[at++] as number, message);
    for (const seen of observer) unpackObserved(words[at++] as number, seen);
    for (const port of state.ports) {
      const word = words[at++] as number;
      unpackList(word & 0xffff, port.queue);
      unpackList(word >>> 16, port.transit);
    }
    for (const { calls } of state.threads) {
      let length = 0;
      for (let word = 0; word < this.callWords; word += 1) length = unpackCalls(words[at++] as number, calls, length);
      cut(calls, length);
    }
  }
}

/** Negative if a value has no room. */
function packMessage({ flags, place, holder, at, replyPort, abortRequest, error }: Message): number {
  const small = flags | ((holder + 1) << 1) | ((at + 1) << 1) | ((replyPort + 1) << 1);
  if ((small & ~15) !== 0 || (error & ~127) !== 0) return -1;
  return (
    flags |
    ((PLACE_INDEX[place] as number) << 4) |
    ((holder + 1) << 7) |
    ((at + 1) << 10) |
    ((replyPort + 1) << 13) |
    (abortRequest ? 1 << 16 : 0) |
    (error << 17)
  );
}

function unpackMessage(word: number, message: Message): void {
  message.flags = word & 15;
  message.place = PLACES[(word >> 4) & 7] as Place;
  message.holder = ((word >> 7) & 7) - 1;
  message.at = ((word >> 10) & 7) - 1;
  message.replyPort = ((word >> 13) & 7) - 1;
  message.abortRequest = (word & (1 << 16)) !== 0;
  message.error = word >> 17;
}

function unpackObserved(word: number, seen: Observed): void {
  seen.code = (word & 0xff) - 1;
  seen.asynchronous = (word & 0x100) !== 0;
  seen.owed = (word & 0x200) !== 0;
  seen.abortAsked = (word & 0x400) !== 0;
  seen.ahead = word >> 11;
}

/** Four bits an entry, 0 for none. */
function packList(list: readonly number[]): number {
  let word = 0;
  for (let index = list.length - 1; index >= 0; index -= 1) word = (word << 4) | ((list[index] as number) + 1);
  return word;
}

function unpackList(word: number, list: number[]): void {
  let length = 0;
  for (let rest = word; rest !== 0; rest >>= 4) put(list, length++, (rest & 15) - 1);
  cut(list, length);
}

function packCalls(calls: readonly Call[], from: number): number {
  let word = 0;
  for (let index = Math.min(calls.length, from + CALLS_IN_A_WORD) - 1; index >= from; index -= 1) {
    const { name, port, message } = calls[index] as Call;
    word = (word << 9) | ((CALL_INDEX[name] as number) + 1) | ((port + 1) << 3) | ((message + 1) << 6);
  }
  return word;
}

function unpackCalls(word: number, calls: Call[], from: number): number {
  let length = from;
  for (let rest = word; rest !== 0; rest >>>= 9) put(calls, length++, CALLS[rest & 511] as Call);
  return length;
}

// Lists are overwritten in place: to empty one and fill it again would allocate at every step.

function put<T>(list: T[], index: number, entry: T): void {
  if (index < list.length) list[index] = entry;
  else list.push(entry);
}

function cut<T>(list: T[], length: number): void {
  while (list.length > length) list.pop();
}

/** Overwrites `into` by `from`, which it shares nothing with but calls. */
export function overwrite(into: Observation, from: Observation): void {
  for (let id = 0; id < from.state.messages.length; id += 1) {
    overwriteMessage(into.state.messages[id] as Message, from.state.messages[id] as Message);
    overwriteObserved(into.observer[id] as Observed, from.observer[id] as Observed);
  }
  for (let port = 0; port < from.state.ports.length; port += 1) {
    const [to, source] = [into.state.ports[port], from.state.ports[port]];
    if (to === undefined || source === undefined) continue;
    overwriteList(to.queue, source.queue);
    overwriteList(to.transit, source.transit);
  }
  for (let thread = 0; thread < from.state.threads.length; thread += 1)
    overwriteList(into.state.threads[thread]?.calls ?? [], from.state.threads[thread]?.calls ?? []);
}

function overwriteMessage(into: Message, from: Message): void {
  into.flags = from.flags;
  into.place = from.place;
  into.holder = from.holder;
  into.at = from.at;
  into.replyPort = from.replyPort;
  into.abortRequest = from.abortRequest;
  into.error = from.error;
}

function overwriteObserved(into: Observed, from: Observed): void {
  into.code = from.code;
  into.asynchronous = from.asynchronous;
  into.owed = from.owed;
  into.abortAsked = from.abortAsked;
  into.ahead = from.ahead;
}

function overwriteList<T>(into: T[], from: readonly T[]): void {
  for (let index = 0; index < from.length; index += 1) put(into, index, from[index] as T);
  cut(into, from.length);
}

/** The observation's words as one number, for the store. */
export function hashOf(words: Int32Array): number {
  let hash = 0;
  for (let index = 0; index < words.length; index += 1) {
    hash = Math.imul(hash ^ (words[index] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** Room for one observation of this configuration. */
export function blank(configuration: Configuration): Observation {
  const message = (): Message => ({
    flags: 0,
    place: 'idle',
    holder: NONE,
    at: NONE,
    replyPort: NONE,
    abortRequest: false,
    error: 0,
  });
  const seen = (): Observed => ({ code: 0, asynchronous: false, owed: false, abortAsked: false, ahead: 0 });
  return {
    state: {
      messages: configuration.originators.map(message),
      ports: configuration.owners.map(() => ({ queue: [], transit: [] })),
      threads: Array.from({ length: configuration.threads }, () => ({ calls: [] })),
    },
    observer: configuration.originators.map(seen),
  };
}
