// Look-alikes of the typed arrays. Over anything but a look-alike buffer they make the real ones.
import { methodOf } from './array-methods.ts';
import type { Backing, View } from './backing.ts';
import { type Buffer, type BufferClass, toIndex } from './buffers.ts';
import type { Element, ElementName } from './elements.ts';

/** A class of arrays that is a standard global. */
export type ArrayClass = { readonly name: string; readonly prototype: object; new (...args: never[]): object };

/** What an array over a look-alike buffer is made of. */
export interface Made {
  readonly real: ArrayClass;
  readonly view: View;
  /** Another array over the same buffer. */
  over(offset: number, length: number): object;
}

const INDEX = /^(?:0|[1-9]\d*)$/;

export class Arrays {
  /** By name. */
  readonly classes: Readonly<Record<ElementName, object>>;
  private readonly backing: Backing;
  private readonly Buffer: BufferClass;
  private readonly views = new WeakMap<object, View>();

  constructor(backing: Backing, Buffer: BufferClass) {
    this.backing = backing;
    this.Buffer = Buffer;
    const { elements } = backing;
    this.classes = {
      Int8Array: this.look(elements.number('Int8Array', new Int8Array(1)), Int8Array),
      Uint8Array: this.look(elements.number('Uint8Array', new Uint8Array(1)), Uint8Array),
      Uint8ClampedArray: this.look(elements.number('Uint8ClampedArray', new Uint8ClampedArray(1)), Uint8ClampedArray),
      Int16Array: this.look(elements.number('Int16Array', new Int16Array(1)), Int16Array),
      Uint16Array: this.look(elements.number('Uint16Array', new Uint16Array(1)), Uint16Array),
      Int32Array: this.look(elements.number('Int32Array', new Int32Array(1)), Int32Array),
      Uint32Array: this.look(elements.number('Uint32Array', new Uint32Array(1)), Uint32Array),
      BigInt64Array: this.look(elements.big('BigInt64Array'), BigInt64Array),
      BigUint64Array: this.look(elements.big('BigUint64Array'), BigUint64Array),
    };
  }

  viewOf(array: unknown): View | undefined {
    return typeof array === 'object' && array !== null ? this.views.get(array) : undefined;
  }

  /** For what the checker has no word for. */
  refusing(real: ArrayClass): object {
    return new Proxy(real, {
      construct: (target, args: unknown[], newTarget) => {
        if (args[0] instanceof this.Buffer)
          this.backing.refuse(`The checker has no ${real.name} over shared memory: use an array of integers.`);
        return Reflect.construct(target, args, newTarget) as object;
      },
    });
  }

  private look(element: Element, real: ArrayClass): object {
    const look: object = new Proxy(real, {
      construct: (target, args: unknown[], newTarget) => {
        const [buffer, offset, length] = args;
        if (!(buffer instanceof this.Buffer)) return Reflect.construct(target, args, newTarget) as object;
        const prototype = newTarget === look ? real.prototype : (newTarget.prototype as object);
        const make = (view: View): object => this.array(view, look, real, buffer, prototype);
        return make(viewOn(element, buffer, offset, length));
      },
    });
    return look;
  }

  private array(view: View, look: object, real: ArrayClass, buffer: Buffer, prototype: object): object {
    const { element, offset, length } = view;
    const made: Made = {
      real,
      view,
      over: (from, size) => this.array({ ...view, offset: from, length: size }, look, real, buffer, prototype),
    };
    const facts: Readonly<Record<PropertyKey, unknown>> = {
      buffer,
      length,
      byteLength: length * element.bytes,
      byteOffset: offset,
      BYTES_PER_ELEMENT: element.bytes,
      constructor: prototype === real.prototype ? look : prototype.constructor,
      [Symbol.toStringTag]: element.name,
    };
    const array: object = new Proxy(Object.create(prototype) as object, {
      get: (target, key, receiver: unknown) => {
        if (typeof key === 'string' && INDEX.test(key)) return this.backing.read(view, Number(key));
        if (isNumeric(key)) return undefined;
        if (Object.hasOwn(facts, key)) return facts[key];
        if (Object.hasOwn(target, key) || isOfSubclass(prototype, real, key)) return Reflect.get(target, key, receiver);
        return methodOf(this.backing, made, array, key);
      },
      set: (target, key, value, receiver: unknown) => {
        if (typeof key === 'string' && INDEX.test(key)) this.backing.write(view, Number(key), value);
        else if (isNumeric(key)) element.toWord(value);
        else if (Object.hasOwn(facts, key)) return false;
        else if (isOfSubclass(prototype, real, key)) return Reflect.set(target, key, value, receiver);
        else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
        return true;
      },
      has: (target, key) => {
        if (isNumeric(key)) return typeof key === 'string' && INDEX.test(key) && Number(key) < length;
        return Reflect.has(target, key);
      },
      deleteProperty: (target, key) => (isNumeric(key) ? !(Number(key) < length) : Reflect.deleteProperty(target, key)),
      ownKeys: (target) => [...Array.from({ length }, (_, index) => String(index)), ...Reflect.ownKeys(target)],
      getOwnPropertyDescriptor: (target, key) => {
        if (!isNumeric(key)) return Reflect.getOwnPropertyDescriptor(target, key);
        if (typeof key !== 'string' || !INDEX.test(key) || Number(key) >= length) return undefined;
        const value = this.backing.read(view, Number(key));
        return { value, writable: true, enumerable: true, configurable: true };
      },
    });
    this.views.set(array, view);
    return array;
  }
}

/** @throws RangeError as the real ones do */
function viewOn(element: Element, buffer: Buffer, begin: unknown, size: unknown): View {
  const { bytes, name } = element;
  const offset = toIndex(begin, `Start offset ${String(begin)} is outside the bounds of the buffer`);
  if (offset % bytes !== 0) throw new RangeError(`start offset of ${name} should be a multiple of ${bytes}`);
  const wanted = size === undefined ? undefined : toIndex(size, `Invalid typed array length: ${String(size)}`);
  const room = buffer.byteLength - offset;
  if (wanted === undefined && buffer.byteLength % bytes !== 0)
    throw new RangeError(`byte length of ${name} should be a multiple of ${bytes}`);
  if (room < 0) throw new RangeError(`Start offset ${offset} is outside the bounds of the buffer`);
  const length = wanted ?? room / bytes;
  if (length * bytes > room) throw new RangeError(`Invalid typed array length: ${length}`);
  return { element, buffer: buffer.number, offset, length };
}

/** Keys that an array takes for an index, be there such an element or not: `-1`, `1.5`. */
function isNumeric(key: PropertyKey): boolean {
  return typeof key === 'string' && (key === '-0' || String(Number(key)) === key);
}

/** A class of one's own that extends a typed array. */
function isOfSubclass(prototype: object, real: ArrayClass, key: PropertyKey): boolean {
  for (let at: object | null = prototype; at !== null && at !== real.prototype; at = Object.getPrototypeOf(at))
    if (Object.hasOwn(at, key)) return true;
  return false;
}
