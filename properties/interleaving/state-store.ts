// The distinct states of a search, numbered in the order they are met. Whole states are compared: two states are never
// taken for one because their hashes agree, so "holds" means every state was seen.
//
// Found by extendible hashing (Fagin and others 1979): a directory of tables of one size; one that is full is split in two,
// and the others stay as they are. So nothing is ever copied as a whole, and no memory is left behind: memory touched for
// the first time can cost more than all else. It is asked for in large pieces, since each call for more may stop all
// threads of the process.

const CHUNK_SHIFT = 15;
/** States in the first chunk, at first: most searches are small. */
const CHUNK_FIRST = 256;
/** Tables that are made at once. */
const SLAB = 16;
const CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;
/** Slots of a table: for few states, and at most. */
const SLOTS_FIRST = 512;
const SLOTS = 8192;
/** The slot is found by other bits of the hash than the table. */
const TABLE_BITS = 13;
/** How many entries a table has when it is split, by its first bits: from so full to twice that, never all at once. */
const FULL_LEAST = 0.4;
const FULL_STEPS = 64;
/** As many as the caches of a processor hold, and those of its pages. */
const LOOKED_AT_ONCE = 256;

/** Open addressing. Pairs of state + 1 (0 is free) and hash, side by side in the cache. */
interface Table {
  slots: Int32Array;
  filled: number;
  /** Entries beyond which it is split. */
  limit: number;
  /** So many low bits of the hash are the same for all its entries. */
  readonly depth: number;
  readonly prefix: number;
}

export class StateStore {
  private length: number;
  private readonly chunks: Int32Array[] = [];
  /** The slots of the table for each pattern of low bits; several may share one. */
  private directory: Int32Array[] = [new Int32Array(SLOTS_FIRST * 2)];
  private tables: Table[] = [tableOf(this.directory[0] as Int32Array, 0, 0)];
  private directoryMask = 0;
  /** Of an index in any of the tables: even. */
  private slotMask: number = SLOTS_FIRST * 2 - 2;
  /** For a table that is being split. */
  private scratch: Int32Array | undefined;
  private slab: Int32Array = new Int32Array(0);
  /** States that the first chunk has room for. */
  private roomInFirst = 0;
  count = 0;
  private readonly looked: Int32Array = new Int32Array(LOOKED_AT_ONCE);
  /** Of no meaning: without it the looks would be optimised away. */
  protected fetched = 0;

  /** `length` of a state in 32-bit units. */
  constructor(length: number) {
    this.length = length;
  }

