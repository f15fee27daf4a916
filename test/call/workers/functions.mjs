/** What the workers of the tests serve. */
export const add = (a, b) => a + b;
export const echo = (value) => value;
export const nothing = () => undefined;
export const later = async (value, ms) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return value;
};
/** Holds up its thread. */
export const busy = (value, ms) => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  return value;
};
export const fail = (kind) => {
  if (kind === 'text') throw 'just text';
  if (kind === 'function') throw () => 0;
  if (kind === 'undefined') throw undefined;
  if (kind === 'aggregate') throw new AggregateError([new TypeError('one'), 'two'], 'many');
  if (kind === 'large') throw new Error('x'.repeat(10_000));
  if (kind === 'own class') throw new NotFound('/gone');
  throw Object.assign(new RangeError('too far', { cause: new Error('root') }), { code: 'EFAR', far: 7, skip: () => 0 });
};
export const reject = async (kind) => fail(kind);
export const large = (length) => 'x'.repeat(length);
export const unclonable = () => () => 0;
export const exit = (code) => process.exit(code);
export const crash = () => {
  setImmediate(() => {
    throw new Error('crashed');
  });
  return new Promise(() => undefined);
};
export const never = () => new Promise(() => undefined);
let served = 0;
export const count = () => ++served;
export const notFunction = 7;

class NotFound extends Error {
  name = 'NotFound';
  code = 'ENOENT';
  constructor(path) {
    super(`no such file: ${path}`);
    this.path = path;
  }
}
