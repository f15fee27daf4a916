// The look-alike of `Atomics`: on look-alike arrays every call is one operation of the engine, on others the real one.
import type { Arrays } from './arrays.ts';
import type { Backing, View } from './backing.ts';
import { toIndex } from './buffers.ts';
import type { ArithmeticName, ElementName, Value } from './elements.ts';

type Operate = (view: View, index: number, ...args: unknown[]) => unknown;

const REAL = Atomics;
const WAITABLE: readonly ElementName[] = ['Int32Array', 'BigInt64Array'];
const ARITHMETIC: readonly ArithmeticName[] = ['add', 'sub', 'and', 'or', 'xor'];

export function atomicsLookAlike(backing: Backing, arrays: Arrays): object {
  const real = REAL as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>;
  const look: Record<string, unknown> = { isLockFree: (size: number) => REAL.isLockFree(size), pause: () => undefined };
  const all = { ...operations(backing), ...waiting(backing) };
  for (const [name, operate] of Object.entries(all)) {
    look[name] = (array: unknown, index: unknown, ...args: unknown[]): unknown => {
      const view = arrays.viewOf(array);
      if (view === undefined) return real[name]?.call(REAL, array, index, ...args);
      checkKind(view, name);
      const at = toIndex(index, 'Invalid atomic access index');
      if (at >= view.length) throw new RangeError('Invalid atomic access index');
      return operate(view, at, ...args);
    };
  }
  return Object.assign(Object.create(Object.prototype) as object, look, { [Symbol.toStringTag]: 'Atomics' });
}

/** As the real ones: the kind of the array is looked at before all else. */
function checkKind({ element }: View, operation: string): void {
  const waits = operation === 'wait' || operation === 'notify' || operation === 'waitAsync';
  if (waits && !WAITABLE.includes(element.name))
    throw new TypeError(`Atomics.${operation} wants an Int32Array or a BigInt64Array, and not a ${element.name}.`);
  if (element.name === 'Uint8ClampedArray')
    throw new TypeError(`Atomics.${operation} wants an array of integers, and not a Uint8ClampedArray.`);
}

function operations(backing: Backing): Readonly<Record<string, Operate>> {
  const arithmetic = Object.fromEntries(
    ARITHMETIC.map((name): [string, Operate] => [
      name,
      (view, index, value) => operateArithmetic(backing, name, view, index, value),
    ]),
  );
  return {
    ...arithmetic,
    load: (view, index) => view.element.fromWord(backing.present.load(backing.word(view, index))),
    store({ element, ...view }, index, value) {
      const stored = element.toWord(value);
      backing.present.store(backing.word({ element, ...view }, index), stored);
      return element.converted(value);
    },
    exchange(view, index, value) {
      const stored = view.element.toWord(value);
      return view.element.fromWord(backing.present.exchange(backing.word(view, index), stored));
    },
    compareExchange(view, index, expected, replacement) {
      const { element } = view;
      const [from, to] = [element.toWord(expected), element.toWord(replacement)];
      return element.fromWord(backing.present.compareExchange(backing.word(view, index), from, to));
    },
  };
}

function operateArithmetic(backing: Backing, name: ArithmeticName, view: View, index: number, value: unknown): Value {
  const { element } = view;
  const operand = element.toWord(value);
  const word = backing.word(view, index);
  if (element.bytes === 4 && (name === 'add' || name === 'and' || name === 'or'))
    return element.fromWord(backing.present[name](word, operand));
  return element.fromWord(backing.present.update(word, backing.elements.codeOf(name, element.bytes), operand));
}

function waiting(backing: Backing): Readonly<Record<string, Operate>> {
  return {
    wait(view, index, value, timeout) {
      const expected = view.element.toWord(value);
      const limit = timeout === undefined ? undefined : +(timeout as number);
      return backing.present.wait(backing.word(view, index), expected, limit);
    },
    notify(view, index, count) {
      const most = count === undefined ? undefined : Math.max(0, Math.trunc(count as number) || 0);
      return backing.present.notifyCount(backing.word(view, index), most);
    },
    waitAsync: () => backing.refuse('The checker runs synchronous code: it has no Atomics.waitAsync.'),
  };
}
