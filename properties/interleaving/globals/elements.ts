// The elements of typed arrays as 32-bit words, whatever their size and sign: a word holds the bits of its element, as an
// unsigned number, and of an element of 64 bits the number of its value in a table.
import type { Update } from '../system.ts';

export type ElementName =
  | 'Int8Array'
  | 'Uint8Array'
  | 'Uint8ClampedArray'
  | 'Int16Array'
  | 'Uint16Array'
  | 'Int32Array'
  | 'Uint32Array'
  | 'BigInt64Array'
  | 'BigUint64Array';

export type Value = number | bigint;

/** How the elements of one kind of array are stored. */
export interface Element {
  readonly name: ElementName;
  readonly bytes: number;
  /** Converts as an assignment to an element does, and throws what it throws. */
  toWord(value: unknown): number;
  fromWord(word: number): Value;
  /** What `Atomics.store` returns. */
  converted(value: unknown): Value;
}

export type ArithmeticName = 'add' | 'sub' | 'and' | 'or' | 'xor';
const ARITHMETIC: readonly ArithmeticName[] = ['add', 'sub', 'and', 'or', 'xor'];
const SIZES = [1, 2, 4, 8];

const onNumbers: Readonly<Record<ArithmeticName, (one: number, two: number) => number>> = {
  add: (one, two) => one + two,
  sub: (one, two) => one - two,
  and: (one, two) => one & two,
  or: (one, two) => one | two,
  xor: (one, two) => one ^ two,
};
const onBigs: Readonly<Record<ArithmeticName, (one: bigint, two: bigint) => bigint>> = {
  add: (one, two) => one + two,
  sub: (one, two) => one - two,
  and: (one, two) => one & two,
  or: (one, two) => one | two,
  xor: (one, two) => one ^ two,
};

/** The values of 64 bits met so far, by number; number 0 is 0. */
class BigTable {
  private readonly numbers = new Map<bigint, number>([[0n, 0]]);
  private readonly values: bigint[] = [0n];

  number(value: bigint): number {
    const bits = BigInt.asUintN(64, value);
    let number = this.numbers.get(bits);
    if (number === undefined) {
      number = this.values.push(bits) - 1;
      this.numbers.set(bits, number);
    }
    return number;
  }

  value(number: number): bigint {
    return this.values[number] ?? 0n;
  }
}

export class Elements {
  private readonly bigs = new BigTable();
  /** What the engine computes, by `codeOf`: arithmetic on bits, which knows no sign. */
  readonly updates: readonly Update[] = SIZES.flatMap((bytes) =>
    ARITHMETIC.map((name) => ({ name, apply: this.arithmetic(name, bytes) })),
  );

  /** The number of an operation on elements of so many bytes. */
  codeOf(name: ArithmeticName, bytes: number): number {
    return SIZES.indexOf(bytes) * ARITHMETIC.length + ARITHMETIC.indexOf(name);
  }

  number(
    name: ElementName,
    one: Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array,
  ): Element {
    const bytes = one.BYTES_PER_ELEMENT;
    const signed = !name.startsWith('U');
    return {
      name,
      bytes,
      toWord(value) {
        // An assignment converts: wraps, clamps, and refuses what is no number.
        one[0] = value as number;
        return bitsOf(one[0] as number, bytes);
      },
      fromWord(word) {
        const shift = 32 - bytes * 8;
        return signed ? (word << shift) >> shift : (word << shift) >>> shift;
      },
      converted(value) {
        const number = Number(value);
        return Number.isNaN(number) ? 0 : Math.trunc(number) + 0;
      },
    };
  }

  big(name: ElementName): Element {
    const signed = !name.includes('U');
    return {
      name,
      bytes: 8,
      toWord: (value) => this.bigs.number(toBig(value)),
      fromWord: (word) => (signed ? BigInt.asIntN(64, this.bigs.value(word)) : this.bigs.value(word)),
      // `toWord` has refused numbers.
      converted: (value) => BigInt(value as bigint),
    };
  }

  /** The value of 64 bits that a word stands for. */
  bigOf(word: number): bigint {
    return this.bigs.value(word);
  }

  private arithmetic(name: ArithmeticName, bytes: number): Update['apply'] {
    if (bytes === 8) return (one, two) => this.bigs.number(onBigs[name](this.bigs.value(one), this.bigs.value(two)));
    return (one, two) => bitsOf(onNumbers[name](one, two), bytes);
  }
}

function bitsOf(value: number, bytes: number): number {
  return bytes === 4 ? value | 0 : value & (2 ** (bytes * 8) - 1);
}

/** As an element of a BigInt64Array is assigned: numbers are refused. */
function toBig(value: unknown): bigint {
  const one = new BigInt64Array(1);
  one[0] = value as bigint;
  return typeof value === 'bigint' ? value : (one[0] as bigint);
}
