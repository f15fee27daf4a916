// Look-alikes of `SharedArrayBuffer`, the typed arrays and `Atomics`, for code that was written against the real ones and
// is not to be changed. On real buffers they do what the real ones do; on look-alike buffers every access to an element
// is an operation of the engine.
import type { FullMemory } from '../memory.ts';
import { Cells } from './cells.ts';
import { type ArithmeticName, type Element, type ElementName, Elements } from './elements.ts';
import { SetupMemory } from './setup-memory.ts';

/** What is put in the place of the standard globals. */
export type Globals = Readonly<Record<string, unknown>>;

/** A typed array over a look-alike buffer, as the checker sees it. */
export interface View {
  readonly element: Element;
  readonly buffer: number;
  /** In bytes. */
  readonly offset: number;
  readonly length: number;
}

const REAL = { Atomics, SharedArrayBuffer };
const INDEX = /^(?:0|[1-9]\d*)$/;

export class LookAlikes {
  readonly cells: Cells = new Cells();
  readonly elements: Elements = new Elements();
  readonly globals: Globals;
  private memory: FullMemory = new SetupMemory([], []);
  private setup = false;
  private buffers = 0;
  private readonly views = new WeakMap<object, View>();
  /** The look-alike of SharedArrayBuffer. */
  private readonly Buffer: new (
    length?: number,
    options?: object,
  ) => { readonly number: number; readonly byteLength: number };

  constructor() {
    this.Buffer = this.bufferClass();
    const { elements } = this;
    const arrays: readonly (readonly [Element, TypedArrayClass])[] = [
      [elements.number('Int8Array', new Int8Array(1)), Int8Array],
      [elements.number('Uint8Array', new Uint8Array(1)), Uint8Array],
      [elements.number('Uint8ClampedArray', new Uint8ClampedArray(1)), Uint8ClampedArray],
      [elements.number('Int16Array', new Int16Array(1)), Int16Array],
      [elements.number('Uint16Array', new Uint16Array(1)), Uint16Array],
      [elements.number('Int32Array', new Int32Array(1)), Int32Array],
      [elements.number('Uint32Array', new Uint32Array(1)), Uint32Array],
      [elements.big('BigInt64Array'), BigInt64Array],
      [elements.big('BigUint64Array'), BigUint64Array],
    ];
    this.globals = {
      SharedArrayBuffer: this.Buffer,
      Atomics: this.atomics(),
      ...Object.fromEntries(arrays.map(([element, real]) => [element.name, this.arrayClass(element, real)])),
      ...Object.fromEntries([Float32Array, Float64Array, DataView].map((real) => [real.name, this.refusing(real)])),
    };
  }

  /** Runs `body` with nothing shared yet: buffers are numbered from the first, and it may make some. */
  whileSettingUp<Result>(memory: SetupMemory, body: () => Result): Result {
    this.buffers = 0;
    return this.running(memory, true, body);
  }

  /** Runs `body` on this memory. It makes no buffers. */
  on<Result>(memory: FullMemory, body: () => Result): Result {
    return this.running(memory, false, body);
  }

  viewOf(array: unknown): View | undefined {
    return typeof array === 'object' && array !== null ? this.views.get(array) : undefined;
  }

  private running<Result>(memory: FullMemory, setup: boolean, body: () => Result): Result {
    const before = { memory: this.memory, setup: this.setup };
    this.memory = memory;
    this.setup = setup;
    try {
      return body();
    } finally {
      this.memory = before.memory;
      this.setup = before.setup;
    }
  }

  // ---------------------------------------------------------------------------------------------------------- buffers

