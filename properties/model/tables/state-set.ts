/**
 * A set of states of a few words each. The words themselves are in the table, so that a look-up is one cache miss, and
 * whole states are compared. No word of a state is zero: no part of it is. A place whose first word is zero is free.
 */
export class StateSet {
  count = 0;
  private readonly width: number;
  private table: Int32Array;
  /** Places less one. */
  private mask: number;

  constructor(width: number) {
    this.width = width;
    this.mask = (1 << 14) - 1;
    this.table = new Int32Array((this.mask + 1) * width);
  }

  /** Where the search for a state begins. */
  placeOf(words: Int32Array, offset: number): number {
    let hash = words[offset] as number;
    for (let word = 1; word < this.width; word += 1)
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ (words[offset + word] as number);
    hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
    hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
    return (hash ^ (hash >>> 16)) & this.mask;
  }

  /** Brings the place into the cache. */
  touch(place: number): number {
    return this.table[place * this.width] as number;
  }

  /** Whether the state is new; it is in from now on. Between `placeOf` and this, `reserve` must not be called. */
  add(words: Int32Array, offset: number, place: number): boolean {
    const { table, width, mask } = this;
    for (let at = place; ; at = (at + 1) & mask) {
      const entry = at * width;
      const first = table[entry] as number;
      if (first === 0) {
        for (let word = 0; word < width; word += 1) table[entry + word] = words[offset + word] as number;
        this.count += 1;
        return true;
      }
      if (first !== words[offset]) continue;
      let word = 1;
      while (word < width && table[entry + word] === words[offset + word]) word += 1;
      if (word === width) return false;
    }
  }

  /** Makes room for so many more: the table stays at most five eighths full. */
  reserve(more: number): void {
    if ((this.count + more) * 8 <= (this.mask + 1) * 5) return;
    const { table, width } = this;
    this.mask = (this.mask + 1) * 4 - 1;
    // Memory that is read before it is written is mapped twice, and the second time stops all threads of the process.
    this.table = new Int32Array((this.mask + 1) * width).fill(0);
    this.count = 0;
    for (let entry = 0; entry < table.length; entry += width) {
      if (table[entry] !== 0) this.add(table, entry, this.placeOf(table, entry));
    }
  }
}
