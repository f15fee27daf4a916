/** Where the fields of the 2003 kernel structures are in the words of memory, and what they are called in reports. */
import type { Shape } from '../../implementation.ts';

/** MSGPORTF_WAITING, the only flag of a port: its owner has descheduled itself, or is about to. */
export const WAITING = 1;

/** No message; no owner. */
export const NONE = -1;

/** Slots of an IPI queue. One always stays free. */
export const SLOTS = 8;

const CPU_FIELDS = ['crit', 'runq'] as const;
const PORT_FIELDS = ['flags', 'owner', 'first', 'last'] as const;
const MESSAGE_FIELDS = ['flags', 'error', 'reply_port', 'target_port', 'abortreq', 'next', 'prev', 'payload'] as const;
const IPIQ_FIELDS = ['wr', 'rd'] as const;

type Fields<Names extends readonly string[]> = Readonly<Record<Names[number], number>>;

/**
 * giant lock | cpus | ports | messages | IPI queues | auxiliary words
 *
 * There is one thread on each cpu, with its number.
 */
export class Layout {
  readonly shape: Shape;
  readonly giant: number = 0;
  readonly words: number;
  /** From here on there are auxiliary words, which the algorithm writes for the abstraction function and never reads. */
  readonly auxiliary: number;
  readonly #cpus: number;
  readonly #ports: number;
  readonly #messages: number;
  readonly #ipiqs: number;

  constructor(shape: Shape) {
    const { threads, ports, messages } = shape;
    this.shape = shape;
    this.#cpus = 1;
    this.#ports = this.#cpus + threads * CPU_FIELDS.length;
    this.#messages = this.#ports + ports * PORT_FIELDS.length;
    this.#ipiqs = this.#messages + messages * MESSAGE_FIELDS.length;
    this.auxiliary = this.#ipiqs + threads * threads * (IPIQ_FIELDS.length + SLOTS);
    this.words = this.auxiliary + threads * (messages + 1) + messages + ports;
  }

  /** `crit`: somebody on this cpu is in a critical section. `runq`: its thread is on the run queue. */
  cpu(cpu: number): Fields<typeof CPU_FIELDS> {
    const at = this.#cpus + cpu * CPU_FIELDS.length;
    return { crit: at, runq: at + 1 };
  }

  port(port: number): Fields<typeof PORT_FIELDS> {
    const at = this.#ports + port * PORT_FIELDS.length;
    return { flags: at, owner: at + 1, first: at + 2, last: at + 3 };
  }

  message(message: number): Fields<typeof MESSAGE_FIELDS> {
    const at = this.#messages + message * MESSAGE_FIELDS.length;
    return {
      flags: at,
      error: at + 1,
      reply_port: at + 2,
      target_port: at + 3,
      abortreq: at + 4,
      next: at + 5,
      prev: at + 6,
      payload: at + 7,
    };
  }

  /** The queue of IPIs from one cpu to another: where the sender writes next, and the target reads next. */
  ipiq(from: number, to: number): Fields<typeof IPIQ_FIELDS> & { readonly slots: number } {
    const at = this.#ipiqs + (from * this.shape.threads + to) * (IPIQ_FIELDS.length + SLOTS);
    return { wr: at, rd: at + 1, slots: at + 2 };
  }

  /** Auxiliary: what a thread has done with a message. */
  standing(thread: number, message: number): number {
    return this.auxiliary + thread * (this.shape.messages + 1) + message;
  }

  /** Auxiliary: the call of the thread has had its effect and is about to return. */
  over(thread: number): number {
    return this.standing(thread, this.shape.messages);
  }

  /** Auxiliary: 1 + the code that a begin function answered to a synchronous send. */
  answer(message: number): number {
    return this.over(this.shape.threads - 1) + 1 + message;
  }

  /** Auxiliary: 1 + the message that is being aborted on a port. */
  aborting(port: number): number {
    return this.answer(this.shape.messages) + port;
  }

  /** `msg0.flags`. */
  name(word: number): string {
    const { threads, ports, messages } = this.shape;
    if (word === this.giant) return 'giant';
    if (word < this.#ports) return field('cpu', CPU_FIELDS, word - this.#cpus, threads);
    if (word < this.#messages) return field('port', PORT_FIELDS, word - this.#ports, ports);
    if (word < this.#ipiqs) return field('msg', MESSAGE_FIELDS, word - this.#messages, messages);
    if (word >= this.auxiliary) return `auxiliary[${word - this.auxiliary}]`;
    const size = IPIQ_FIELDS.length + SLOTS;
    const at = word - this.#ipiqs;
    const queue = Math.floor(at / size);
    const name = `ipiq${Math.floor(queue / threads)}${queue % threads}`;
    return `${name}.${IPIQ_FIELDS[at % size] ?? `slot${(at % size) - IPIQ_FIELDS.length}`}`;
  }
}

function field(what: string, names: readonly string[], at: number, count: number): string {
  const index = Math.floor(at / names.length);
  return index < count ? `${what}${index}.${names[at % names.length]}` : `[${at}]`;
}
