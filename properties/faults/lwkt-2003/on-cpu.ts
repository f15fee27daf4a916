/** What calls and IPI functions of sys/kern/lwkt_msgport.c 1.6 have in common: they queue, reply and wake on one cpu. */
import { ASYNC, DONE, ECONNABORTED, QUEUED, REPLY } from '../../../model/index.ts';
import type { SharedMemory } from '../../interleaving/index.ts';
import type { Cpu } from './kernel.ts';
import { REPLYPORT_REMOTE } from './kernel.ts';
import type { Layout } from './layout.ts';
import { NONE, WAITING } from './layout.ts';
import { append, remove } from './queue.ts';
import { Standing } from './standing.ts';

/** Where a synchronous reply is made visible: on the cpu of the replier (2003), or of the one that waits for it (2007). */
export type SyncReplyOn = 'replier' | 'waiter';

/** The IPI functions, and what the calls share with them. */
export class OnCpu {
  protected readonly memory: SharedMemory;
  protected readonly layout: Layout;
  protected readonly cpu: Cpu;
  protected readonly syncReplyOn: SyncReplyOn;
  protected readonly standing: Standing;

  constructor(memory: SharedMemory, layout: Layout, cpu: Cpu, syncReplyOn: SyncReplyOn) {
    this.memory = memory;
    this.layout = layout;
    this.cpu = cpu;
    this.syncReplyOn = syncReplyOn;
    this.standing = new Standing(memory, layout, cpu.id);
  }

  /** lwkt_putport_remote */
  putportRemote(message: number): void {
    const port = this.memory.get(this.layout.message(message).target_port);
    this.queue(port, message, QUEUED);
    this.wakeOwner(port);
  }

  /** lwkt_replyport_remote */
  replyportRemote(message: number): void {
    const words = this.layout.message(message);
    const port = this.memory.get(words.reply_port);
    if ((this.memory.get(words.flags) & ASYNC) !== 0) this.queue(port, message, DONE | REPLY | QUEUED);
    else this.setFlags(message, DONE, 0);
    this.wakeOwner(port);
  }

  /** lwkt_abortport_remote: every message on the queue whose abort was asked for is replied. */
  sweep(port: number): void {
    const { memory, layout } = this;
    let message = memory.get(layout.port(port).first);
    while (message !== NONE) {
      const { abortreq, next } = layout.message(message);
      if (memory.load(abortreq) === 0) {
        message = memory.get(next);
        continue;
      }
      this.unqueue(port, message);
      memory.set(layout.aborting(port), message + 1);
      this.reply(message, ECONNABORTED, () => memory.set(layout.aborting(port), 0));
      message = memory.get(layout.port(port).first);
    }
  }

  /** lwkt_replymsg and lwkt_replyport. `published` runs in the step by which the originator can learn of the reply. */
  protected reply(message: number, error: number, published: () => void): void {
    const { memory, layout, cpu } = this;
    const words = layout.message(message);
    memory.set(words.error, error);
    const port = memory.get(words.reply_port);
    const owner = this.ownerOf(port);
    cpu.enter();
    const asynchronous = (memory.get(words.flags) & ASYNC) !== 0;
    if (owner !== cpu.id && (asynchronous || this.syncReplyOn === 'waiter')) {
      cpu.post(owner, { what: REPLYPORT_REMOTE, argument: message });
      published();
      cpu.ring(owner);
    } else {
      if (asynchronous) this.queue(port, message, DONE | REPLY | QUEUED);
      else this.setFlags(message, DONE, 0);
      published();
      this.wakeOwner(port);
    }
    cpu.exit();
  }

  /** Sound where the owner cannot be between its look at the message and its WAITING: on its own cpu. */
  protected wakeOwner(port: number): void {
    const waiting = (this.memory.load(this.layout.port(port).flags) & WAITING) !== 0;
    if (waiting) this.cpu.schedule(this.ownerOf(port));
  }

  protected queue(port: number, message: number, flags: number): void {
    this.setFlags(message, flags, 0);
    append(this.memory, this.layout, port, message);
  }

  protected unqueue(port: number, message: number): void {
    this.setFlags(message, 0, QUEUED);
    remove(this.memory, this.layout, port, message);
  }

  protected setFlags(message: number, set: number, clear: number): void {
    const { flags } = this.layout.message(message);
    this.memory.store(flags, (this.memory.get(flags) & ~clear) | set);
  }

  protected ownerOf(port: number): number {
    return this.memory.get(this.layout.port(port).owner);
  }
}
