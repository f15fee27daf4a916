// The states that a search has reached, each in as few bits as they all need. How many that is nobody knows beforehand:
// the first states are kept at a byte a word; then the words that have not changed by then are left out, and the others
// get the bits they have needed, and one to spare. Where that turns out to be too little, all states are written anew:
// seldom, and for a fraction of what it took to reach them.
import type { Machine } from './machine.ts';
import { bitsFor, Packing } from './packing.ts';
import { StateStore } from './state-store.ts';

const BITS_AT_FIRST = 8;
const STATES_AT_FIRST = 4096;
const SPARE_BITS = 1;
const BITS_MAX = 32;

export class ReachedStates {
  private readonly machine: Machine;
  private readonly store: StateStore;
  private readonly threads: number;
  private settled: boolean;

  /**
   * The machine is in its first state, and has room for all words as they are.
   *
   * @param packing how to pack them, where that is known beforehand
   */
  constructor(machine: Machine, threads: number, packing?: Packing) {
    this.machine = machine;
    this.threads = threads;
    this.settled = packing !== undefined;
    const bits = (): Uint8Array =>
      Uint8Array.from(machine.memory, (value) => Math.max(BITS_AT_FIRST, bitsFor(value, value)));
    machine.repack(packing ?? new Packing(bits()));
    machine.unfit.length = 0;
    this.store = new StateStore(machine.record.length);
  }

  get count(): number {
    return this.store.count;
  }

  /** Takes the machine to a state. */
  enter(state: number): void {
    const { machine, store } = this;
    if (!this.settled && store.count >= STATES_AT_FIRST) this.settle();
    machine.load(store.chunkOf(state), store.offsetOf(state));
  }

  /** The number of the state that the machine is in; equals the former `count` where it is new. */
  add(): number {
    return this.store.add(this.machine.record, this.machine.hash);
  }

  /** The same of many states, packed as the machine packs, one after another, each followed by its hash. */
  addAll(states: Int32Array, from: number, stride: number, count: number): void {
    this.store.addAll(states, from, stride, count);
  }

  /** A move of the machine from this state, which it is in; room is made for values that have none. */
  move(state: number, thread: number, timeout: boolean): void {
    const { machine } = this;
    machine.move(thread, timeout);
    while (machine.overflow) {
      this.rewrite(new Packing(this.roomy()));
      this.enter(state);
      machine.move(thread, timeout);
    }
  }

  /** Takes the last move back, which led to a value without room. Gives the bits that each word should have. */
  roomy(): Uint8Array {
    const { machine } = this;
    const bits = machine.packing.bits.slice();
    machine.undo();
    for (const [word, value] of machine.unfit) {
      const before = machine.memory[word] as number;
      const needed = bitsFor(Math.min(before, value), Math.max(before, value)) + SPARE_BITS;
      bits[word] = Math.min(BITS_MAX, Math.max(bits[word] as number, needed));
    }
    machine.unfit.length = 0;
    return bits;
  }

  private settle(): void {
    const { machine, store } = this;
    this.settled = true;
    const low = machine.memory.slice();
    const high = machine.memory.slice();
    for (let state = 0; state < store.count; state += 1) {
      machine.load(store.chunkOf(state), store.offsetOf(state));
      for (let word = 0; word < low.length; word += 1) {
        const value = machine.memory[word] as number;
        if (value < (low[word] as number)) low[word] = value;
        else if (value > (high[word] as number)) high[word] = value;
      }
    }
    const bits = Uint8Array.from(low, (least, word) => {
      const most = high[word] as number;
      return least === most ? 0 : Math.min(BITS_MAX, bitsFor(least, most) + SPARE_BITS);
    });
    this.rewrite(new Packing(bits));
  }

  /** Packs all states otherwise, each word as wide as before or wider. The machine is in one of them afterwards. */
  rewrite(packing: Packing): void {
    const { machine, store, threads } = this;
    store.rewrite(threads + packing.length, (from, fromOffset, to, toOffset) => {
      machine.load(from, fromOffset);
      for (let thread = 0; thread < threads; thread += 1) to[toOffset + thread] = from[fromOffset + thread] as number;
      packing.pack(machine.memory, to, toOffset + threads);
    });
    machine.repack(packing);
  }
}
