/**
 * The log of a run: for each thread a region of whole numbers, eight for an event, that only this thread writes.
 *
 * A call event takes its number from the common order before the call, a return event after it. The call itself is not
 * written down but the place in the program from which it follows.
 */
import { NONE } from '../../model/index.ts';
import type { HistoryEvent, Seen } from '../history/history.ts';
import { callAt, type Local } from '../programs/agent.ts';
import type { Program, Result } from '../programs/program.ts';
import type { Control } from './control.ts';

/** Whole numbers of an event. */
const WIDTH = 8;
const CALL = 0;
const NOTHING = 1;
const VALUE = 2;
const REFUSED = 3;
/** The place of the calls before the program's first. */
const BEFORE = -1;
/** What a return says of the abort request. */
const UNSEEN = 0;
const NOT_ASKED = 1;
const ASKED = 2;

const STAGES: readonly Local['stage'][] = ['call', 'ask', 'forward', 'reply'];
const REFUSALS: readonly string[] = ['EINVAL', 'ENXIO', 'EPERM', 'EBUSY', 'EDEADLK', 'ETIMEDOUT', 'EMSGSIZE'];

/** A buffer for the events of so many threads, each with room for `capacity` of them. */
export function makeLog(threads: number, capacity: number): SharedArrayBuffer {
  return new SharedArrayBuffer(threads * capacity * WIDTH * 4);
}

/** Writes the events of one thread. */
export class LogWriter {
  readonly #words: Int32Array;
  readonly #control: Control;
  readonly #thread: number;
  readonly #capacity: number;
  #count = 0;

  constructor(buffer: SharedArrayBuffer, capacity: number, control: Control, thread: number) {
    this.#words = new Int32Array(buffer, thread * capacity * WIDTH * 4, capacity * WIDTH);
    this.#control = control;
    this.#thread = thread;
    this.#capacity = capacity;
  }

  /** Whether there is room for one more call and its return. */
  get hasRoom(): boolean {
    return this.#count + 2 <= this.#capacity;
  }

  call({ at, left, stage, message, code }: Local): void {
    this.#write(this.#control.order(), CALL, at, left, STAGES.indexOf(stage), message, code);
  }

  /** A message is about to be initialised, before the program begins. */
  initmsg(message: number): void {
    this.#write(this.#control.order(), CALL, BEFORE, 1, 0, message, 0);
  }

  /** The place of a return in the common order. Taken once the call has returned, and before `return` writes it down. */
  order(): number {
    return this.#control.order();
  }

  return(order: number, result: Result, seen: Seen | undefined): void {
    const { message, flags, error, abortRequest } = seen ?? { message: -1, flags: 0, error: 0 };
    const asked = abortRequest === undefined ? UNSEEN : abortRequest ? ASKED : NOT_ASKED;
    if ('refused' in result) this.#write(order, REFUSED, refusalNumber(result.refused), asked, message, flags, error);
    else if (result.value === null) this.#write(order, NOTHING, 0, asked, message, flags, error);
    else this.#write(order, VALUE, result.value, asked, message, flags, error);
  }

  #write(order: number, kind: number, a: number, b: number, c: number, d: number, e: number): void {
    const words = this.#words;
    const at = this.#count * WIDTH;
    words[at] = order;
    words[at + 1] = kind;
    words[at + 2] = a;
    words[at + 3] = b;
    words[at + 4] = c;
    words[at + 5] = d;
    words[at + 6] = e;
    this.#count++;
    this.#control.logged(this.#thread, this.#count);
  }
}

function refusalNumber(code: string): number {
  const number = REFUSALS.indexOf(code);
  if (number === -1) throw new Error(`a call was refused with ${code}, which is no code of the ports`);
  return number;
}

export class LogReader {
  readonly #program: Program;
  readonly #control: Control;
  readonly #regions: readonly Int32Array[];

  constructor(buffer: SharedArrayBuffer, capacity: number, control: Control, program: Program) {
    this.#program = program;
    this.#control = control;
    this.#regions = program.threads.map(
      (_, thread) => new Int32Array(buffer, thread * capacity * WIDTH * 4, capacity * WIDTH),
    );
  }

  /**
   * The logs of all threads put together, in the order of their numbers. Each log is in order, so the next event is the
   * first of the heads. A worker that was ended between its number and its entry leaves a number out.
   */
  *events(): Generator<HistoryEvent> {
    const heads = [...this.#program.threads.keys()].map((thread) => ({
      thread,
      index: 0,
      count: this.#control.look(thread).logged,
    }));
    const orderOf = ({ thread, index, count }: { thread: number; index: number; count: number }): number =>
      index < count ? (this.#event(thread, index)[0] ?? 0) : Number.POSITIVE_INFINITY;
    const orders = heads.map(orderOf);
    for (;;) {
      const order = Math.min(...orders);
      const head = heads[orders.indexOf(order)];
      if (head === undefined || order === Number.POSITIVE_INFINITY) return;
      yield decode(this.#program, head.thread, this.#event(head.thread, head.index));
      head.index++;
      orders[head.thread] = orderOf(head);
    }
  }

  /** The last event of a thread. */
  last(thread: number): HistoryEvent | undefined {
    const count = this.#control.look(thread).logged;
    return count === 0 ? undefined : decode(this.#program, thread, this.#event(thread, count - 1));
  }

  /**
   * Whether a poller has made at least one whole poll after its first `from` events, and nothing but polls in vain up to
   * the event numbered `to`. The event before counts too: a return may belong to an earlier call of another kind.
   */
  pollsInVain(thread: number, from: number, to: number): boolean {
    for (let index = Math.max(0, from - 1); index < to; index++) {
      const [, kind, at = 0, , stage] = this.#event(thread, index);
      const operation = this.#program.threads[thread]?.[at];
      const isPoll = kind === CALL && stage === STAGES.indexOf('call') && operation?.call === 'getport';
      if (!isPoll && kind !== NOTHING) return false;
    }
    return to - from >= 3;
  }

  #event(thread: number, index: number): Int32Array {
    return (this.#regions[thread] ?? new Int32Array()).subarray(index * WIDTH, (index + 1) * WIDTH);
  }
}

function decode(program: Program, thread: number, words: Int32Array): HistoryEvent {
  const [, kind = 0, a = 0, b = 0, c = 0, d = 0, e = 0] = words;
  if (kind === CALL) {
    if (a === BEFORE) return { thread, call: { name: 'initmsg', thread, port: NONE, message: d, code: NONE } };
    const stage = STAGES[c] ?? 'call';
    return { thread, call: callAt(program, thread, { at: a, left: b, stage, message: d, code: e }) };
  }
  const result: Result = kind === REFUSED ? { refused: REFUSALS[a] ?? '' } : { value: kind === VALUE ? a : null };
  if (c === -1) return { thread, result };
  const abort = b === UNSEEN ? {} : { abortRequest: b === ASKED };
  return { thread, result, seen: { message: c, flags: d, error: e, ...abort } };
}