  private bufferClass(): new (
    length?: number,
    options?: object,
  ) => { readonly number: number; readonly byteLength: number } {
    const create = (): number => {
      if (!this.setup) {
        throw new Error('A SharedArrayBuffer was made while the threads run. Make all shared memory in `setup`.');
      }
      this.buffers += 1;
      return this.buffers - 1;
    };
    class Buffer {
      readonly number: number;
      readonly byteLength: number;
      readonly growable = false;

      constructor(length = 0, options?: object) {
        if (options !== undefined && 'maxByteLength' in options && options.maxByteLength !== undefined)
          throw new Error('The checker has no growable SharedArrayBuffer.');
        if (!Number.isInteger(length) || length < 0) throw new RangeError('Invalid array buffer length');
        this.number = create();
        this.byteLength = length;
      }

      get [Symbol.toStringTag](): string {
        return 'SharedArrayBuffer';
      }
    }
    Object.defineProperty(Buffer, 'name', { value: 'SharedArrayBuffer' });
    return Buffer;
  }

  // ------------------------------------------------------------------------------------------------------------ arrays

  private arrayClass(element: Element, real: TypedArrayClass): unknown {
    return new Proxy(real, {
      construct: (target, args: unknown[], newTarget) => {
        const [buffer, offset, length] = args;
        if (buffer instanceof this.Buffer) return this.array(element, real, buffer, Number(offset ?? 0), length);
        return Reflect.construct(target, args, newTarget) as object;
      },
    });
  }

  private array(
    element: Element,
    real: TypedArrayClass,
    buffer: InstanceType<LookAlikes['Buffer']>,
    offset: number,
    wanted: unknown,
  ): object {
    const { bytes, name } = element;
    if (offset % bytes !== 0) throw new RangeError(`start offset of ${name} should be a multiple of ${bytes}`);
    const room = buffer.byteLength - offset;
    if (wanted === undefined && room % bytes !== 0)
      throw new RangeError(`byte length of ${name} should be a multiple of ${bytes}`);
    const length = wanted === undefined ? room / bytes : Number(wanted);
    if (room < 0 || length * bytes > room) throw new RangeError(`Invalid typed array length: ${length}`);
    const view: View = { element, buffer: buffer.number, offset, length };
    const properties = this.properties(view, real, buffer);
    const array: object = new Proxy(Object.create(real.prototype as object) as object, {
      get: (_, key, receiver: unknown) => {
        if (typeof key === 'string' && INDEX.test(key)) return this.read(view, Number(key));
        if (Object.hasOwn(properties, key)) return properties[key];
        const generic: unknown = Reflect.get(Array.prototype, key, receiver);
        return typeof generic === 'function' ? generic : undefined;
      },
      set: (_, key, value) => {
        if (typeof key === 'string' && INDEX.test(key)) this.write(view, Number(key), value);
        return true;
      },
      has: (_, key) => (typeof key === 'string' && INDEX.test(key) ? Number(key) < length : key in properties),
    });
    this.views.set(array, view);
    return array;
  }

  /** What an array has beside its elements. The other methods of arrays work on anything that has a length. */
  private properties(
    view: View,
    real: TypedArrayClass,
    buffer: InstanceType<LookAlikes['Buffer']>,
  ): Record<PropertyKey, unknown> {
    const { element, offset, length } = view;
    const { bytes } = element;
    const clamp = (index: unknown, missing: number): number => {
      const wanted = index === undefined ? missing : Math.trunc(Number(index));
      return Math.min(length, Math.max(0, wanted < 0 ? wanted + length : wanted));
    };
    return {
      buffer,
      length,
      byteLength: length * bytes,
      byteOffset: offset,
      BYTES_PER_ELEMENT: bytes,
      constructor: real,
      [Symbol.toStringTag]: element.name,
      subarray: (begin?: number, end?: number) => {
        const first = clamp(begin, 0);
        const size = Math.max(0, clamp(end, length) - first);
        return this.array(element, real, buffer, offset + first * bytes, size);
      },
      slice: (begin?: number, end?: number) => {
        const values: Value[] = [];
        for (let index = clamp(begin, 0); index < clamp(end, length); index += 1)
          values.push(this.read(view, index) as Value);
        return Reflect.construct(real, [values]) as unknown;
      },
      set: (values: ArrayLike<unknown>, at = 0) => {
        if (at < 0 || values.length + at > length) throw new RangeError('offset is out of bounds');
        for (let index = 0; index < values.length; index += 1) this.write(view, at + index, values[index]);
      },
    };
  }

