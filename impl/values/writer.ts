/**
 * From values to bytes.
 *
 * A write beyond the end of a typed array does nothing. So nothing here asks whether there is room: the position goes on,
 * and says in the end how many bytes it would have taken.
 */
import { ERRORS, KIND, VIEWS } from './kinds.ts';

const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);

/**
 * Longer strings are faster through an encoder. It writes UTF-8, which has as many bytes as there are characters if all are
 * ASCII. Not straight into the message: an encoder need not take shared memory.
 */
const SHORT = 48;
const SCRATCH = new Uint8Array(1 << 16);
const encoder = new TextEncoder();

/** Tags of objects that bytes cannot stand for, though they have no properties that would tell. */
const CLOSED = /^\[object (?!Object|Array|Error|Arguments)/;

export class Writer {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #met: Map<object, number> | undefined;

  /** Returns how many bytes the value takes. It is there in full if there are so many. */
  write(value: unknown, into: Uint8Array): number {
    this.#bytes = into;
    this.#at = 0;
    this.#met = undefined;
    this.#value(value);
    return this.#at;
  }

  #value(value: unknown): void {
    switch (typeof value) {
      case 'undefined':
        this.#byte(KIND.undefined);
        break;
      case 'boolean':
        this.#byte(value ? KIND.true : KIND.false);
        break;
      case 'number':
        this.#number(value);
        break;
      case 'string':
        this.#string(value);
        break;
      case 'bigint':
        this.#byte(KIND.bigint);
        this.#string(value.toString(16));
        break;
      case 'object':
        if (value === null) this.#byte(KIND.null);
        else this.#once(value);
        break;
      default:
        throw refused(value);
    }
  }

  #byte(byte: number): void {
    this.#bytes[this.#at++] = byte;
  }

  #word(word: number): void {
    const bytes = this.#bytes;
    const at = this.#at;
    bytes[at] = word;
    bytes[at + 1] = word >> 8;
    bytes[at + 2] = word >> 16;
    bytes[at + 3] = word >> 24;
    this.#at = at + 4;
  }

  #double(value: number): void {
    double[0] = value;
    for (let n = 0; n < 8; n++) this.#bytes[this.#at + n] = doubleBytes[n] as number;
    this.#at += 8;
  }

  #number(value: number): void {
    if ((value | 0) === value && !Object.is(value, -0)) {
      this.#byte(KIND.int32);
      this.#word(value);
    } else {
      this.#byte(KIND.double);
      this.#double(value);
    }
  }

  /** Most strings are Latin: that is tried first, and written anew if it does not do. */
  #string(text: string): void {
    const { length } = text;
    if (length > SHORT && length <= SCRATCH.length && encoder.encodeInto(text, SCRATCH).written === length) {
      this.#byte(KIND.ascii);
      this.#raw(SCRATCH.subarray(0, length));
      return;
    }
    const bytes = this.#bytes;
    const start = this.#at;
    const from = start + 5;
    let all = 0;
    for (let n = 0; n < length; n++) {
      const unit = text.charCodeAt(n);
      all |= unit;
      bytes[from + n] = unit;
    }
    const width = all > 0xff ? 2 : 1;
    this.#byte(width === 2 ? KIND.utf16 : all > 0x7f ? KIND.latin1 : KIND.ascii);
    this.#word(length);
    this.#at = from + width * length;
    if (width === 1) return;
    for (let n = 0, at = from; n < length; n++, at += 2) {
      const unit = text.charCodeAt(n);
      bytes[at] = unit;
      bytes[at + 1] = unit >> 8;
    }
  }

  /** An object that was met before is only referred to. */
  #once(value: object): void {
    this.#met ??= new Map();
    const number = this.#met.get(value);
    if (number !== undefined) {
      this.#byte(KIND.again);
      this.#word(number);
      return;
    }
    this.#met.set(value, this.#met.size);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (Array.isArray(value)) this.#array(value);
    else if (prototype === Object.prototype || prototype === null) this.#entries(KIND.object, value);
    else this.#instance(value);
  }

  #instance(value: object): void {
    if (value instanceof Map) this.#collection(KIND.map, [...value].flat());
    else if (value instanceof Set) this.#collection(KIND.set, [...value]);
    else if (value instanceof ArrayBuffer) {
      this.#byte(KIND.buffer);
      this.#raw(new Uint8Array(value));
    } else if (ArrayBuffer.isView(value)) this.#view(value);
    else if (value instanceof Date) {
      this.#byte(KIND.date);
      this.#double(value.getTime());
    } else if (value instanceof RegExp) {
      this.#byte(KIND.regexp);
      this.#string(value.source);
      this.#string(value.flags);
    } else if (value instanceof Error) this.#error(value);
    else this.#rest(value);
  }

  #array(value: readonly unknown[]): void {
    const keys = Object.keys(value);
    const { length } = value;
    // Indices come first among the names: if there are as many names as elements, and the last is an index, all are.
    const dense = keys.length === length && (length === 0 || keys[length - 1] === String(length - 1));
    if (dense) this.#collection(KIND.array, value);
    else {
      this.#byte(KIND.sparse);
      this.#word(length);
      this.#named(value, keys);
    }
  }

  #entries(kind: number, value: object): void {
    this.#byte(kind);
    this.#named(value, Object.keys(value));
  }

  #named(value: object, keys: readonly string[]): void {
    this.#word(keys.length);
    for (const key of keys) {
      this.#string(key);
      this.#value((value as Readonly<Record<string, unknown>>)[key]);
    }
  }

  #collection(kind: number, elements: readonly unknown[]): void {
    this.#byte(kind);
    this.#word(elements.length);
    for (const element of elements) this.#value(element);
  }

  #raw(bytes: Uint8Array): void {
    this.#word(bytes.length);
    if (this.#at + bytes.length <= this.#bytes.length) this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #view(value: ArrayBufferView): void {
    this.#byte(KIND.view);
    this.#byte(VIEWS.findIndex((view) => value instanceof view));
    this.#raw(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }

  #error(value: Error): void {
    this.#byte(KIND.error);
    const { name, message, stack } = value;
    this.#value(name in ERRORS ? name : 'Error');
    this.#value(String(message));
    this.#value(typeof stack === 'string' ? stack : undefined);
    this.#value('cause' in value ? [value.cause] : undefined);
  }

  /** An object in a class: its own properties. Not where the class says that there is more to it than those. */
  #rest(value: object): void {
    const tag = Object.prototype.toString.call(value);
    if (/^\[object (Boolean|Number|String|BigInt)\]$/.test(tag)) {
      this.#byte(KIND.boxed);
      this.#value(value.valueOf());
    } else if (CLOSED.test(tag)) throw refused(value, tag);
    else this.#entries(KIND.object, value);
  }
}

function refused(value: unknown, tag: string = typeof value): DOMException {
  const name = typeof value === 'function' && value.name !== '' ? ` ${value.name}` : '';
  return new DOMException(`${tag}${name} could not be cloned: no bytes can stand for it`, 'DataCloneError');
}
