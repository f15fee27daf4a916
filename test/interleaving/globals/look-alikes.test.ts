// The look-alikes against the real globals: the same sequence of operations gives the same results, errors included; and
// what has no look-alike is refused with a sentence.
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { SetupMemory } from '../../../properties/interleaving/globals/setup-memory.ts';
import { interleave, LookAlikes, type Suite, withLookAlikes } from '../../../properties/interleaving/index.ts';

type Dynamic = Record<string, (...args: unknown[]) => unknown>;
type Numbers = Record<PropertyKey, unknown> & { readonly length: number };

/** Kinds of arrays that may lie over the same bytes. */
const KINDS: readonly (readonly [bytes: number, ...names: string[]])[] = [
  [1, 'Int8Array', 'Uint8Array', 'Uint8ClampedArray'],
  [2, 'Int16Array', 'Uint16Array'],
  [4, 'Int32Array', 'Uint32Array'],
  [8, 'BigInt64Array', 'BigUint64Array'],
];

const ATOMIC = ['load', 'store', 'exchange', 'compareExchange', 'add', 'sub', 'and', 'or', 'xor', 'notify', 'wait'];

/** What it was, in words that are equal where the real and the look-alike did the same. */
function told(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`;
  const tag = Object.prototype.toString.call(value);
  if (!/Array\]$/.test(tag)) return `${tag} ${JSON.stringify(value)}`;
  return `${tag} ${Array.from(value as ArrayLike<unknown>, told)}`;
}

function attempt(body: () => unknown): string {
  try {
    return told(body());
  } catch (error) {
    return error instanceof Error ? `throws ${error.name}` : 'throws';
  }
}

interface Operation {
  readonly name: string;
  readonly array: number;
  readonly index: unknown;
  readonly values: readonly unknown[];
}

/** Arrays over one buffer, made and used with these globals: what came of each operation. */
function results(globals: Record<string, unknown>, kind: number, shape: readonly Operation[]): string[] {
  const [bytes, ...names] = KINDS[kind] as (typeof KINDS)[number];
  const make = (name: string, ...args: unknown[]): Numbers =>
    Reflect.construct(globals[name] as never, args) as Numbers;
  const buffer = make('SharedArrayBuffer', 8 * bytes);
  const arrays = names.flatMap((name) => [make(name, buffer), make(name, buffer, bytes * 2, 4)]);
  const told: string[] = [];
  for (const { name, array, index, values } of shape) {
    const one = arrays[array % arrays.length] as Numbers;
    told.push(`${name}: ${attempt(() => perform(globals, arrays, one, { name, array, index, values }))}`);
  }
  return [...told, ...arrays.map((one) => attempt(() => one))];
}

const small = (index: unknown): number => (typeof index === 'number' && Number.isInteger(index) ? index : 1);

const PLAIN: Readonly<Record<string, (array: Numbers, index: unknown, values: readonly unknown[]) => unknown>> = {
  get: (array, index) => array[String(index)],
  set: (array, index, [value]) => Reflect.set(array, String(index), value),
  has: (array, index) => String(index) in array,
  length: ({ length, ...rest }) => [length, Object.keys(rest)],
  facts: (array) => [array['byteLength'], array['byteOffset'], array['BYTES_PER_ELEMENT'], array[Symbol.toStringTag]],
  spread: (array) => [...(array as unknown as Iterable<unknown>)],
  entries: (array) => [...(array as unknown as Int32Array).entries()].flat(),
  tag: (array) => [Object.prototype.toString.call(array), ArrayBuffer.isView(array) || array.length >= 0],
  descriptor: (array, index) => Object.getOwnPropertyDescriptor(array, String(index))?.enumerable,
  absent: (array) => [array['push'], array['concat'], array['flat']].map(String),
};

const BY_INDEX = ['at', 'subarray', 'slice', 'fill', 'copyWithin', 'with', 'includes', 'indexOf', 'lastIndexOf'];
const BY_FUNCTION = ['map', 'filter', 'find', 'findIndex', 'findLast', 'some', 'every', 'forEach'];
const BY_NOTHING = ['reverse', 'sort', 'toSorted', 'toReversed', 'join', 'toString', 'values', 'keys'];

function perform(
  globals: Record<string, unknown>,
  arrays: readonly Numbers[],
  one: Numbers,
  { name, array, index, values }: Operation,
): unknown {
  if (ATOMIC.includes(name)) {
    const given = name === 'wait' ? [...values.slice(0, 1), 0] : values;
    return (globals['Atomics'] as Dynamic)[name]?.(one, index, ...given);
  }
  const plain = PLAIN[name];
  if (plain !== undefined) return plain(one, index, values);
  const method = (...args: unknown[]): unknown => (one as unknown as Dynamic)[name]?.(...args);
  if (name === 'setArray') return (one as unknown as Dynamic)['set']?.(arrays[(array + 1) % arrays.length], index);
  if (name === 'fill') return method(values[0], small(index), small(values[1])) === one;
  if (BY_NOTHING.includes(name)) return iterated(method());
  if (BY_FUNCTION.includes(name)) return method((value: unknown, at: number) => (at % 2 === 0 ? value : at > 3));
  if (name === 'reduce') return method((sum: unknown, value: unknown) => `${String(sum)} ${String(value)}`, '');
  if (name === 'copyWithin') return method(small(index), small(values[0]), small(values[1])) === one;
  if (name === 'subarray') return (method(small(index), small(values[0])) as Numbers)['byteOffset'];
  return method(name === 'slice' || name === 'at' || name === 'with' ? small(index) : index, values[0]);
}

const iterated = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'next' in value ? [...(value as unknown as Iterable<unknown>)] : value;

const NAMES = [...ATOMIC, ...Object.keys(PLAIN), ...BY_INDEX, ...BY_FUNCTION, ...BY_NOTHING, 'reduce', 'setArray'];

const value = (big: boolean): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 8, arbitrary: big ? fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }) : fc.integer() },
    { weight: 4, arbitrary: big ? fc.bigInt({ min: -2n, max: 2n }) : fc.integer({ min: -2, max: 2 }) },
    { weight: 2, arbitrary: fc.double() },
    fc.constantFrom(undefined, null, true, '7', 'x', 1n, -0, Number.NaN, Number.POSITIVE_INFINITY, 2.5),
  );
const place = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 7 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(-1, 8, 2.5, '1', '-0', Number.NaN, undefined, 'length') },
);

const program = fc.integer({ min: 0, max: KINDS.length - 1 }).chain((kind) =>
  fc.tuple(
    fc.constant(kind),
    fc.array(
      fc.record<Operation>({
        name: fc.constantFrom(...NAMES),
        array: fc.nat(5),
        index: place,
        values: fc.array(value(kind === 3), { minLength: 2, maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 30 },
    ),
  ),
);

const real = (): Record<string, unknown> => globalThis as unknown as Record<string, unknown>;

/** The same on look-alikes, while nothing runs concurrently. */
function onLookAlikes<Result>(body: (globals: Record<string, unknown>, lookAlikes: LookAlikes) => Result): Result {
  const lookAlikes = new LookAlikes();
  const { backing, globals } = lookAlikes;
  return backing.whileSettingUp(new SetupMemory([], backing.elements.updates), () => body(globals, lookAlikes));
}

describe('the same sequence of operations', () => {
  it('gives the same on look-alikes and on the real ones, errors included', () => {
    fc.assert(
      fc.property(program, ([kind, shape]) => {
        expect(onLookAlikes((globals) => results(globals, kind, shape))).toEqual(results(real(), kind, shape));
      }),
      { seed: 20031119, numRuns: 200 },
    );
  });

  it.each(NAMES)('%s: with what it may be given, one at a time', (name) => {
    const all = (globals: Record<string, unknown>): string[] =>
      [...KINDS.keys()].flatMap((kind) =>
        [3, -1, 8, '2', 1.5].flatMap((index) =>
          [-1, 70_000, 2 ** 33, -1.5, -1n, 2n ** 64n, 'x', undefined].flatMap((given) => {
            const shape = [...KINDS.keys()].map((array) => ({ name, array, index, values: [given, 5] }));
            const found = results(globals, kind, shape);
            return found.map((one) => `${KINDS[kind]} ${String(index)} ${String(given)}: ${one}`);
          }),
        ),
      );
    expect(onLookAlikes(all)).toEqual(all(real()));
  });

  it.each([
    ['SharedArrayBuffer', [-1]],
    ['SharedArrayBuffer', ['8']],
    ['SharedArrayBuffer', [undefined]],
  ])('new %s(%s)', (name, args) => {
    const made = (globals: Record<string, unknown>): string =>
      attempt(() => (Reflect.construct(globals[name] as never, args) as SharedArrayBuffer).byteLength);
    expect(onLookAlikes(made)).toBe(made(real()));
  });

  it.each([[1], [8], [4, 1], [4, 2], [0, 3], [24], [-4], ['4'], [Number.NaN], [0, -1], [0, '1'], [4, undefined]])(
    'a view from %s, of so many elements: %s',
    (...place) => {
      const made = (globals: Record<string, unknown>): string =>
        attempt(() => {
          const buffer = Reflect.construct(globals['SharedArrayBuffer'] as never, [16]) as object;
          const view = Reflect.construct(globals['Int32Array'] as never, [buffer, ...place]) as Int32Array;
          return [view.length, view.byteOffset, view.byteLength, view.buffer === buffer];
        });
      expect(onLookAlikes(made)).toBe(made(real()));
    },
  );
});

describe('look-alikes stand in for the real ones', () => {
  it('as what they are', async () => {
    const lookAlikes = new LookAlikes();
    const run = (body: () => unknown): unknown =>
      lookAlikes.backing.whileSettingUp(new SetupMemory([], lookAlikes.backing.elements.updates), body);
    await withLookAlikes(lookAlikes, () =>
      run(() => {
        class Ring extends Int32Array {
          head = 3;
          first(): number | undefined {
            return this[0];
          }
        }
        const buffer = new SharedArrayBuffer(8);
        const ring = new Ring(buffer as never);
        ring[0] = 7;
        expect(buffer).toBeInstanceOf(SharedArrayBuffer);
        expect(Object.prototype.toString.call(buffer)).toBe('[object SharedArrayBuffer]');
        expect([ring.first(), ring.head, ring instanceof Int32Array, ring.length]).toEqual([7, 3, true, 2]);
        const other = new Int32Array(buffer);
        expect([ArrayBuffer.isView(other), other.constructor === Int32Array]).toEqual([true, true]);
        expect([...Int32Array.from(other)]).toEqual([7, 0]);
        other.set(new Int32Array([1, 2]));
        expect(JSON.stringify(other)).toBe('{"0":1,"1":2}');
        expect(() => Reflect.apply(SharedArrayBuffer as never, undefined, [8])).toThrow(TypeError);
      }),
    );
  });

  it('and leave real memory alone', () =>
    withLookAlikes(new LookAlikes(), () => {
      const array = new Int32Array(new ArrayBuffer(8));
      expect([Atomics.add(array, 0, 5), Atomics.load(array, 0), Atomics.notify(array, 0)]).toEqual([0, 5, 0]);
      expect(Int32Array.from([1, 2])).toBeInstanceOf(Int32Array);
      expect(Int32Array.BYTES_PER_ELEMENT).toBe(4);
      expect(new Float64Array([1.5])[0]).toBe(1.5);
      expect(new DataView(new ArrayBuffer(4)).getInt32(0)).toBe(0);
      expect(() => Atomics.wait(array, 0, 5)).toThrow(TypeError);
    }));

  describe('for a time', () => {
    const before = { SharedArrayBuffer, Atomics, Int32Array, Float64Array, DataView, ArrayBuffer };
    afterEach(() => {
      expect({ SharedArrayBuffer, Atomics, Int32Array, Float64Array, DataView, ArrayBuffer }).toEqual(before);
      expect(Atomics).toBe(before.Atomics);
      expect(SharedArrayBuffer).toBe(before.SharedArrayBuffer);
      expect(Int32Array).toBe(before.Int32Array);
    });

    it('that ends with what was run', async () => {
      const names = await withLookAlikes(new LookAlikes(), async () => {
        await Promise.resolve();
        return [Atomics === before.Atomics, SharedArrayBuffer === before.SharedArrayBuffer];
      });
      expect(names).toEqual([false, false]);
    });

    it('that ends with an error', async () => {
      const fails = withLookAlikes(new LookAlikes(), () => Promise.reject(new Error('no such suite')));
      await expect(fails).rejects.toThrow('no such suite');
    });
  });
});

describe('what has no look-alike is refused, even where the code under test catches errors', () => {
  const word = (): Int32Array => new Int32Array(new SharedArrayBuffer(16));
  const quietly = (body: () => unknown): void => {
    try {
      body();
    } catch {
      // As code under test may do.
    }
  };
  const of = (setup: () => unknown, thread: (shared: never) => unknown = () => undefined): Suite<never> => ({
    setup: setup as () => never,
    threads: { A: thread },
  });
  const CASES: readonly (readonly [string, () => Suite<never>, RegExp])[] = [
    [
      'elements of different sizes that overlap',
      () => of(word, (a: Int32Array) => quietly(() => [Atomics.load(a, 1), new Uint8Array(a.buffer)[6]])),
      /^The bytes from 6 of a shared buffer are accessed 1 at a time here and 4 at a time elsewhere/,
    ],
    [
      'a buffer made by a thread',
      () => of(word, () => quietly(() => new SharedArrayBuffer(4))),
      /^A SharedArrayBuffer was made outside of `setup`/,
    ],
    ['a growable buffer', () => of(() => growable()), /no growable SharedArrayBuffer/],
    ['floats', () => of(() => new Float64Array(new SharedArrayBuffer(8))), /no Float64Array over shared memory/],
    ['a DataView', () => of(() => new DataView(new SharedArrayBuffer(8))), /no DataView over shared memory/],
    ['a slice of a buffer', () => of(() => new SharedArrayBuffer(8).slice(4)), /no SharedArrayBuffer.slice/],
    ['Atomics.waitAsync', () => of(word, (a: Int32Array) => quietly(() => waitAsync(a))), /no Atomics.waitAsync/],
    ['a thread that awaits', () => of(word, async () => 1), /The thread "A" returned a promise/],
    ['a setup that awaits', () => of(async () => word()), /`setup` returned a promise/],
  ];
  const growable = (): unknown => Reflect.construct(SharedArrayBuffer, [8, { maxByteLength: 16 }]);
  const waitAsync = (array: Int32Array): unknown => (Atomics as unknown as Dynamic)['waitAsync']?.(array, 0, 0);

  it.each(CASES)('%s', async (_, load, sentence) => {
    await expect(interleave(load)).rejects.toThrow(sentence);
  });

  it('a buffer made while the file is loaded', async () => {
    const load = (): Suite<Int32Array> => {
      const shared = word();
      return { setup: () => shared, threads: { A: () => 0 } };
    };
    await expect(interleave(load)).rejects.toThrow('outside of `setup`');
  });
});

describe('what is no suite is refused with a sentence', () => {
  it.each<readonly [unknown, string]>([
    [undefined, 'There is no `setup`'],
    [{ threads: {} }, 'There is no `setup`'],
    [{ setup: () => 0 }, 'There are no `threads`'],
    [{ setup: () => 0, threads: {} }, 'There are no `threads`'],
    [{ setup: () => 0, threads: { A: 5 } }, 'The thread "A" is no function.'],
    [{ setup: () => 0, threads: { A: () => 0 }, daemons: ['B'] }, '`daemons` names "B", which is no thread.'],
    [{ setup: () => 0, threads: { A: () => 0 }, daemons: 'A' }, '`daemons` is no list'],
    [{ setup: () => 0, threads: { A: () => 0 }, forever: ['B'] }, '`forever` names "B", which is no thread.'],
    [{ setup: () => 0, threads: { A: () => 0 }, finish: 1 }, '`finish` is no function.'],
  ])('%j', async (suite, sentence) => {
    await expect(interleave(() => suite as Suite)).rejects.toThrow(sentence);
  });
});
