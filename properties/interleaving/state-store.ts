// The distinct states of a search, numbered in the order they are met. Whole states are compared: two states are never
// taken for one because their hashes agree, so "holds" means every state was seen.
//
// Memory touched for the first time can cost more than all else: there is one entry of a table for each state, the tables
// are well filled, and of the many tables only one grows at a time, into what others have left.

const CHUNK_SHIFT = 12;
const CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;
/** One table for few states, and then so many. */
const PARTS = 64;
const PART_BITS = 6;
const SPLIT_AT = 4096;
/** The first table is at most this full, the others grow at the next steps up to twice that: never all at once. */
const FILLED_LEAST = 0.4;

export class StateStore {
  private length: number;
  private readonly chunks: Int32Array[] = [];
  /** Open addressing. Pairs of state + 1 (0 is free) and hash, side by side in the cache. */
  private tables: Int32Array[] = [new Int32Array(1 << 11)];
  private partMask = 0;
  private filled = new Int32Array(1);
  private limits = Int32Array.of(limitOf(0, 1 << 11));
  count = 0;

  /** `length` of a state in 32-bit units. */
  constructor(length: number) {
    this.length = length;
  }

  /** The number of the state; equals the former `count` where the state is new. */
  add(record: Int32Array, hash: number): number {
    const mixed = spread(hash);
    const part = mixed & this.partMask;
    const table = this.tables[part] as Int32Array;
    const mask = table.length - 2;
    let slot = slotOf(mixed) & mask;
    for (;;) {
      const entry = table[slot] as number;
      if (entry === 0) break;
      if (table[slot + 1] === hash && this.equals(entry - 1, record)) return entry - 1;
      slot = (slot + 2) & mask;
    }
    table[slot] = this.count + 1;
    table[slot + 1] = hash;
    this.fill(part);
    return this.append(record);
  }

  /**
   * Writes all states anew, `length` long. Their numbers, and how they are found by their hashes, remain.
   *
   * @param convert from the old state at a place of a chunk to the new one
   */
  rewrite(
    length: number,
    convert: (from: Int32Array, fromOffset: number, to: Int32Array, toOffset: number) => void,
  ): void {
    for (const [number, chunk] of this.chunks.entries()) {
      const rewritten = new Int32Array(length << CHUNK_SHIFT);
      const end = Math.min(this.count - (number << CHUNK_SHIFT), 1 << CHUNK_SHIFT);
      for (let at = 0; at < end; at += 1) convert(chunk, at * this.length, rewritten, at * length);
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

  private equals(state: number, record: Int32Array): boolean {
    const chunk = this.chunkOf(state);
    const offset = this.offsetOf(state);
    for (let index = 0; index < this.length; index += 1) if (chunk[offset + index] !== record[index]) return false;
    return true;
  }

  private append(record: Int32Array): number {
    const state = this.count;
    if ((state & CHUNK_MASK) === 0) this.chunks.push(new Int32Array(this.length << CHUNK_SHIFT));
    const chunk = this.chunkOf(state);
    const offset = this.offsetOf(state);
    for (let index = 0; index < this.length; index += 1) chunk[offset + index] = record[index] as number;
    this.count += 1;
    return state;
  }

  private fill(part: number): void {
    const filled = (this.filled[part] as number) + 1;
    this.filled[part] = filled;
    if (filled <= (this.limits[part] as number)) return;
    if (this.partMask === 0 && filled >= SPLIT_AT) this.split();
    else this.grow(part);
  }

  // In the order of the old table, in which an entry's new slot is next to its old one, or next to that in the other
  // half: memory is gone through from one end to the other, and not at random.
  private grow(part: number): void {
    const old = this.tables[part] as Int32Array;
    const table = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] !== 0) place(table, old[at] as number, old[at + 1] as number);
    }
    this.tables[part] = table;
    this.limits[part] = limitOf(part, table.length);
  }

  private split(): void {
    const [old] = this.tables as [Int32Array];
    const length = old.length / 16;
    this.partMask = PARTS - 1;
    this.tables = Array.from({ length: PARTS }, () => new Int32Array(length));
    this.filled = new Int32Array(PARTS);
    this.limits = Int32Array.from({ length: PARTS }, (_, part) => limitOf(part, length));
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] === 0) continue;
      const hash = old[at + 1] as number;
      const part = spread(hash) & this.partMask;
      place(this.tables[part] as Int32Array, old[at] as number, hash);
      this.fill(part);
    }
  }
}

/** How many entries a table may have before it grows. */
function limitOf(part: number, length: number): number {
  return Math.floor((length / 2) * FILLED_LEAST * 2 ** (part / PARTS));
}

function place(table: Int32Array, entry: number, hash: number): void {
  const mask = table.length - 2;
  let slot = slotOf(spread(hash)) & mask;
  while (table[slot] !== 0) slot = (slot + 2) & mask;
  table[slot] = entry;
  table[slot + 1] = hash;
}

/** The hash is linear in the state; the tables want neighbours far apart. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Of the bits that do not say which table it is. The mask of a table makes it even. */
function slotOf(mixed: number): number {
  return mixed >>> (PART_BITS - 1);
}
