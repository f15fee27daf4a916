/**
 * Auxiliary words: what each thread has done with each message.
 *
 * The flags of 2003 do not tell a message in transit from one that is being processed, nor one that was never sent from one
 * whose answer has not been seen. The abstraction function has to. So each thread notes its own part in words that nobody else
 * writes and that the algorithm never reads; they change no behaviour.
 */
import type { SharedMemory } from '../../interleaving/index.ts';
import type { Layout } from './layout.ts';

/** As originator: the low two bits. */
export const STRANGER = 0;
export const IDLE = 1;
/** Inside a send: the begin function decides. */
export const BEGUN = 2;
/** Accepted by the target. */
export const OUT = 3;
const ORIGINATOR = 3;

/** As target. */
export const TAKEN = 4;
export const FORWARDING = 8;
/** As originator: the abort of this send was asked for. */
export const ASKED = 16;

export function asOriginator(standing: number): number {
  return standing & ORIGINATOR;
}

export class Standing {
  readonly #memory: SharedMemory;
  readonly #layout: Layout;
  readonly #thread: number;

  constructor(memory: SharedMemory, layout: Layout, thread: number) {
    this.#memory = memory;
    this.#layout = layout;
    this.#thread = thread;
  }

  idle(message: number): void {
    this.#change(message, ORIGINATOR | ASKED, IDLE);
    this.#memory.set(this.#layout.answer(message), 0);
  }

  begun(message: number): void {
    this.#change(message, ORIGINATOR | ASKED, BEGUN);
    this.#memory.set(this.#layout.answer(message), 0);
  }

  /** The begin function answered a code to a synchronous send, which 2003 does not store in the message. */
  answered(message: number, code: number): void {
    this.#change(message, ORIGINATOR, IDLE);
    this.#memory.set(this.#layout.answer(message), code + 1);
  }

  /** Out of this thread's hands: to be noted in the very step by which others learn of it. */
  gone(message: number): void {
    const begun = asOriginator(this.#get(message)) === BEGUN;
    this.#change(message, TAKEN | FORWARDING | (begun ? ORIGINATOR : 0), begun ? OUT : 0);
  }

  /** Its own message is back. */
  collected(message: number): void {
    this.#change(message, ORIGINATOR, IDLE);
  }

  taken(message: number): void {
    this.#change(message, FORWARDING, TAKEN);
  }

  forwarding(message: number): void {
    this.#change(message, TAKEN, FORWARDING);
  }

  asked(message: number): void {
    if (asOriginator(this.#get(message)) === OUT) this.#change(message, 0, ASKED);
  }

  /** The call that this thread is in has had its effect; what is left of it is to leave its critical section. */
  over(isOver: boolean): void {
    this.#memory.set(this.#layout.over(this.#thread), isOver ? 1 : 0);
  }

  #get(message: number): number {
    return this.#memory.get(this.#layout.standing(this.#thread, message));
  }

  #change(message: number, clear: number, set: number): void {
    const before = this.#get(message);
    const after = (before & ~clear) | set;
    if (after !== before) this.#memory.set(this.#layout.standing(this.#thread, message), after);
  }
}
