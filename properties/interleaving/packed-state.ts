// The state of a run as one vector of integers, packed at all times, with a hash that follows each single write and a
// log by which the writes of the last move are taken back. Nothing here knows what the numbers mean. The hash is that of
// the words, however they are packed.
import { Packing } from './packing.ts';

export class PackedState {
  /** The words, unpacked. */
  readonly memory: Int32Array;
  /** The packed state: one control for each thread, then the words. */
  record: Int32Array;
  packing: Packing;
  hash = 0;
  /** The part of the hash that the words have in it. */
  wordsHash = 0;
  /** A value was written for which there is no room: the record is wrong, until the move is taken back. */
  overflow = false;
  /** The words with no room, and what was to be written to them, since this was last emptied. */
  readonly unfit: (readonly [word: number, value: number])[] = [];

  protected readonly threads: number;
  private unit: Int32Array;
  private shift: Uint8Array;
  private bits: Uint8Array;
  private readonly multipliers: Int32Array;
  private readonly undoPlace: number[] = [];
  private readonly undoValue: number[] = [];
  private undoCount = 0;
  private undoHash = 0;
  private undoWordsHash = 0;

  /** `bytes` for each word, until it is packed otherwise. */
  constructor(threads: number, words: number, bytes: 1 | 2 | 4) {
    this.threads = threads;
    this.memory = new Int32Array(words);
    this.packing = Packing.even(words, bytes * 8);
    this.record = new Int32Array(threads + this.packing.length);
    this.unit = this.packing.unit;
    this.shift = this.packing.shift;
    this.bits = this.packing.bits;
    this.multipliers = oddMultipliers(threads + words);
  }

  /** Packs the state otherwise. The last move can no longer be taken back. */
  repack(packing: Packing): void {
    const record = new Int32Array(this.threads + packing.length);
    for (let thread = 0; thread < this.threads; thread += 1) record[thread] = this.record[thread] as number;
    packing.pack(this.memory, record, this.threads);
    this.record = record;
    this.packing = packing;
    this.unit = packing.unit;
    this.shift = packing.shift;
    this.bits = packing.bits;
    this.overflow = false;
    this.clearUndo();
  }

  /** The hash of a state whose controls stand in `record` at `from`, and whose words have that part in it. */
  hashWith(wordsHash: number, record: Int32Array, from: number): number {
    let hash = wordsHash;
    for (let thread = 0; thread < this.threads; thread += 1) {
      hash = (hash + Math.imul(this.multipliers[thread] as number, record[from + thread] as number)) | 0;
    }
    return hash;
  }

  /** Takes the last move back. */
  undo(): void {
    const { undoPlace, undoValue, threads, record } = this;
    for (let index = this.undoCount - 1; index >= 0; index -= 1) {
      const place = undoPlace[index] as number;
      const value = undoValue[index] as number;
      if (place < threads) record[place] = value;
      else this.pack(place - threads, value);
    }
    this.hash = this.undoHash;
    this.wordsHash = this.undoWordsHash;
    this.overflow = false;
    this.clearUndo();
  }

  /** Takes on a packed state. Only what differs from the present one is unpacked, and changes the hash. */
  load(source: Int32Array, from: number): void {
    const { record, threads, multipliers } = this;
    const { length } = record;
    let { hash } = this;
    let change = 0;
    for (let thread = 0; thread < threads; thread += 1) {
      const control = source[from + thread] as number;
      hash = (hash + Math.imul(multipliers[thread] as number, control - (record[thread] as number))) | 0;
      record[thread] = control;
    }
    for (let index = threads; index < length; index += 1) {
      const packed = source[from + index] as number;
      if (packed === record[index]) continue;
      record[index] = packed;
      change = (change + this.unpack(index - threads, packed)) | 0;
    }
    this.hash = (hash + change) | 0;
    this.wordsHash = (this.wordsHash + change) | 0;
    this.clearUndo();
  }

  /** Gives by how much the hash changes. */
  private unpack(unit: number, packed: number): number {
    const { memory, multipliers, threads } = this;
    const { first, words } = this.packing;
    const end = first[unit + 1] as number;
    let change = 0;
    for (let at = first[unit] as number; at < end; at += 1) {
      const word = words[at] as number;
      const bits = this.bits[word] as number;
      const value = (packed << (32 - bits - (this.shift[word] as number))) >> (32 - bits);
      change = (change + Math.imul(multipliers[threads + word] as number, value - (memory[word] as number))) | 0;
      memory[word] = value;
    }
    return change;
  }

  protected clearUndo(): void {
    this.undoCount = 0;
    this.undoHash = this.hash;
    this.undoWordsHash = this.wordsHash;
  }

  private remember(place: number, value: number): void {
    this.undoPlace[this.undoCount] = place;
    this.undoValue[this.undoCount] = value;
    this.undoCount += 1;
  }

  protected setControl(thread: number, control: number): void {
    const before = this.record[thread] as number;
    this.remember(thread, before);
    this.record[thread] = control;
    this.hash = (this.hash + Math.imul(this.multipliers[thread] as number, control - before)) | 0;
  }

  protected write(word: number, value: number): void {
    const before = this.memory[word] as number;
    if (value === before) return;
    const place = this.threads + word;
    this.remember(place, before);
    const spare = 32 - (this.bits[word] as number);
    if (spare === 32 || (value << spare) >> spare !== value) {
      this.overflow = true;
      this.unfit.push([word, value]);
    }
    this.pack(word, value);
    const change = Math.imul(this.multipliers[place] as number, value - before);
    this.hash = (this.hash + change) | 0;
    this.wordsHash = (this.wordsHash + change) | 0;
  }

  private pack(word: number, value: number): void {
    this.memory[word] = value;
    const unit = this.unit[word] as number;
    if (unit < 0) return;
    const bits = this.bits[word] as number;
    const shift = this.shift[word] as number;
    const index = this.threads + unit;
    const mask = bits === 32 ? -1 : (1 << bits) - 1;
    const others = (this.record[index] as number) & ~(mask << shift);
    this.record[index] = others | ((value & mask) << shift);
  }
}

// The hash is the sum of value times multiplier over all places, so that one write changes it by one product. Fixed
// multipliers (a Weyl sequence, mixed): the same system is searched in the same way everywhere.
function oddMultipliers(count: number): Int32Array {
  const out = new Int32Array(count);
  let state = 0;
  for (let index = 0; index < count; index += 1) {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    out[index] = (mixed ^ (mixed >>> 15)) | 1;
  }
  return out;
}
