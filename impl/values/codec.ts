/**
 * How JavaScript values become the bytes of a message.
 *
 * `structuredClone` has an algorithm but no bytes, and `node:v8`, which has bytes, is in no page. So the default is one of our
 * own, the same everywhere; it agrees with `structuredClone`, and a test holds it to that.
 */
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

/** Turns values into bytes and back. Both sides of a connection have to use the same. */
export interface Codec {
  /**
   * Writes a value and returns how many bytes it takes. If there are not so many in `into`, what was written means nothing.
   *
   * @param into the bytes of a message: shared memory, owned by the caller meanwhile
   * @throws what it likes for a value that it cannot write
   */
  encode(value: unknown, into: Uint8Array): number;
  /** Reads a value. @param bytes shared memory, which will change: the value must not keep it */
  decode(bytes: Uint8Array): unknown;
}

/**
 * The values that `structuredClone` takes, with cycles and what they share: the default.
 *
 * It differs in this: of a typed array only the bytes that it shows are carried, not all of its buffer; and an object whose class
 * has a `Symbol.toStringTag` (a Promise, a Blob, a MessagePort) is refused with a DataCloneError unless it is listed here:
 * Map, Set, ArrayBuffer, typed arrays, DataView.
 */
export function structuredCodec(): Codec {
  const writer = new Writer();
  const reader = new Reader();
  return {
    encode: (value, into) => writer.write(value, into),
    decode: (bytes) => reader.read(bytes),
  };
}

/** Values as JSON text, for data that is text already or is read by another language. `undefined` arrives as `null`. */
export function jsonCodec(): Codec {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  return {
    encode: (value, into) => {
      const bytes = encoder.encode(JSON.stringify(value) ?? 'null');
      if (bytes.length <= into.length) into.set(bytes);
      return bytes.length;
    },
    // A decoder need not take shared memory.
    decode: (bytes) => JSON.parse(decoder.decode(bytes.slice())),
  };
}

/**
 * Bytes as they are: functions take one Uint8Array and return one.
 *
 * @param into where to put what arrives, so that nothing is allocated: the value is a view of it, good until the next one comes.
 * Default: a new array for each
 * @throws TypeError (encode) for anything but a Uint8Array
 * @throws RangeError (decode) if `into` is too small
 */
export function bytesCodec(into?: Uint8Array): Codec {
  let last = into?.subarray(0, 0);
  return {
    encode: (value, message) => {
      if (!(value instanceof Uint8Array))
        throw new TypeError('the codec for bytes carries one Uint8Array, nothing else');
      if (value.length <= message.length) message.set(value);
      return value.length;
    },
    decode: (message) => {
      if (into === undefined || last === undefined) return message.slice();
      if (message.length > into.length)
        throw new RangeError(`${message.length} bytes came, and the buffer has room for ${into.length}`);
      into.set(message);
      if (last.length !== message.length) last = into.subarray(0, message.length);
      return last;
    },
  };
}
