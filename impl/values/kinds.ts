/** The first byte of every encoded value, which says what follows; and the names that both directions agree on. */

export const KIND = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  /** 4 bytes. */
  int32: 4,
  /** 8 bytes. */
  double: 5,
  /** Length, then one byte for each character: below 128, or below 256. */
  ascii: 21,
  latin1: 6,
  /** Length, then two bytes for each code unit. */
  utf16: 7,
  /** Hexadecimal digits, as a string. */
  bigint: 8,
  /** Length, then every element. */
  array: 9,
  /** Length, count, then names and elements: what has holes, or names beside its indices. */
  sparse: 10,
  /** Count, then names and values. */
  object: 11,
  /** Its time, as a double. */
  date: 12,
  /** Source and flags. */
  regexp: 13,
  map: 14,
  set: 15,
  buffer: 16,
  /** The index in VIEWS, then the bytes it shows. */
  view: 17,
  /** Name, message, stack and cause, as an array. */
  error: 18,
  /** A primitive in an object: `Object(1)`. */
  boxed: 19,
  /** The number of an object that was met before, so that what is shared stays shared, and a cycle one. */
  again: 20,
} as const;

/** What can look at an ArrayBuffer. */
export const VIEWS: readonly (new (buffer: ArrayBuffer) => ArrayBufferView)[] = [
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
];

/** The errors that keep their class; any other arrives as an `Error`. */
export const ERRORS: Readonly<Record<string, new (message?: string) => Error>> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};
