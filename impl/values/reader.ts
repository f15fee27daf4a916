/** From bytes to values: what `Writer` wrote. Nothing it returns shares memory with the bytes. */
import { ERRORS, KIND, VIEWS } from './kinds.ts';

const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);

/** Up to so many characters, to put them together one by one is faster than to call a decoder. */
const SHORT = 24;
const ascii = new TextDecoder();

/** Characters handed to String.fromCharCode at a time: they are arguments, which lie on the stack. */
const CHUNK = 4096;

export class Reader {
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** Every object, in the order in which its writer met it. */
  #met: object[] = [];

  read(bytes: Uint8Array): unknown {
    this.#bytes = bytes;
    this.#at = 0;
    if (this.#met.length > 0) this.#met = [];
    return this.#value();
  }

  #byte(): number {
    return this.#bytes[this.#at++] as number;
  }

  #word(): number {
    const bytes = this.#bytes;
    const at = this.#at;
    this.#at = at + 4;
    const [a, b, c, d] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]] as [number, number, number, number];
    return a | (b << 8) | (c << 16) | (d << 24);
  }

  #double(): number {
    for (let n = 0; n < 8; n++) doubleBytes[n] = this.#bytes[this.#at + n] as number;
    this.#at += 8;
    return double[0] as number;
  }

  #value(): unknown {
    const kind = this.#byte();
    switch (kind) {
      case KIND.undefined:
        return undefined;
      case KIND.null:
        return null;
      case KIND.false:
        return false;
      case KIND.true:
        return true;
      case KIND.int32:
        return this.#word();
      case KIND.double:
        return this.#double();
      case KIND.ascii:
        return this.#ascii();
      case KIND.latin1:
        return characters(this.#raw());
      case KIND.utf16:
        return this.#utf16();
      case KIND.bigint:
        return this.#bigint();
      case KIND.again:
        return this.#met[this.#word()];
      default:
        return this.#object(kind);
    }
  }

  #object(kind: number): unknown {
    switch (kind) {
      case KIND.array:
        return this.#array();
      case KIND.sparse:
        return this.#named(this.#meet(new Array<unknown>(this.#word())));
      case KIND.object:
        return this.#named(this.#meet({}));
      case KIND.map:
        return this.#map();
      case KIND.set:
        return this.#set();
      case KIND.buffer:
        return this.#meet(this.#raw().buffer);
      case KIND.view:
        return this.#view();
      case KIND.date:
        return this.#meet(new Date(this.#double()));
      case KIND.regexp:
        return this.#meet(new RegExp(String(this.#value()), String(this.#value())));
      case KIND.error:
        return this.#error();
      case KIND.boxed:
        return this.#meet(Object(this.#value()) as object);
      default:
        throw new TypeError(`byte ${this.#at - 1} is ${kind}, which begins no value: was it written by another codec?`);
    }
  }

  #meet<T extends object>(value: T): T {
    this.#met.push(value);
    return value;
  }

  #ascii(): string {
    const length = this.#word();
    const start = this.#at;
    this.#at = start + length;
    if (length > SHORT) return ascii.decode(this.#bytes.slice(start, this.#at));
    let text = '';
    for (let at = start; at < this.#at; at++) text += String.fromCharCode(this.#bytes[at] as number);
    return text;
  }

  #utf16(): string {
    const length = this.#word();
    const units = new Uint16Array(length);
    for (let n = 0, at = this.#at; n < length; n++, at += 2)
      units[n] = (this.#bytes[at] as number) | ((this.#bytes[at + 1] as number) << 8);
    this.#at += 2 * length;
    return characters(units);
  }

  #bigint(): bigint {
    const digits = String(this.#value());
    return digits.startsWith('-') ? -BigInt(`0x${digits.slice(1)}`) : BigInt(`0x${digits}`);
  }

  #array(): unknown[] {
    const length = this.#word();
    const array = this.#meet<unknown[]>([]);
    for (let n = 0; n < length; n++) array.push(this.#value());
    return array;
  }

  #named<T extends object>(value: T): T {
    for (let count = this.#word(); count > 0; count--) {
      const key = String(this.#value());
      const property = this.#value();
      if (key === '__proto__') {
        Object.defineProperty(value, key, { value: property, enumerable: true, configurable: true, writable: true });
      } else (value as Record<string, unknown>)[key] = property;
    }
    return value;
  }

  #map(): Map<unknown, unknown> {
    const map = this.#meet(new Map<unknown, unknown>());
    for (let count = this.#word(); count > 0; count -= 2) {
      const key = this.#value();
      map.set(key, this.#value());
    }
    return map;
  }

  #set(): Set<unknown> {
    const set = this.#meet(new Set<unknown>());
    for (let count = this.#word(); count > 0; count--) set.add(this.#value());
    return set;
  }

  #raw(): Uint8Array<ArrayBuffer> {
    const length = this.#word();
    const copy = new Uint8Array(length);
    copy.set(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return copy;
  }

  #view(): ArrayBufferView {
    const View = VIEWS[this.#byte()] ?? DataView;
    return this.#meet(new View(this.#raw().buffer));
  }

  #error(): Error {
    const at = this.#met.length;
    const unfinished = new Error();
    this.#met.push(unfinished);
    const Class = ERRORS[String(this.#value())] ?? Error;
    const error = Object.setPrototypeOf(unfinished, Class.prototype) as Error;
    this.#met[at] = error;
    const hidden = (value: unknown): PropertyDescriptor => ({ value, writable: true, configurable: true });
    Object.defineProperty(error, 'message', hidden(this.#value()));
    Object.defineProperty(error, 'stack', hidden(this.#value()));
    const cause = this.#value();
    if (Array.isArray(cause)) Object.defineProperty(error, 'cause', hidden(cause[0]));
    return error;
  }
}

function characters(units: Uint8Array | Uint16Array): string {
  let text = '';
  for (let at = 0; at < units.length; at += CHUNK)
    text += String.fromCharCode.apply(null, units.subarray(at, at + CHUNK) as unknown as number[]);
  return text;
}
