/**
 * The words beside the system under test: the order of all events, the common start, the stop, and where each thread is.
 *
 * They lie in a buffer of their own, so recording never touches a word that the algorithm uses.
 */

/** Where a thread is. From `finished` on it makes no more calls. */
export const STATUS = {
  starting: 0,
  running: 1,
  /** Inside a wait without time limit, or about to enter it. */
  asleep: 2,
  /** Inside a wait that will time out. */
  dozing: 3,
  finished: 4,
  stopped: 5,
  /** No room left in its log: it stopped between two calls. */
  full: 6,
} as const;

/** Words that neighbours keep apart, so that a thread's own words share no cache line with another's. */
const SPACING = 32;
const ORDER = 0;
const STOP = SPACING;
const ARRIVED = 2 * SPACING;
const GO = 3 * SPACING;
const THREADS = 4 * SPACING;
const FIELD = { status: 0, word: 1, value: 2, waits: 3, logged: 4 } as const;

/** What the controller sees of a thread. */
export interface Whereabouts {
  readonly status: number;
  /** The word it sleeps on, and the value it expects there. */
  readonly word: number;
  readonly value: number;
  /** Waits entered and events logged so far: both only grow, and a thread that moves makes one of them grow. */
  readonly waits: number;
  readonly logged: number;
}

export class Control {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;

  /** @param buffer of `Control.make` */
  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer);
  }

  static make(threads: number): Control {
    return new Control(new SharedArrayBuffer((THREADS + threads * SPACING) * 4));
  }

  /** The next number in the one order of all events. */
  order(): number {
    return Atomics.add(this.#words, ORDER, 1);
  }

  /** Waits until all `threads` have arrived; they go on together. */
  arrive(threads: number): void {
    const words = this.#words;
    if (Atomics.add(words, ARRIVED, 1) + 1 === threads) this.#go();
    while (Atomics.load(words, GO) === 0) Atomics.wait(words, GO, 0);
  }

  get started(): boolean {
    return Atomics.load(this.#words, GO) !== 0;
  }

  /** Asks all threads to stop where they next look. Those in the algorithm's waits must be notified besides. */
  stop(): void {
    Atomics.store(this.#words, STOP, 1);
    this.#go();
  }

  get stopping(): boolean {
    return Atomics.load(this.#words, STOP) !== 0;
  }

  status(thread: number, status: number): void {
    Atomics.store(this.#words, at(thread) + FIELD.status, status);
  }

  /** A thread is about to wait. The status comes last: who sees it sees the rest. */
  sleeps(thread: number, word: number, value: number, status: number): void {
    const words = this.#words;
    words[at(thread) + FIELD.word] = word;
    words[at(thread) + FIELD.value] = value;
    Atomics.add(words, at(thread) + FIELD.waits, 1);
    Atomics.store(words, at(thread) + FIELD.status, status);
  }

  /** So many events of a thread can be read. */
  logged(thread: number, events: number): void {
    Atomics.store(this.#words, at(thread) + FIELD.logged, events);
  }

  look(thread: number): Whereabouts {
    const words = this.#words;
    const status = Atomics.load(words, at(thread) + FIELD.status);
    const read = (field: number): number => Atomics.load(words, at(thread) + field);
    return {
      status,
      word: read(FIELD.word),
      value: read(FIELD.value),
      waits: read(FIELD.waits),
      logged: read(FIELD.logged),
    };
  }

  #go(): void {
    Atomics.store(this.#words, GO, 1);
    Atomics.notify(this.#words, GO);
  }
}

function at(thread: number): number {
  return THREADS + thread * SPACING;
}
