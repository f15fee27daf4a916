// Look-alikes of `SharedArrayBuffer`, the typed arrays and `Atomics`, for code that was written against the real ones and
// is not to be changed. On real buffers they do what the real ones do; on look-alike buffers every access to an element
// is an operation of the engine.
import { Arrays } from './arrays.ts';
import { atomicsLookAlike } from './atomics.ts';
import { Backing, type View } from './backing.ts';
import { bufferClass } from './buffers.ts';

/** What is put in the place of the standard globals. */
export type Globals = Readonly<Record<string, unknown>>;

/** One set of look-alikes: see `withLookAlikes`. Code that was loaded with it in place keeps it. */
export class LookAlikes {
  /** By name of the standard global. */
  readonly globals: Globals;
  /** For the checker. */
  readonly backing: Backing = new Backing();
  private readonly arrays: Arrays;

  constructor() {
    const Buffer = bufferClass(this.backing);
    this.arrays = new Arrays(this.backing, Buffer);
    this.globals = {
      SharedArrayBuffer: Buffer,
      Atomics: atomicsLookAlike(this.backing, this.arrays),
      ...this.arrays.classes,
      ...Object.fromEntries([Float32Array, Float64Array, DataView].map((one) => [one.name, this.arrays.refusing(one)])),
      ArrayBuffer: this.arrayBuffer(),
    };
  }

  /** What an array over a look-alike buffer is a view of; `undefined` for all else. */
  viewOf(array: unknown): View | undefined {
    return this.arrays.viewOf(array);
  }

  /** The real one, but for its knowing what a view is. */
  private arrayBuffer(): object {
    const real = ArrayBuffer;
    const isView = (value: unknown): boolean => real.isView(value) || this.viewOf(value) !== undefined;
    return new Proxy(real, {
      get: (target, key, receiver: unknown) =>
        key === 'isView' ? isView : (Reflect.get(target, key, receiver) as unknown),
    });
  }
}
