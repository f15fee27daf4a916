/**
 * The algorithm of sys/kern/lwkt_msgport.c 1.6 (2003-10-22), told again function by function.
 *
 * `x |= bit` is a read and then a write, on plain ints: here a plain `get` where nobody else may write the word meanwhile (the
 * engine proves that: it is a data race otherwise), and an atomic `store` where others may look. Nothing is checked: there
 * were no checks against misuse.
 *
 * Within a critical section the order of a flag and its list is free, for only this cpu sees the list. The flag is written
 * first here, so that both change in the same step.
 */
import { ASYNC, DONE, EASYNC, QUEUED, REPLY } from '../../../model/index.ts';
import type { Begins, Ports } from '../../implementation.ts';
import type { SharedMemory } from '../../interleaving/index.ts';
import type { Cpu } from './kernel.ts';
import { ABORTPORT_REMOTE, PUTPORT_REMOTE } from './kernel.ts';
import type { Layout } from './layout.ts';
import { NONE, WAITING } from './layout.ts';
import { OnCpu, type SyncReplyOn } from './on-cpu.ts';

/** The calls, as the thread on one cpu makes them. */
export class Msgport extends OnCpu implements Ports {
  readonly #begins: Begins;

  constructor(memory: SharedMemory, layout: Layout, cpu: Cpu, syncReplyOn: SyncReplyOn, begins: Begins) {
    super(memory, layout, cpu, syncReplyOn);
    this.#begins = begins;
  }

  initport(port: number): void {
    const { flags, owner, first, last } = this.layout.port(port);
    this.memory.set(flags, 0);
    this.memory.set(owner, this.cpu.id);
    this.memory.set(first, NONE);
    this.memory.set(last, NONE);
  }

  initmsg(message: number): void {
    const { flags, reply_port } = this.layout.message(message);
    this.memory.set(flags, DONE);
    this.memory.set(reply_port, this.cpu.id);
    this.standing.idle(message);
  }

  domsg(port: number, message: number): number {
    return this.cpu.run(() => {
      this.#prepare(message, 0);
      const error = this.#begin(port, message);
      if (error === EASYNC) return this.#wait(message, () => undefined);
      this.standing.answered(message, error);
      return error;
    });
  }

  sendmsg(port: number, message: number): void {
    this.cpu.run(() => {
      this.#prepare(message, ASYNC);
      const error = this.#begin(port, message);
      if (error !== EASYNC) this.#replymsg(message, error);
    });
  }

  beginmsg(port: number, message: number): number {
    return this.cpu.run(() => {
      this.#prepare(message, 0);
      const error = this.#begin(port, message);
      if (error !== EASYNC) this.standing.answered(message, error);
      return error;
    });
  }

  forwardmsg(port: number, message: number): number {
    return this.cpu.run(() => {
      this.standing.forwarding(message);
      const error = this.#begin(port, message);
      if (error !== EASYNC) this.standing.taken(message);
      return error;
    });
  }

  /** lwkt_putport, the begin function of a port that has no other. */
  putport(port: number, message: number): number {
    const { memory, layout, cpu } = this;
    const owner = this.ownerOf(port);
    cpu.enter();
    this.setFlags(message, 0, DONE);
    if (owner === cpu.id) {
      this.queue(port, message, QUEUED);
      this.standing.gone(message);
      this.wakeOwner(port);
    } else {
      memory.set(layout.message(message).target_port, port);
      cpu.post(owner, { what: PUTPORT_REMOTE, argument: message });
      this.standing.gone(message);
      cpu.ring(owner);
    }
    cpu.exit();
    return EASYNC;
  }

