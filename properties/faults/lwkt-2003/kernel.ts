/**
 * What the message code stands on: one cpu with its critical sections, its IPIs, its run queue.
 *
 * Sources: sys/sys/thread2.h 1.6 (critical sections), sys/kern/lwkt_thread.c of October 2003 (schedule, switch, IPI queues).
 */
import type { SharedMemory } from '../../interleaving/index.ts';
import type { Layout } from './layout.ts';
import { SLOTS } from './layout.ts';

/** Functions that an IPI can run on its target. */
export const PUTPORT_REMOTE = 1;
export const REPLYPORT_REMOTE = 2;
export const ABORTPORT_REMOTE = 3;
export const LWKT_SCHEDULE = 4;

/** The machine that the algorithm is run on. */
export interface Machine {
  /**
   * What a critical section keeps out. `own`: the interrupts of its own cpu, as on any real machine. `every`: all other cpus
   * too, so that each is a single step as far as the others can tell.
   */
  readonly excludes: 'own' | 'every';
  /** Threads hold the giant lock while they run. IPI functions never ask for it. */
  readonly giantLock: boolean;
}

const FREE = 0;
const HELD = 1;

export interface Ipi {
  readonly what: number;
  readonly argument: number;
}

/** An IPI in one word of a queue; 0 is an empty slot. */
function pack({ what, argument }: Ipi): number {
  return what * 16 + argument;
}

export function unpack(slot: number): Ipi {
  return { what: slot >> 4, argument: slot & 15 };
}

/** One cpu, as the thread on it or an interrupt on top of that thread sees it. */
export class Cpu {
  readonly id: number;
  readonly #memory: SharedMemory;
  readonly #layout: Layout;
  readonly #machine: Machine;
  /** The nesting count of the running thread. It is back at 0 when a call ends. */
  #depth = 0;

  constructor(memory: SharedMemory, layout: Layout, machine: Machine, id: number) {
    this.id = id;
    this.#memory = memory;
    this.#layout = layout;
    this.#machine = machine;
  }

  /** crit_enter: from here on no interrupt of this cpu runs. An interrupt takes the same word, so that it runs to its end. */
  enter(): void {
    this.#depth += 1;
    if (this.#depth === 1) take(this.#memory, this.#crit());
  }

  /** crit_exit. Interrupts that this kept out try again by themselves, so nobody has to be woken on this cpu. */
  exit(): void {
    this.#depth -= 1;
    if (this.#depth === 0) this.#leave();
  }

  /** The same for an interrupt, which has to be tried again where the answer is no. */
  interrupt(): boolean {
    if (this.#memory.exchange(this.#crit(), HELD) !== FREE) return false;
    this.#depth = 1;
    return true;
  }

  /** The thread of this cpu may have had to wait for the interrupt to end. */
  endInterrupt(): void {
    this.#depth = 0;
    give(this.#memory, this.#crit());
  }

  /** To be called inside a critical section: the thread comes off the run queue, and runs on until it switches. */
  descheduleSelf(): void {
    this.#memory.set(this.#layout.cpu(this.id).runq, 0);
  }

  /** Lets others have the cpu until this thread is on the run queue. The nesting count stays with the thread. */
  switch(): void {
    const { runq } = this.#layout.cpu(this.id);
    this.#leave();
    if (this.#machine.giantLock) give(this.#memory, this.#layout.giant);
    this.#memory.wait(runq, 0);
    if (this.#machine.giantLock) take(this.#memory, this.#layout.giant);
    take(this.#memory, this.#crit());
  }

  /** lwkt_schedule, inside a critical section: only a cpu itself touches its run queue. */
  schedule(thread: number): void {
    if (thread === this.id) {
      const { runq } = this.#layout.cpu(thread);
      this.#memory.store(runq, 1);
      this.#memory.notify(runq);
      return;
    }
    this.post(thread, { what: LWKT_SCHEDULE, argument: thread });
    this.ring(thread);
  }

  /** First half of lwkt_send_ipiq, inside a critical section: in order among all that this cpu sends to that one. */
  post(to: number, ipi: Ipi): void {
    const { wr, slots } = this.#layout.ipiq(this.id, to);
    const at = this.#memory.get(wr);
    const next = (at + 1) % SLOTS;
    if (this.#memory.get(slots + next) !== 0) throw new Error(`the IPI queue from cpu ${this.id} to cpu ${to} is full`);
    this.#memory.set(slots + at, pack(ipi));
    this.#memory.store(wr, next);
  }

  /** Second half: interrupts the target. */
  ring(to: number): void {
    this.#memory.notify(this.#layout.ipiq(this.id, to).wr);
  }

  /** A call of a thread: under the giant lock, if there is one. */
  run<Result>(body: () => Result): Result {
    if (!this.#machine.giantLock) return body();
    take(this.#memory, this.#layout.giant);
    const result = body();
    give(this.#memory, this.#layout.giant);
    return result;
  }

  #leave(): void {
    if (this.#machine.excludes === 'own') this.#memory.store(this.#crit(), FREE);
    else give(this.#memory, this.#crit());
  }

  #crit(): number {
    return this.#layout.cpu(this.#machine.excludes === 'own' ? this.id : 0).crit;
  }
}

/** Waits while the word is held. Who holds it never sleeps, so the wait ends. */
function take(memory: SharedMemory, word: number): void {
  while (memory.exchange(word, HELD) !== FREE) memory.wait(word, HELD);
}

function give(memory: SharedMemory, word: number): void {
  memory.store(word, FREE);
  memory.notify(word);
}
