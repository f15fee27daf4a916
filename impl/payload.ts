/**
 * What a message carries. Its payload bytes lie in the shared buffer beside its header: whoever owns the message reads and
 * writes them in place, and a send copies nothing.
 */
import { checkOwner } from './checks.ts';
import { LwktError } from './error.ts';
import { AtomicsMemory } from './memory.ts';
import type { Thread } from './thread.ts';
import { structuredCodec } from './values/codec.ts';
import { MESSAGE } from './words.ts';

/** Reads and writes what messages carry: bytes in place, or JavaScript values as copies. */
export class Payloads {
  readonly #thread: Thread;
  readonly #buffer: ArrayBufferLike;
  readonly #views: Uint8Array[] = [];
  readonly #codec = structuredCodec();
  #image: Uint8Array | undefined;

  /**
   * @param thread the calling thread, from `attach`
   * @throws TypeError if the thread is not on a SharedArrayBuffer
   */
  constructor(thread: Thread) {
    if (!(thread.memory instanceof AtomicsMemory)) {
      throw new TypeError('Payloads needs a thread on a SharedArrayBuffer, from attach()');
    }
    this.#thread = thread;
    this.#buffer = thread.memory.words.buffer;
  }

  /**
   * All payload bytes of a message that this thread owns: no copy, and the same view every time. It starts at a multiple of
   * 8 bytes. The view outlives the ownership; using it after the message was sent, replied or forwarded is a data race.
   *
   * @throws LwktError EINVAL, EPERM (the message is in other hands)
   */
  bytes(message: number): Uint8Array {
    checkOwner(this.#thread, 'bytes', message);
    return this.#view(message);
  }

  /**
   * Copies a JavaScript value into a message that this thread owns, by structured clone (`structuredCodec`).
   *
   * @throws LwktError EINVAL, EPERM (the message is in other hands), EMSGSIZE (it does not fit; the payload is unchanged)
   * @throws whatever the structured clone throws for what cannot be cloned, a function for example
   */
  setvalue(message: number, value: unknown): void {
    checkOwner(this.#thread, 'setvalue', message);
    const { memory, layout } = this.#thread;
    this.#image ??= new Uint8Array(layout.payloadBytes);
    // Not into the message itself: what turns out not to fit, or not to be a value, must leave that as it is.
    const size = this.#codec.encode(value, this.#image);
    if (size > layout.payloadBytes) {
      const sentence = `the value takes ${size} bytes, and a message of this system carries ${layout.payloadBytes}`;
      throw new LwktError('EMSGSIZE', `setvalue: ${sentence}`);
    }
    this.#view(message).set(this.#image.subarray(0, size));
    memory.set(layout.message(message) + MESSAGE.length, size);
  }

  /**
   * A new copy of the value that the message carries; undefined if none was ever set. It may be read any number of times.
   *
   * @throws LwktError EINVAL, EPERM (the message is in other hands)
   */
  getvalue(message: number): unknown {
    checkOwner(this.#thread, 'getvalue', message);
    const { memory, layout } = this.#thread;
    const length = memory.get(layout.message(message) + MESSAGE.length);
    if (length === 0) return undefined;
    return this.#codec.decode(this.#view(message).subarray(0, length));
  }

  #view(message: number): Uint8Array {
    const { layout } = this.#thread;
    this.#views[message] ??= new Uint8Array(this.#buffer, layout.payload(message) * 4, layout.payloadBytes);
    return this.#views[message];
  }
}
