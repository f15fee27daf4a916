// Where each word lies in a packed state, and in how many bits. Words that have never changed are left out.

const WHOLE = 32;

/** How many bits hold all signed integers from `low` to `high`. */
export function bitsFor(low: number, high: number): number {
  const one = low < 0 ? ~low : low;
  const other = high < 0 ? ~high : high;
  return 33 - Math.clz32(Math.max(one, other));
}

export class Packing {
  /** Of the packed words, in 32-bit units. */
  readonly length: number;
  /** Of each word; 0: left out. */
  readonly bits: Uint8Array;
  /** The unit that a word is in; -1: none. */
  readonly unit: Int32Array;
  readonly shift: Uint8Array;
  readonly mask: Int32Array;
  /** The words of unit u are `words[first[u]]` to `words[first[u + 1] - 1]`. */
  readonly first: Int32Array;
  readonly words: Int32Array;

  constructor(bits: Uint8Array) {
    const count = bits.length;
    this.bits = bits;
    this.unit = new Int32Array(count).fill(-1);
    this.shift = new Uint8Array(count);
    this.mask = Int32Array.from(bits, (width) => (width === WHOLE ? -1 : (1 << width) - 1));
    const first: number[] = [];
    const words: number[] = [];
    let used = WHOLE;
    for (let word = 0; word < count; word += 1) {
      const width = bits[word] as number;
      if (width === 0) continue;
      if (used + width > WHOLE) {
        first.push(words.length);
        used = 0;
      }
      this.unit[word] = first.length - 1;
      this.shift[word] = used;
      words.push(word);
      used += width;
    }
    this.length = first.length;
    this.first = Int32Array.from([...first, words.length]);
    this.words = Int32Array.from(words);
  }

  /** All words at the same width. */
  static even(words: number, bits: number): Packing {
    return new Packing(new Uint8Array(words).fill(bits));
  }

  /** The words packed in `from`, at `offset`, into a memory; those left out stay as they are there. */
  unpack(from: Int32Array, offset: number, memory: Int32Array): void {
    for (const word of this.words) {
      const spare = WHOLE - (this.bits[word] as number);
      const unit = from[offset + (this.unit[word] as number)] as number;
      memory[word] = (unit << (spare - (this.shift[word] as number))) >> spare;
    }
  }

  /** Packs the words of a memory into `out`, from `offset`. */
  pack(memory: Int32Array, out: Int32Array, offset: number): void {
    out.fill(0, offset, offset + this.length);
    for (const word of this.words) {
      const at = offset + (this.unit[word] as number);
      const part = ((memory[word] as number) & (this.mask[word] as number)) << (this.shift[word] as number);
      out[at] = (out[at] as number) | part;
    }
  }
}
