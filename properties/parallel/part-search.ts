// One worker's part of a breadth-first search (Stern and Dill, "Parallelizing the Murphi verifier", CAV 1997): each state
// belongs to one worker, which says whether it is new and takes the steps from it. What belongs to another worker is sent
// to it, by the hundred.
//
// Whose a state is depends on the words of the memory alone. That is the same number for every worker, and steps that
// write nothing, about half of them, stay where they are.
//
// A level is over for a worker when all others have said that they have no more for it. Messages of one sender come in the
// order in which they were sent, so nothing of the level can come after that.

import { EndStateCounts } from '../interleaving/end-states.ts';
import type { Program } from '../interleaving/index.ts';
import { Packing } from '../interleaving/packing.ts';
import { ReachedStates } from '../interleaving/reached-states.ts';
import { RunState } from '../interleaving/run-state.ts';
import { Batch } from './batch.ts';
import { Incoming } from './incoming.ts';
import { HEADER, HEADER_UNITS } from './layout.ts';
import type { Ended, Note, Part } from './note.ts';
import { Described, Translation } from './points.ts';
import type { Post, Receiver } from './post.ts';

/** Bounds of a search, and where its states go. */
export interface PartOptions {
  readonly workers: number;
  /** No level begins beyond so many states of all workers, nor goes on beyond so many of one. */
  readonly maxStates: number;
  /** How all workers pack their states at first: bits of each word. */
  readonly bits: Uint8Array;
}

/** Described in one message. */
const POINTS_AT_ONCE = 32;
const POLL_INTERVAL = 64;
const PROGRESS_INTERVAL = 65_536;
/** Own states that are looked for at once. */
const OWN_BATCH = 256;

/** What one other worker has sent and been sent. */
interface Peer {
  readonly id: number;
  readonly outgoing: Batch;
  readonly described: Described;
  readonly translation: Translation;
  /** How its batches are packed. */
  packing: Packing;
  /** The level it has finished; its states up to that, and of that. */
  level: number;
  reached: number;
  size: number;
}

/** A batch that has to wait, and its message not. */
interface Copy {
  readonly peer: Peer;
  readonly packing: Packing;
  readonly units: Int32Array;
}

const ENDINGS: readonly Ended[] = ['holds', 'violated', 'undecided'];

export class PartSearch implements Receiver {
  private readonly program: Program;
  private readonly post: Post;
  private readonly options: PartOptions;
  private readonly run: RunState;
  private readonly threads: number;
  private readonly reached: ReachedStates;
  private readonly own: Batch;
  private readonly peers: readonly (Peer | undefined)[];
  private readonly others: readonly Peer[];
  private readonly incoming: Incoming;
  /** Batches of a level that this worker has not begun yet. */
  private early: Copy[] = [];
  /** Batches with values that it has no room for yet. */
  private wide: Copy[] = [];
  /** Before the first: others may begin earlier. */
  private level = -1;
  private transitions = 0;
  private terminals = 0;
  private readonly ends = new EndStateCounts();
  private readonly levels: number[] = [];
  private started = false;
  private ended: Ended = 'holds';

  constructor(program: Program, post: Post, options: PartOptions) {
    this.program = program;
    this.post = post;
    this.options = options;
    this.threads = program.system.threads.length;
    const packing = new Packing(options.bits);
    this.run = new RunState(program);
    this.reached = new ReachedStates(this.run.machine, this.threads, packing);
    this.own = new Batch(this.threads);
    this.incoming = new Incoming(this.run.machine, this.threads);
    this.peers = Array.from({ length: options.workers }, (_, id) =>
      id === post.id ? undefined : this.peer(id, packing),
    );
    this.others = this.peers.filter((peer) => peer !== undefined);
  }

  private peer(id: number, packing: Packing): Peer {
    const { program } = this;
    const outgoing = new Batch(this.threads);
    const [described, translation] = [new Described(program), new Translation(program)];
    return { id, outgoing, described, translation, packing, level: -1, reached: 0, size: 0 };
  }

  /** To the end of the whole search. */
  search(): { readonly part: Part; readonly ended: Ended } {
    while (!this.started) this.post.wait(this);
    if (this.owner() === this.post.id) this.reached.add();
    for (let begin = 0; ; ) {
      this.level += 1;
      const end = this.reached.count;
      this.takeEarly();
      for (let state = begin; state < end && this.ended === 'holds'; state += 1) this.visit(state);
      this.finishLevel(begin, end);
      const sizes = this.others.reduce((sum, { size }) => sum + size, end - begin);
      if (this.ended !== 'holds' || sizes === 0) break;
      this.levels.push(end - begin);
      if (this.others.reduce((sum, { reached }) => sum + reached, end) > this.options.maxStates) {
        this.ended = 'undecided';
        break;
      }
      begin = end;
    }
    return { part: this.part(), ended: this.ended };
  }

  private part(): Part {
    const { transitions, terminals, levels } = this;
    return { states: this.reached.count, transitions, terminals, levels, ends: this.ends.all() };
  }

  private visit(state: number): void {
    while (!this.expand(state)) this.widen(this.reached.roomy());
    this.takeWide();
    if (this.own.count >= OWN_BATCH || this.own.isFull) this.addOwn();
    for (const peer of this.others) if (peer.outgoing.isFull) this.send(peer, false);
    if (state % POLL_INTERVAL === 0) this.post.poll(this);
    // Memory ends before the level does.
    if (this.reached.count > this.options.maxStates) this.end('undecided');
    if (state % PROGRESS_INTERVAL === PROGRESS_INTERVAL - 1)
      this.post.offerNote(this.options.workers, { kind: 'progress', part: this.part() });
  }

