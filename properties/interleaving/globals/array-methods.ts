// The methods of typed arrays, on look-alikes: they touch the elements that the real ones touch, one at a time.
import type { Made } from './arrays.ts';
import type { Backing } from './backing.ts';
import type { Value } from './elements.ts';

type Method = (...args: never[]) => unknown;
type Touch = (made: Made, array: object, backing: Backing, ...args: unknown[]) => unknown;

/** What plain arrays do in the same way on anything that has a length. */
const GENERIC: readonly PropertyKey[] = [
  ...['at', 'copyWithin', 'entries', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'forEach', 'includes'],
  ...['indexOf', 'join', 'keys', 'lastIndexOf', 'reduce', 'reduceRight', 'reverse', 'some', 'toLocaleString'],
  ...['toString', 'values', Symbol.iterator],
];

/** What gives an array of its own, which nobody shares: `undefined` where plain arrays lack it, too. */
const ON_COPY = ['toReversed', 'toSorted', 'with'] as const;

const OWN: Readonly<Record<string, Touch>> = {
  fill({ view }, array, backing, value, begin, end) {
    view.element.toWord(value); // even where nothing is to be filled
    const last = clamp(end, view.length, view.length);
    for (let index = clamp(begin, 0, view.length); index < last; index += 1) backing.write(view, index, value);
    return array;
  },
  filter: ({ real }, array, _, keep, self) => copied(real, Array.prototype.filter.call(array, keep as never, self)),
  map: ({ real }, array, _, change, self) => copied(real, Array.prototype.map.call(array, change as never, self)),
  set({ view }, _, backing, from, at) {
    const source = Object(from) as ArrayLike<unknown>;
    const offset = toWhole(at);
    if (offset < 0 || source.length + offset > view.length) throw new RangeError('offset is out of bounds');
    // All of it before the first is written: both may be of one buffer.
    const values = Array.from({ length: source.length }, (__, index) => source[index]);
    for (const [index, value] of values.entries()) backing.write(view, offset + index, value);
  },
  slice({ real, view }, _, backing, begin, end) {
    return copied(
      real,
      valuesOf(backing, { view }, clamp(begin, 0, view.length), clamp(end, view.length, view.length)),
    );
  },
  sort({ real, view }, array, backing, compare) {
    if (compare !== undefined && typeof compare !== 'function')
      throw new TypeError('The comparison function must be either a function or undefined');
    const sorted = copied(real, valuesOf(backing, { view }, 0, view.length)) as Int32Array;
    sorted.sort(compare as never);
    for (const [index, value] of sorted.entries()) backing.write(view, index, value);
    return array;
  },
  subarray({ view, over }, _, __, begin, end) {
    const first = clamp(begin, 0, view.length);
    const size = Math.max(0, clamp(end, view.length, view.length) - first);
    return over(view.offset + first * view.element.bytes, size);
  },
};

/** `undefined`: real arrays have no such method. */
export function methodOf(backing: Backing, made: Made, array: object, key: PropertyKey): Method | undefined {
  if (GENERIC.includes(key)) return Reflect.get(Array.prototype, key) as Method;
  if (typeof key === 'string' && Object.hasOwn(OWN, key)) {
    const touch = OWN[key] as Touch;
    return (...args: unknown[]) => touch(made, array, backing, ...args);
  }
  const { real, view } = made;
  if (!ON_COPY.some((name) => name === key) || !(key in real.prototype)) return inherited(key);
  return (...args: unknown[]) => {
    const copy = copied(real, valuesOf(backing, { view }, 0, view.length));
    return (Reflect.get(copy, key) as (...given: unknown[]) => unknown).apply(copy, args);
  };
}

/** Of any object: `hasOwnProperty` and the like. */
function inherited(key: PropertyKey): Method | undefined {
  return Reflect.get(Object.prototype, key) as Method | undefined;
}

function valuesOf(backing: Backing, { view }: Pick<Made, 'view'>, first: number, end: number): Value[] {
  const values: Value[] = [];
  for (let index = first; index < end; index += 1) values.push(backing.read(view, index) as Value);
  return values;
}

function copied(real: Made['real'], values: readonly unknown[]): object {
  return Reflect.construct(real, [values]) as object;
}

/** As the language converts a place. @throws TypeError for a bigint */
function toWhole(place: unknown): number {
  return Math.trunc(place as number) || 0;
}

/** A place counted from the start, or from the end where it is negative. */
function clamp(place: unknown, missing: number, length: number): number {
  const wanted = place === undefined ? missing : toWhole(place);
  return Math.min(length, Math.max(0, wanted < 0 ? wanted + length : wanted));
}
