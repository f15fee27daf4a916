// The messages of one worker of a search: those of its own that are free, and what comes to its port.
import { Payloads, type Thread } from '../../impl/index.ts';
import type { Allotment } from './layout.ts';
import type { Note } from './note.ts';

/** What a worker does with what comes. Both are called while it waits for a free message, too. */
export interface Receiver {
  batch(from: number, units: Int32Array): void;
  note(from: number, note: Note): void;
}

export class Post {
  readonly id: number;
  private readonly thread: Thread;
  private readonly allotment: Allotment;
  private readonly payloads: Payloads;
  private readonly views: Int32Array[] = [];
  private readonly freeBatches: number[];
  private readonly freeNotes: number[];

  constructor(thread: Thread, allotment: Allotment) {
    this.id = thread.id;
    this.allotment = allotment;
    this.thread = thread;
    this.payloads = new Payloads(thread);
    this.freeBatches = allotment.batchesOf(thread.id);
    this.freeNotes = allotment.notesOf(thread.id);
    for (const message of [...this.freeBatches, ...this.freeNotes]) thread.initmsg(message);
  }

  /** Sends the first `length` of these units to another worker. */
  sendBatch(to: number, units: Int32Array, length: number, receiver: Receiver): void {
    const message = this.free(this.freeBatches, receiver);
    this.unitsOf(message).set(units.subarray(0, length));
    this.thread.sendmsg(to, message);
  }

  sendNote(to: number, note: Note, receiver: Receiver): void {
    this.sendAs(this.free(this.freeNotes, receiver), to, note);
  }

  /** Sends it if there is a message for it now. */
  offerNote(to: number, note: Note): void {
    const message = this.freeNotes.pop();
    if (message !== undefined) this.sendAs(message, to, note);
  }

  private sendAs(message: number, to: number, note: Note): void {
    this.payloads.setvalue(message, note);
    this.thread.sendmsg(to, message);
  }

  /** Takes in all that has come, without waiting. */
  poll(receiver: Receiver): void {
    for (let message = this.next(); message >= 0; message = this.next()) this.takeIn(message, receiver);
  }

  /** Waits for something to come, and takes it in. Whoever is waited for and dies is noticed by the one who started it. */
  wait(receiver: Receiver): void {
    this.takeIn(this.thread.waitport(this.id), receiver);
  }

  private next(): number {
    return this.thread.getport(this.id);
  }

  private free(among: number[], receiver: Receiver): number {
    this.poll(receiver);
    for (;;) {
      const message = among.pop();
      if (message !== undefined) return message;
      this.wait(receiver);
    }
  }

  private takeIn(message: number, receiver: Receiver): void {
    const from = this.allotment.ownerOf(message);
    if (from === this.id) {
      (this.allotment.isBatch(message) ? this.freeBatches : this.freeNotes).push(message);
      return;
    }
    if (this.allotment.isBatch(message)) receiver.batch(from, this.unitsOf(message));
    else receiver.note(from, this.payloads.getvalue(message) as Note);
    this.thread.replymsg(message, 0);
  }

  private unitsOf(message: number): Int32Array {
    const known = this.views[message];
    if (known !== undefined) return known;
    const bytes = this.payloads.bytes(message);
    const view = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    this.views[message] = view;
    return view;
  }
}
