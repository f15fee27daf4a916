/**
 * What a message carries for a call.
 *
 * A request: the name's length and its characters, how many arguments, and the argument if it is one, else an array of them.
 * A reply: its code says whether the function returned or threw; then the value, or what was thrown. A thrown error is always
 * in the default codec: that of the connection may carry nothing but bytes.
 */
import { LwktError } from '../error.ts';
import { Payloads } from '../payload.ts';
import type { Thread } from '../thread.ts';
import type { Codec } from '../values/codec.ts';
import { structuredCodec } from '../values/codec.ts';
import { MESSAGE } from '../words.ts';
import { pack, type Thrown, unpack } from './thrown.ts';

/** Completion codes of a call. Any other, ECONNABORTED for example, is of the ports. */
export const RETURNED = 0;
export const THREW = 1;

export interface Request {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Writes and reads calls in the messages that a thread owns. */
export class Envelope {
  readonly #thread: Thread;
  readonly #payloads: Payloads;
  readonly #codec: Codec;
  readonly #errors = structuredCodec();

  constructor(thread: Thread, codec: Codec) {
    this.#thread = thread;
    this.#payloads = new Payloads(thread);
    this.#codec = codec;
  }

  /** @throws LwktError EMSGSIZE, ENOTSUP (more than 255 arguments, or a name that is longer or not Latin) */
  writeRequest(message: number, name: string, args: readonly unknown[]): void {
    const all = this.#payloads.bytes(message);
    const { length } = name;
    const count = args.length;
    all[0] = length;
    let wide = length | count;
    for (let n = 0; n < length; n++) {
      const unit = name.charCodeAt(n);
      wide |= unit;
      all[n + 1] = unit;
    }
    if (wide > 0xff)
      throw new LwktError('ENOTSUP', 'a call has up to 255 arguments, and a name of up to 255 Latin characters');
    all[length + 1] = count;
    const size = this.#codec.encode(count === 1 ? args[0] : args, all.subarray(length + 2));
    this.#fits(message, length + 2 + size, `the arguments of ${name === '' ? 'the function' : name}`);
  }

  readRequest(message: number): Request {
    const all = this.#bytes(message);
    const length = all[0] ?? 0;
    let name = '';
    for (let n = 1; n <= length; n++) name += String.fromCharCode(all[n] ?? 0);
    const count = all[length + 1];
    const value = this.#codec.decode(all.subarray(length + 2));
    return { name, args: count === 1 ? [value] : (value as unknown[]) };
  }

  /** @throws LwktError EMSGSIZE */
  writeResult(message: number, value: unknown): void {
    this.#fits(message, this.#codec.encode(value, this.#payloads.bytes(message)), 'the result');
  }

  readResult(message: number): unknown {
    return this.#codec.decode(this.#bytes(message));
  }

  /** As much of it as there is room for. */
  writeThrown(message: number, thrown: unknown): void {
    const into = this.#payloads.bytes(message);
    for (const packed of forms(thrown)) {
      try {
        const size = this.#errors.encode(packed, into);
        if (size > into.length) continue;
        this.#setLength(message, size);
        return;
      } catch {
        // It cannot be cloned: the next form is text.
      }
    }
    this.#setLength(message, 0);
  }

  readThrown(message: number): unknown {
    const bytes = this.#bytes(message);
    if (bytes.length > 0) return unpack(this.#errors.decode(bytes) as Thrown);
    return new LwktError('EMSGSIZE', 'the function threw, and in its message is no room to say what');
  }

  #bytes(message: number): Uint8Array {
    const { memory, layout } = this.#thread;
    return this.#payloads.bytes(message).subarray(0, memory.get(layout.message(message) + MESSAGE.length));
  }

  #fits(message: number, size: number, what: string): void {
    const { payloadBytes } = this.#thread.layout;
    if (size > payloadBytes) {
      const sentence = `${what} would take ${size} bytes, and a message of this system carries ${payloadBytes}`;
      throw new LwktError('EMSGSIZE', `${sentence}: send less, or make the system with larger payloadBytes`);
    }
    this.#setLength(message, size);
  }

  #setLength(message: number, length: number): void {
    const { memory, layout } = this.#thread;
    memory.set(layout.message(message) + MESSAGE.length, length);
  }
}

/** What was thrown, from the fullest form to the briefest. */
function* forms(thrown: unknown): Generator<Thrown> {
  yield pack(thrown);
  if (thrown instanceof Error) yield pack(thrown, true);
  else yield { value: String(thrown) };
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  for (const length of [200, 40]) yield { error: 'Error', message: `${text.slice(0, length)}...` };
}