  replymsg(message: number, code: number): void {
    this.cpu.run(() => this.#replymsg(message, code));
  }

  waitmsg(message: number): number {
    const error = this.cpu.run(() => this.#wait(message, () => this.standing.over(true)));
    this.standing.over(false);
    return error;
  }

  getport(port: number): number {
    return this.cpu.run(() => {
      this.cpu.enter();
      const message = this.memory.get(this.layout.port(port).first);
      if (message !== NONE) this.#take(port, message);
      this.cpu.exit();
      return message;
    });
  }

  waitport(port: number): number {
    const message = this.cpu.run(() => {
      const { first } = this.layout.port(port);
      this.cpu.enter();
      this.#sleepUntil(port, () => this.memory.get(first) !== NONE);
      const head = this.memory.get(first);
      this.#take(port, head);
      this.standing.over(true);
      this.cpu.exit();
      return head;
    });
    this.standing.over(false);
    return message;
  }

  /** lwkt_abortport: the port travels in the IPI, not the message, so a stale one cannot touch a message sent again. */
  abortmsg(port: number, message: number): void {
    this.cpu.run(() => {
      const { cpu } = this;
      this.memory.store(this.layout.message(message).abortreq, 1);
      this.standing.asked(message);
      const owner = this.ownerOf(port);
      cpu.enter();
      if (owner === cpu.id) this.sweep(port);
      else {
        cpu.post(owner, { what: ABORTPORT_REMOTE, argument: port });
        cpu.ring(owner);
      }
      cpu.exit();
    });
  }

  flags(message: number): number {
    return this.memory.get(this.layout.message(message).flags);
  }

  error(message: number): number {
    return this.memory.get(this.layout.message(message).error);
  }

  abortRequested(message: number): boolean {
    return this.memory.load(this.layout.message(message).abortreq) !== 0;
  }

  #prepare(message: number, hint: 0 | typeof ASYNC): void {
    const { memory } = this;
    const { flags, reply_port, abortreq } = this.layout.message(message);
    memory.set(flags, (memory.get(flags) & ~(ASYNC | REPLY | QUEUED)) | hint);
    memory.set(reply_port, this.cpu.id);
    memory.set(abortreq, 0);
    this.standing.begun(message);
  }

  #begin(port: number, message: number): number {
    const begin = this.#begins[port];
    return begin === undefined ? this.putport(port, message) : begin(this, port, message);
  }

  #replymsg(message: number, code: number): void {
    this.reply(message, code, () => this.standing.gone(message));
  }

  /** lwkt_waitmsg. The first look is without protection. `collected` runs in the step by which the message is back. */
  #wait(message: number, collected: () => void): number {
    const { memory, cpu } = this;
    const words = this.layout.message(message);
    if ((memory.load(words.flags) & (DONE | REPLY)) === DONE) {
      this.standing.collected(message);
      collected();
      return memory.get(words.error);
    }
    const port = memory.get(words.reply_port);
    cpu.enter();
    this.#sleepUntil(port, () => (memory.load(words.flags) & DONE) !== 0);
    if ((memory.get(words.flags) & QUEUED) !== 0) this.unqueue(port, message);
    this.standing.collected(message);
    collected();
    const error = memory.get(words.error);
    cpu.exit();
    return error;
  }

  /**
   * The wait loop, in a critical section: that keeps out the IPIs that would make it true, but no other cpu.
   *
   *   cpu 0, waiting: load flags, DONE is clear
   *   cpu 1, replying:                            store flags, DONE
   *   cpu 1, replying:                            load WAITING, it is clear: nobody to wake
   *   cpu 0, waiting: store WAITING, sleep        ... for ever
   */
  #sleepUntil(port: number, holds: () => boolean): void {
    if (holds()) return;
    const { memory, cpu } = this;
    const { flags } = this.layout.port(port);
    memory.store(flags, memory.get(flags) | WAITING);
    do {
      cpu.descheduleSelf();
      cpu.switch();
    } while (!holds());
    memory.store(flags, memory.get(flags) & ~WAITING);
  }

  #take(port: number, message: number): void {
    const isReply = (this.memory.get(this.layout.message(message).flags) & REPLY) !== 0;
    this.unqueue(port, message);
    if (isReply) this.standing.collected(message);
    else this.standing.taken(message);
  }
}
