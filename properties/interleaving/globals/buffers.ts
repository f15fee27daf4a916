// The look-alike of `SharedArrayBuffer`: a number and a size, and nothing that could be read behind the checker's back.
import type { Backing } from './backing.ts';

/** A look-alike of a SharedArrayBuffer, as the checker sees it. */
export interface Buffer {
  readonly number: number;
  readonly byteLength: number;
}

export interface BufferClass {
  new (length?: unknown, options?: object): Buffer;
  readonly prototype: Buffer;
}

/** As the language converts sizes and indices. @throws RangeError; TypeError for a bigint */
export function toIndex(value: unknown, what: string): number {
  const whole = Math.trunc(value as number) + 0 || 0;
  if (whole < 0 || whole > Number.MAX_SAFE_INTEGER) throw new RangeError(what);
  return whole;
}

export function bufferClass(backing: Backing): BufferClass {
  class Buffer {
    readonly byteLength: number;
    readonly growable = false;
    /** Not to be seen by the code under test. */
    readonly #number: number;

    constructor(length?: unknown, options?: object) {
      if (options !== undefined && 'maxByteLength' in options && options.maxByteLength !== undefined)
        backing.refuse('The checker has no growable SharedArrayBuffer.');
      this.byteLength = toIndex(length, 'Array buffer allocation failed');
      this.#number = backing.newBuffer();
    }

    get number(): number {
      return this.#number;
    }

    get maxByteLength(): number {
      return this.byteLength;
    }

    slice(): never {
      return backing.refuse('The checker has no SharedArrayBuffer.slice: copy through an array.');
    }

    get [Symbol.toStringTag](): string {
      return 'SharedArrayBuffer';
    }
  }
  Object.defineProperty(Buffer, 'name', { value: 'SharedArrayBuffer' });
  return Buffer;
}
