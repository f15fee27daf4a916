/** Where the numbers of a state's parts are in its words. None straddles two words. */

export interface Field {
  readonly word: number;
  readonly shift: number;
  /** The largest number that has room. */
  readonly max: number;
}

export interface Layout {
  /** 32-bit words of a state. */
  readonly width: number;
  /** By part. */
  readonly fields: readonly Field[];
}

const WORD = 32;

/**
 * @param bits of each part, at most 31
 */
export function layoutOf(bits: readonly number[]): Layout {
  const free: number[] = [];
  const fields = bits.map((size) => {
    let word = free.findIndex((left) => left >= size);
    if (word === -1) word = free.push(WORD) - 1;
    const left = free[word] ?? WORD;
    free[word] = left - size;
    return { word, shift: WORD - left, max: 2 ** size - 1 };
  });
  return { width: free.length, fields };
}

/** Room for every value met so far, and for as many more. */
export function bitsFor(sizes: readonly number[]): number[] {
  return sizes.map((size) => Math.ceil(Math.log2(size + 1)) + 1);
}

export function valueIn({ word, shift, max }: Field, words: Int32Array, offset: number): number {
  return ((words[offset + word] as number) >>> shift) & max;
}

/** A part has more values than the layout has room for. The search begins again with a wider one. */
export class NoRoom extends Error {}
