// The default codec agrees with structuredClone: on generated values, on every kind of value, and on what is refused.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesCodec, jsonCodec, structuredCodec } from '../../impl/index.ts';

const codec = structuredCodec();

/** Through shared bytes, as in a message. What follows them is noise, and is overwritten afterwards. */
function carried(value: unknown): unknown {
  const size = codec.encode(value, new Uint8Array(0));
  const message = new Uint8Array(new SharedArrayBuffer(size + 3)).fill(0xee);
  expect(codec.encode(value, message)).toBe(size);
  expect([...message.subarray(size)]).toEqual([0xee, 0xee, 0xee]);
  const got = codec.decode(message.subarray(0, size));
  message.fill(0);
  return got;
}

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
});

test('what arrives is what structuredClone makes of it', () => {
  fc.assert(
    fc.property(anything, (value) => {
      expect(carried(value)).toStrictEqual(structuredClone(value));
    }),
    { numRuns: 2000, seed: 1 },
  );
});

const cyclic: unknown[] = [];
cyclic.push({ cyclic }, new Map([[cyclic, new Set([cyclic])]]));
const shared = { shared: true };
class Point {
  readonly x = 1;
  readonly #hidden = 2;
  get sum(): number {
    return this.x + this.#hidden;
  }
}

test.each([
  ['a hole and a name beside the indices', Object.assign(new Array(3), { 1: 'one', more: true })],
  ['as many names as elements, and still a hole', Object.assign(new Array(2), { 1: 1, more: 2 })],
  ['a cycle', cyclic],
  ['what is shared', [shared, shared, new Date(7), [shared]]],
  ['a date that is none', new Date(Number.NaN)],
  ['a regular expression', /a+b/giu],
  ['an object of a class', new Point()],
  ['a name that is the prototype’s', JSON.parse('{"__proto__":{"a":1}}')],
  ['an object without prototype', Object.assign(Object.create(null), { a: 1 })],
  ['a string of every length and width', ['', 'x'.repeat(10_000), 'ÿ'.repeat(20), 'ж'.repeat(9000), '\ud800']],
  ['numbers', [0, -0, Number.NaN, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, 1e300, Number.MIN_VALUE, -1.5]],
  ['big numbers', [0n, -1n, 2n ** 100n, -(2n ** 64n)]],
  ['buffers and views', [new ArrayBuffer(3), new DataView(new Uint8Array([1, 2]).buffer), new Float64Array([-0, 0.1])]],
  ['primitives in objects', [Object(true), Object('text'), Object(1n)]],
])('%s', (_, value) => {
  const got = carried(value);
  expect(got).toStrictEqual(structuredClone(value));
});

test('what was shared is shared, and a cycle is one', () => {
  const [first, second, , [third]] = carried([shared, shared, 0, [shared]]) as [object, object, 0, [object]];
  expect(second).toBe(first);
  expect(third).toBe(first);
  const round = carried(cyclic) as [{ cyclic: unknown }, Map<unknown, Set<unknown>>];
  expect(round[0].cyclic).toBe(round);
  expect(round[1].get(round)?.has(round)).toBe(true);
});

test.each([TypeError, RangeError, Error])('an error of class %o', (Class) => {
  const error = new Class('wrong', { cause: [1] });
  const got = carried({ error }) as { error: Error };
  expect(got.error).toBeInstanceOf(Class);
  expect(got.error.constructor).toBe(Class);
  expect([got.error.message, got.error.stack, got.error.cause]).toEqual(['wrong', error.stack, [1]]);
  expect(Object.keys(got.error)).toEqual([]);
});

test('of a typed array only what it shows is carried', () => {
  const part = new Uint8Array(10_000).subarray(5, 8).fill(3);
  expect(codec.encode(part, new Uint8Array(0))).toBeLessThan(12);
  expect(carried(part)).toEqual(new Uint8Array([3, 3, 3]));
});

describe('refused, as structuredClone does', () => {
  test.each([
    ['a function', () => 0],
    ['a function inside', { deep: [function named() {}] }],
    ['a symbol', Symbol('s')],
    ['a WeakMap', new WeakMap()],
    ['a promise', Promise.resolve()],
    ['a generator', (function* () {})()],
  ])('%s', (_, value) => {
    expect(() => structuredClone(value)).toThrow(DOMException);
    expect(() => carried(value)).toThrow(expect.objectContaining({ name: 'DataCloneError' }));
  });

  test('the sentence names the function', () => {
    expect(() => carried([function named() {}])).toThrow('function named could not be cloned');
  });

  test('memory that is shared, of which bytes would be a copy', () => {
    expect(() => carried(new SharedArrayBuffer(1))).toThrow('[object SharedArrayBuffer] could not be cloned');
  });
});

test('bytes of another codec are told', () => {
  expect(() => codec.decode(new Uint8Array([99]))).toThrow('byte 0 is 99, which begins no value');
});

test('json carries what JSON does', () => {
  const message = new Uint8Array(new SharedArrayBuffer(100));
  const size = jsonCodec().encode({ a: ['ü', 1, null] }, message);
  expect(jsonCodec().decode(message.subarray(0, size))).toEqual({ a: ['ü', 1, null] });
  expect(jsonCodec().encode('x'.repeat(200), message)).toBe(202);
  expect(jsonCodec().decode(message.subarray(0, size))).toEqual({ a: ['ü', 1, null] });
});

describe('bytes', () => {
  const message = new Uint8Array(new SharedArrayBuffer(8)).fill(5);

  test('are copied, once each way', () => {
    expect(bytesCodec().encode(new Uint8Array([1, 2]), message)).toBe(2);
    const got = bytesCodec().decode(message.subarray(0, 2));
    message.fill(0);
    expect(got).toEqual(new Uint8Array([1, 2]));
  });

  test('go into a buffer of the caller’s, and the view is the same while the length is', () => {
    const own = new Uint8Array(4);
    const codecOfOwn = bytesCodec(own);
    message.fill(7);
    const first = codecOfOwn.decode(message.subarray(0, 3));
    expect(codecOfOwn.decode(message.subarray(0, 3))).toBe(first);
    expect(own).toEqual(new Uint8Array([7, 7, 7, 0]));
    expect(() => codecOfOwn.decode(message)).toThrow('8 bytes came, and the buffer has room for 4');
  });

  test('and nothing else', () => {
    expect(() => bytesCodec().encode('text', message)).toThrow('carries one Uint8Array');
    expect(() => bytesCodec().encode(new Uint8Array(9), message)).not.toThrow();
  });
});
