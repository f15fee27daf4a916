// The number that a message of a bench carries.
import { Payloads } from '../../../dist/impl/index.js';

/** @param thread that owns the message now; the view may be kept */
export function numberIn(thread, message) {
  const { buffer, byteOffset } = new Payloads(thread).bytes(message);
  return new Int32Array(buffer, byteOffset, 1);
}