  private read(view: View, index: number): number | bigint | undefined {
    if (index >= view.length) return undefined;
    return view.element.fromWord(this.memory.get(this.word(view, index)));
  }

  private write(view: View, index: number, value: unknown): void {
    const stored = view.element.toWord(value);
    if (index < view.length) this.memory.set(this.word(view, index), stored);
  }

  private word({ buffer, offset, element }: View, index: number): number {
    return this.cells.word(buffer, offset + index * element.bytes, element.bytes);
  }

  /** For what the checker has no word for. */
  private refusing(real: { readonly name: string; new (...args: never[]): object }): unknown {
    return new Proxy(real, {
      construct: (target, args: unknown[], newTarget) => {
        if (args[0] instanceof this.Buffer)
          throw new Error(`The checker has no ${real.name} over shared memory: use an array of integers.`);
        return Reflect.construct(target, args, newTarget) as object;
      },
    });
  }

  // ----------------------------------------------------------------------------------------------------------- Atomics

  private atomics(): object {
    const real = REAL.Atomics as unknown as Record<string, (...args: unknown[]) => unknown>;
    const mine: Record<string, (view: View, index: number, ...args: unknown[]) => unknown> = {
      load: (view, index) => view.element.fromWord(this.memory.load(this.word(view, index))),
      store: (view, index, value) => {
        this.memory.store(this.word(view, index), view.element.toWord(value));
        return view.element.converted(value);
      },
      exchange: (view, index, value) =>
        view.element.fromWord(this.memory.exchange(this.word(view, index), view.element.toWord(value))),
      compareExchange: (view, index, expected, replacement) => {
        const { element } = view;
        const [from, to] = [element.toWord(expected), element.toWord(replacement)];
        return element.fromWord(this.memory.compareExchange(this.word(view, index), from, to));
      },
      wait: (view, index, value, timeout) => {
        this.refuseUnlessWaitable(view);
        const limit = timeout === undefined ? undefined : Number(timeout);
        return this.memory.wait(this.word(view, index), view.element.toWord(value), limit);
      },
      notify: (view, index, count) => {
        this.refuseUnlessWaitable(view);
        return this.memory.notifyCount(this.word(view, index), count === undefined ? undefined : Number(count));
      },
      waitAsync: () => {
        throw new Error('The checker runs synchronous code: it has no Atomics.waitAsync.');
      },
    };
    for (const name of ['add', 'sub', 'and', 'or', 'xor'] satisfies ArithmeticName[])
      mine[name] = (view, index, value) => this.arithmetic(name, view, index, value);
    const named: Record<string, unknown> = { isLockFree: real['isLockFree'], pause: () => undefined };
    for (const [name, operate] of Object.entries(mine)) {
      named[name] = (array: unknown, index: unknown, ...args: unknown[]): unknown => {
        const view = this.viewOf(array);
        if (view === undefined) return real[name]?.call(REAL.Atomics, array, index, ...args);
        return operate(view, indexIn(view, index), ...args);
      };
    }
    return Object.assign(Object.create(null) as object, named, { [Symbol.toStringTag]: 'Atomics' });
  }

  private arithmetic(name: ArithmeticName, view: View, index: number, value: unknown): Value {
    const { element } = view;
    const [word, operand] = [this.word(view, index), element.toWord(value)];
    if (element.bytes === 4 && (name === 'add' || name === 'and' || name === 'or'))
      return element.fromWord(this.memory[name](word, operand));
    return element.fromWord(this.memory.update(word, this.elements.codeOf(name, element.bytes), operand));
  }

  private refuseUnlessWaitable({ element }: View): void {
    const waitable: readonly ElementName[] = ['Int32Array', 'BigInt64Array'];
    if (!waitable.includes(element.name))
      throw new TypeError('[object Array] is not an int32 or BigInt64 typed array.');
  }
}

type Value = number | bigint;

type TypedArrayClass = { readonly prototype: unknown; new (...args: never[]): object };

function indexIn({ length }: View, index: unknown): number {
  const number = Math.trunc(Number(index)) + 0 || 0;
  if (number < 0 || number >= length) throw new RangeError('Invalid atomic access index');
  return number;
}