  /** `false`: a value had no room; then nothing has happened. */
  private expand(state: number): boolean {
    const { machine } = this.run;
    this.reached.enter(state);
    this.own.mark();
    for (const peer of this.others) peer.outgoing.mark();
    let steps = 0;
    for (let thread = 0; thread < this.threads; thread += 1) {
      const timeout = !machine.canRun(thread);
      if (timeout && !machine.canTimeOut(thread)) continue;
      machine.move(thread, timeout);
      if (machine.overflow) {
        this.own.forget();
        for (const peer of this.others) peer.outgoing.forget();
        return false;
      }
      steps += 1;
      this.put();
      machine.undo();
    }
    this.transitions += steps;
    if (this.isViolated(steps)) this.ended = 'violated';
    return true;
  }

  /** Only that there is one: which is the shortest, and what it says, the search on one thread tells. */
  private isViolated(steps: number): boolean {
    if (this.run.isWrong()) return true;
    if (steps > 0) return false;
    this.terminals += 1;
    if (this.run.judgeStuck(undefined, 0) !== undefined) return true;
    this.ends.add(this.run);
    return false;
  }

  private owner(): number {
    const mixed = Math.imul(this.run.machine.wordsHash, 0x9e3779b1);
    return ((mixed ^ (mixed >>> 16)) >>> 0) % this.options.workers;
  }

  private put(): void {
    const { machine } = this.run;
    const peer = this.peers[this.owner()];
    if (peer === undefined) {
      this.own.add(machine.record, machine.hash);
      return;
    }
    peer.described.mention(machine.record);
    peer.outgoing.add(machine.record, machine.wordsHash);
  }

  private addOwn(): void {
    const { own } = this;
    this.reached.addAll(own.units, HEADER_UNITS, own.stride, own.count);
    own.clear();
  }

  /** Of each word at least so many bits. What is waiting goes first, packed as it is. */
  private widen(bits: Uint8Array): void {
    this.addOwn();
    for (const peer of this.others) this.send(peer, false);
    const present = this.run.machine.packing.bits;
    const wider = bits.map((width, word) => Math.max(width, present[word] as number));
    this.reached.rewrite(new Packing(wider));
    for (const peer of this.others) this.post.sendNote(peer.id, { kind: 'packing', bits: [...wider] }, this);
  }

  private send(peer: Peer, last: boolean): void {
    const points = peer.described.takeFresh();
    for (let at = 0; at < points.length; at += POINTS_AT_ONCE) {
      this.post.sendNote(peer.id, { kind: 'points', points: points.slice(at, at + POINTS_AT_ONCE) }, this);
    }
    const { units, length, count } = peer.outgoing;
    if (count === 0 && !last) return;
    units[HEADER.level] = this.level;
    units[HEADER.count] = count;
    units[HEADER.last] = last ? 1 : 0;
    this.post.sendBatch(peer.id, units, length, this);
    peer.outgoing.clear();
  }

  private finishLevel(begin: number, end: number): void {
    this.addOwn();
    for (const peer of this.others) {
      const { units } = peer.outgoing;
      units[HEADER.reached] = end;
      units[HEADER.size] = end - begin;
      units[HEADER.stops] = ENDINGS.indexOf(this.ended);
      this.send(peer, true);
    }
    for (;;) {
      this.takeWide();
      if (this.others.every(({ level }) => level >= this.level)) return;
      this.post.wait(this);
    }
  }

  batch(from: number, units: Int32Array): void {
    const peer = this.peerOf(from);
    const { packing } = peer;
    if ((units[HEADER.level] as number) > this.level) this.early.push({ peer, packing, units: units.slice() });
    else if (this.isWide(packing)) this.wide.push({ peer, packing, units: units.slice() });
    else this.takeBatch({ peer, packing, units });
  }

  note(from: number, note: Note): void {
    if (note.kind === 'stop') this.end('undecided');
    else if (note.kind === 'go') this.started = true;
    else if (note.kind === 'packing') this.peerOf(from).packing = new Packing(Uint8Array.from(note.bits));
    else if (note.kind === 'points') for (const point of note.points) this.peerOf(from).translation.learn(point);
  }

  private peerOf(id: number): Peer {
    const peer = this.peers[id];
    if (peer === undefined) throw new RangeError(`Worker ${this.post.id} was sent something by worker ${id}.`);
    return peer;
  }

  private takeEarly(): void {
    const { early } = this;
    this.early = [];
    for (const copy of early) {
      if (this.isWide(copy.packing)) this.wide.push(copy);
      else this.takeBatch(copy);
    }
  }

  /** Some word is wider than this worker packs it. */
  private isWide({ bits }: Packing): boolean {
    const own = this.run.machine.packing.bits;
    return bits.some((width, word) => width > (own[word] as number));
  }

  /** Only between two states: to pack all anew while a batch is just being sent would send it twice. */
  private takeWide(): void {
    while (this.wide.length > 0) {
      const { wide } = this;
      this.wide = [];
      for (const copy of wide) {
        if (this.isWide(copy.packing)) this.widen(copy.packing.bits);
        this.takeBatch(copy);
      }
    }
  }

  private takeBatch({ peer, packing, units }: Copy): void {
    this.incoming.take(units, packing, peer.translation, this.reached);
    if (units[HEADER.last] !== 1) return;
    peer.level = this.level;
    peer.reached = units[HEADER.reached] as number;
    peer.size = units[HEADER.size] as number;
    this.end(ENDINGS[units[HEADER.stops] as number] ?? 'holds');
  }

  private end(ended: Ended): void {
    if (this.ended !== 'violated' && ended !== 'holds') this.ended = ended;
  }
}
