// The distinct states of a search, numbered in the order they are met. Whole states are compared: two states are never
// taken for one because their hashes agree, so "holds" means every state was seen.
import { IntList } from './int-list.ts';

const CHUNK_SHIFT = 12;
const CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;

export class StateStore {
  private length: number;
  private readonly chunks: Int32Array[] = [];
  private readonly hashes = new IntList();
  /** Open addressing, at most half full. Pairs of state + 1 (0 is free) and hash, side by side in the cache. */
  private table = new Int32Array(1 << 13);
  count = 0;

  /** `length` of a state in 32-bit units. */
  constructor(length: number) {
    this.length = length;
  }

  /** The number of the state; equals the former `count` where the state is new. */
  add(record: Int32Array, hash: number): number {
    const { table } = this;
    const mask = table.length - 2;
    let slot = spread(hash) & mask;
    for (;;) {
      const entry = table[slot] as number;
      if (entry === 0) return this.insert(slot, record, hash);
      if (table[slot + 1] === hash && this.equals(entry - 1, record)) return entry - 1;
      slot = (slot + 2) & mask;
    }
  }

  /**
   * Writes all states anew, `length` long. Their numbers, and how they are found by their hashes, remain.
   *
   * @param convert from the old state at a place of a chunk to the new one
   */
  rewrite(
    length: number,
    convert: (from: Int32Array, fromOffset: number, to: Int32Array, toOffset: number, state: number) => void,
  ): void {
    for (const [number, chunk] of this.chunks.entries()) {
      const rewritten = new Int32Array(length << CHUNK_SHIFT);
      const first = number << CHUNK_SHIFT;
      const end = Math.min(this.count - first, 1 << CHUNK_SHIFT);
      for (let at = 0; at < end; at += 1) convert(chunk, at * this.length, rewritten, at * length, first + at);
      this.chunks[number] = rewritten;
    }
    this.length = length;
  }

  chunkOf(state: number): Int32Array {
    return this.chunks[state >>> CHUNK_SHIFT] as Int32Array;
  }

  /** Where the state begins in its chunk. */
  offsetOf(state: number): number {
    return (state & CHUNK_MASK) * this.length;
  }

  hashOf(state: number): number {
    return this.hashes.at(state);
  }

  private equals(state: number, record: Int32Array): boolean {
    const chunk = this.chunkOf(state);
    const offset = this.offsetOf(state);
    for (let index = 0; index < this.length; index += 1) if (chunk[offset + index] !== record[index]) return false;
    return true;
  }

  private insert(slot: number, record: Int32Array, hash: number): number {
    const state = this.count;
    if ((state & CHUNK_MASK) === 0) this.chunks.push(new Int32Array(this.length << CHUNK_SHIFT));
    const chunk = this.chunkOf(state);
    const offset = this.offsetOf(state);
    for (let index = 0; index < this.length; index += 1) chunk[offset + index] = record[index] as number;
    this.hashes.push(hash);
    this.table[slot] = state + 1;
    this.table[slot + 1] = hash;
    this.count += 1;
    if (this.count * 4 > this.table.length) this.grow();
    return state;
  }

  // In the order of the old table, in which an entry's new slot is next to its old one, or next to that in the other
  // half: memory is gone through from one end to the other, and not at random.
  private grow(): void {
    const old = this.table;
    const table = new Int32Array(old.length * 2);
    const mask = table.length - 2;
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] === 0) continue;
      const hash = old[at + 1] as number;
      let slot = spread(hash) & mask;
      while (table[slot] !== 0) slot = (slot + 2) & mask;
      table[slot] = old[at] as number;
      table[slot + 1] = hash;
    }
    this.table = table;
  }
}

/** The hash is linear in the state; the table wants neighbours far apart. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
