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
const BITS_MAX = 31;

/**
 * In as few words as there can be. What they have to spare goes to the parts that grow: one that outgrows its place means
 * that the search begins again.
 *
 * @param bits of each part, at least, and at most 31
 * @param grows which parts still had new values of late; default: all
 */
export function layoutOf(bits: readonly number[], grows: readonly boolean[] = []): Layout {
  const order = [...bits.keys()].toSorted(
    (a, b) => Number(grows[b] === true) - Number(grows[a] === true) || (bits[b] ?? 0) - (bits[a] ?? 0),
  );
  const total = bits.reduce((sum, size) => sum + size, 0);
  let words: number[][] | undefined;
  for (let width = Math.max(1, Math.ceil(total / WORD)); words === undefined; width += 1) {
    words = wordsOf(bits, order, width);
  }
  const fields: Field[] = [];
  for (const [word, parts] of words.entries()) {
    const growing = parts.filter((part) => grows[part] === true);
    const taking = growing.length > 0 ? growing : parts;
    const spare = Math.floor(parts.reduce((left, part) => left - (bits[part] ?? 0), WORD) / taking.length);
    let shift = 0;
    for (const part of parts) {
      const size = Math.min(BITS_MAX, (bits[part] ?? 0) + (taking.includes(part) ? spare : 0));
      fields[part] = { word, shift, max: 2 ** size - 1 };
      shift += size;
    }
  }
  return { width: words.length, fields };
}

/** Each part, in this order, into the word that has most room left. */
function wordsOf(bits: readonly number[], order: readonly number[], width: number): number[][] | undefined {
  const words: number[][] = Array.from({ length: width }, () => []);
  const left = words.map(() => WORD);
  for (const part of order) {
    const most = Math.max(...left);
    const size = bits[part] ?? 0;
    if (size > most) return undefined;
    const word = left.indexOf(most);
    words[word]?.push(part);
    left[word] = most - size;
  }
  return words;
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
