/**
 * Where everything is in the shared words.
 *
 * header | ports | messages (header and payload) | links of the messages | for each thread, words that it alone reads and writes
 *
 * A sleeping or polling thread hammers the head of its port, so on a real machine ports and messages lie two cache
 * lines apart; a checker asks for the compact layout, which has the same words closer together.
 *
 * Links lie side by side. Who turns round what has come waits for each link before it knows the next message: sixteen links
 * come with one cache line, and the messages they name are fetched all at once. A fifth of the time of a message one way.
 */

import { MESSAGE, PORT } from './words.ts';

/** How much of everything a system has. */
export interface Sizes {
  /** Threads that may attach. Each has a built-in port with its number. */
  readonly threads: number;
  /** Ports in all, the built-in ones included; default: only those. */
  readonly ports?: number;
  readonly messages: number;
  /** Payload bytes of each message; default 0. */
  readonly payloadBytes?: number;
}

/** The first word of every system: tells a buffer of ours from any other. */
export const MAGIC = 0x6c776b74;

/** Words of the system header. */
export const HEADER = { magic: 0, threads: 1, ports: 2, messages: 3, payloadBytes: 4, attached: 8 } as const;
const HEADER_WORDS = HEADER.attached;

/** Computes the index of every word of a system from its sizes. The same sizes give the same layout in every thread. */
export class Layout {
  readonly threads: number;
  readonly ports: number;
  readonly messages: number;
  readonly payloadBytes: number;
  /** Words in all. */
  readonly words: number;
  readonly #portStride: number;
  readonly #portBase: number;
  readonly #messageStride: number;
  readonly #messageBase: number;
  readonly #linkBase: number;
  readonly #linkStride: number;
  readonly #threadStride: number;
  readonly #threadBase: number;

  /** @param spacing words that neighbouring ports and messages keep apart; 1 for the compact layout */
  constructor(sizes: Sizes, spacing: number = 32) {
    this.threads = atLeast('threads', sizes.threads, 1);
    this.ports = atLeast('ports', sizes.ports ?? sizes.threads, sizes.threads);
    this.messages = atLeast('messages', sizes.messages, 1);
    this.payloadBytes = atLeast('payloadBytes', sizes.payloadBytes ?? 0, 0);
    const roundUp = (words: number): number => Math.ceil(words / spacing) * spacing;
    this.#portBase = roundUp(HEADER_WORDS + this.threads);
    this.#portStride = roundUp(Object.keys(PORT).length);
    this.#messageBase = this.#portBase + this.ports * this.#portStride;
    this.#messageStride = roundUp(MESSAGE.payload + Math.ceil(this.payloadBytes / 4));
    this.#linkBase = this.#messageBase + this.messages * this.#messageStride;
    this.#linkStride = roundUp(this.messages);
    this.#threadBase = this.#linkBase + 2 * this.#linkStride;
    this.#threadStride = roundUp(this.messages + 2 * this.ports);
    this.words = this.#threadBase + this.threads * this.#threadStride;
    if (this.words > 2 ** 29)
      throw new RangeError(`a system of ${this.words} words is too large: ask for fewer messages or bytes`);
  }

  /** Set while a thread with this number is attached. Atomic. */
  attached(thread: number): number {
    return HEADER.attached + thread;
  }

  port(port: number): number {
    return this.#portBase + port * this.#portStride;
  }

  message(message: number): number {
    return this.#messageBase + message * this.#messageStride;
  }

  payload(message: number): number {
    return this.message(message) + MESSAGE.payload;
  }

  /** The message behind a message in a queue, or NONE; in an inbox, the older one. Belongs to whoever owns the message. */
  next(message: number): number {
    return this.#linkBase + message;
  }

  /** The message before a message in a list, or NONE. */
  previous(message: number): number {
    return this.#linkBase + this.#linkStride + message;
  }

  /** What `thread` knows of `message`. Its own word: no other thread ever touches it. */
  standing(thread: number, message: number): number {
    return this.#threadBase + thread * this.#threadStride + message;
  }

  /** What `thread` knows of `port`. Its own word. */
  known(thread: number, port: number): number {
    return this.#threadBase + thread * this.#threadStride + this.messages + port;
  }

  /** What `thread` watches at `port`, which is its own (see watch.ts). Its own word. */
  watched(thread: number, port: number): number {
    return this.known(thread, port) + this.ports;
  }
}

function atLeast(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`${name} is ${value}: it must be a whole number of at least ${least}`);
}
