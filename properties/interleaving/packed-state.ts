// The state of a run as one vector of integers, packed at all times, with a hash that follows each single write and a
// log by which the writes of the last move are taken back. Nothing here knows what the numbers mean.

export class PackedState {
  /** The words, unpacked. */
  readonly memory: Int32Array;
  /** The packed state: one control for each thread, then the words at the chosen width. */
  readonly record: Int32Array;
  hash = 0;
  /** A value was written that does not fit the width. */
  overflow = false;

  protected readonly threads: number;
  private readonly packShift: number;
  private readonly bits: number;
  private readonly mask: number;
  private readonly multipliers: Int32Array;
  private readonly undoPlace: number[] = [];
  private readonly undoValue: number[] = [];
  private undoCount = 0;
  private undoHash = 0;

  /** `bytes` for each word. */
  constructor(threads: number, words: number, bytes: 1 | 2 | 4) {
    this.threads = threads;
    this.packShift = bytes === 1 ? 2 : bytes === 2 ? 1 : 0;
    this.bits = bytes * 8;
    this.mask = bytes === 4 ? -1 : (1 << this.bits) - 1;
    this.memory = new Int32Array(words);
    this.record = new Int32Array(threads + Math.ceil((words * bytes) / 4));
    this.multipliers = oddMultipliers(threads + words);
  }

  /** The part of the hash that the words have in it. */
  wordsHash(): number {
    let { hash } = this;
    for (let thread = 0; thread < this.threads; thread += 1) {
      hash = (hash - Math.imul(this.multipliers[thread] as number, this.record[thread] as number)) | 0;
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
    this.overflow = false;
    this.clearUndo();
  }

  /** Takes on a packed state. Only what differs from the present one is unpacked. */
  load(source: Int32Array, from: number, hash: number): void {
    const { record, threads, memory, packShift, bits } = this;
    const each = 1 << packShift;
    for (let index = 0; index < record.length; index += 1) {
      const packed = source[from + index] as number;
      if (packed === record[index]) continue;
      record[index] = packed;
      if (index < threads) continue;
      const first = (index - threads) << packShift;
      for (let part = 0; part < each && first + part < memory.length; part += 1) {
        memory[first + part] = (packed << (32 - bits * (part + 1))) >> (32 - bits);
      }
    }
    this.hash = hash;
    this.clearUndo();
  }

  protected clearUndo(): void {
    this.undoCount = 0;
    this.undoHash = this.hash;
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
    const spare = 32 - this.bits;
    if ((value << spare) >> spare !== value) this.overflow = true;
    this.pack(word, value);
    this.hash = (this.hash + Math.imul(this.multipliers[place] as number, value - before)) | 0;
  }

  private pack(word: number, value: number): void {
    this.memory[word] = value;
    const index = this.threads + (word >> this.packShift);
    const shift = (word & ((1 << this.packShift) - 1)) * this.bits;
    const others = (this.record[index] as number) & ~(this.mask << shift);
    this.record[index] = others | ((value & this.mask) << shift);
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