  /**
   * The number of the state that stands in `record` at `from`; equals the former `count` where the state is new.
   */
  add(record: Int32Array, hash: number, from: number = 0): number {
    const mixed = spread(hash);
    const table = this.directory[mixed & this.directoryMask] as Int32Array;
    const mask = this.slotMask;
    let slot = slotOf(mixed) & mask;
    for (;;) {
      const entry = table[slot] as number;
      if (entry === 0) break;
      if (table[slot + 1] === hash && this.equals(entry - 1, record, from)) return entry - 1;
      slot = (slot + 2) & mask;
    }
    table[slot] = this.count + 1;
    table[slot + 1] = hash;
    this.fill(mixed & this.directoryMask);
    return this.append(record, from);
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
      const room = number === 0 ? this.roomInFirst : 1 << CHUNK_SHIFT;
      const rewritten = new Int32Array(length * room);
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

  /**
   * Adds many states that stand one after another, each followed by its hash. Some hundred are looked up before any of them
   * is added, so that the processor waits for the memory of several at a time.
   */
  addAll(states: Int32Array, from: number, stride: number, count: number): void {
    for (let done = 0; done < count; done += LOOKED_AT_ONCE) {
      this.addSome(states, from + done * stride, stride, Math.min(LOOKED_AT_ONCE, count - done));
    }
  }

  private addSome(states: Int32Array, from: number, stride: number, count: number): void {
    const { looked, directory, directoryMask, slotMask, chunks } = this;
    for (let next = 0; next < count; next += 1) {
      const mixed = spread(states[from + (next + 1) * stride - 1] as number);
      looked[next] = (directory[mixed & directoryMask] as Int32Array)[slotOf(mixed) & slotMask] as number;
    }
    let fetched = 0;
    for (let next = 0; next < count; next += 1) {
      const state = (looked[next] as number) - 1;
      if (state >= 0) fetched ^= (chunks[state >>> CHUNK_SHIFT] as Int32Array)[this.offsetOf(state)] as number;
    }
    this.fetched = fetched;
    for (let next = 0; next < count; next += 1) {
      const at = from + next * stride;
      this.add(states, states[at + stride - 1] as number, at);
    }
  }

  private equals(state: number, record: Int32Array, from: number): boolean {
    const chunk = this.chunkOf(state);
    const offset = this.offsetOf(state);
    for (let index = 0; index < this.length; index += 1) {
      if (chunk[offset + index] !== record[from + index]) return false;
    }
    return true;
  }

  private append(record: Int32Array, from: number): number {
    const state = this.count;
    const offset = this.offsetOf(state);
    if (offset === 0 || state === this.roomInFirst) this.makeRoom(state);
    const chunk = this.chunkOf(state);
    for (let index = 0; index < this.length; index += 1) chunk[offset + index] = record[from + index] as number;
    this.count += 1;
    return state;
  }

  private makeRoom(state: number): void {
    if (state > CHUNK_MASK) {
      this.chunks.push(new Int32Array(this.length << CHUNK_SHIFT));
      return;
    }
    this.roomInFirst = Math.min(1 << CHUNK_SHIFT, state === 0 ? CHUNK_FIRST : state * 4);
    const first = new Int32Array(this.roomInFirst * this.length);
    if (state > 0) first.set(this.chunkOf(0));
    this.chunks[0] = first;
  }

  private newTable(): Int32Array {
    const length = SLOTS * 2;
    if (this.slab.length === 0) this.slab = new Int32Array(SLAB * length);
    const table = this.slab.subarray(0, length);
    this.slab = this.slab.subarray(length);
    // Memory that is read before it is written is mapped twice, and the second time stops all threads of the process.
    table.fill(0);
    return table;
  }

  private fill(pattern: number): void {
    const table = this.tables[pattern] as Table;
    table.filled += 1;
    if (table.filled <= table.limit) return;
    if (this.slotMask < SLOTS * 2 - 2) this.grow(table);
    else this.split(table);
  }

  /** The only table there is yet. */
  private grow(table: Table): void {
    const old = table.slots;
    this.slotMask = old.length * 2 - 2;
    table.slots = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] !== 0) place(table.slots, this.slotMask, old[at] as number, old[at + 1] as number);
    }
    table.limit = limitOf(table.slots, 0);
    this.directory[0] = table.slots;
  }

  /** One half of the entries stays, in memory that is used already. */
  private split(table: Table): void {
    const bit = 1 << table.depth;
    if (bit > this.directoryMask) this.doubleDirectory();
    this.scratch ??= new Int32Array(SLOTS * 2);
    const entries = this.scratch;
    entries.set(table.slots);
    table.slots.fill(0);
    const depth = table.depth + 1;
    const low = tableOf(table.slots, depth, table.prefix);
    const high = tableOf(this.newTable(), depth, table.prefix | bit);
    for (let at = 0; at < entries.length; at += 2) {
      if (entries[at] === 0) continue;
      const hash = entries[at + 1] as number;
      const half = (spread(hash) & bit) === 0 ? low : high;
      half.filled += 1;
      place(half.slots, this.slotMask, entries[at] as number, hash);
    }
    for (let pattern = table.prefix; pattern <= this.directoryMask; pattern += bit) {
      const half = (pattern & bit) === 0 ? low : high;
      this.tables[pattern] = half;
      this.directory[pattern] = half.slots;
    }
  }

  private doubleDirectory(): void {
    this.directory = [...this.directory, ...this.directory];
    this.tables = [...this.tables, ...this.tables];
    this.directoryMask = this.directory.length - 1;
  }
}

function tableOf(slots: Int32Array, depth: number, prefix: number): Table {
  return { slots, filled: 0, limit: limitOf(slots, prefix), depth, prefix };
}

function limitOf(slots: Int32Array, prefix: number): number {
  return Math.floor((slots.length / 2) * FULL_LEAST * 2 ** ((prefix % FULL_STEPS) / FULL_STEPS));
}

function place(slots: Int32Array, mask: number, entry: number, hash: number): void {
  let slot = slotOf(spread(hash)) & mask;
  while (slots[slot] !== 0) slot = (slot + 2) & mask;
  slots[slot] = entry;
  slots[slot + 1] = hash;
}

/** The hash is linear in the state; the tables want neighbours far apart. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** The mask makes it even. */
function slotOf(mixed: number): number {
  return mixed >>> (TABLE_BITS - 1);
}
