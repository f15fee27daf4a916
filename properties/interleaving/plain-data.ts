// Locals and results are values, not places: kept as frozen copies, told apart by their JSON text.

/**
 * The JSON text that stands for `value`. Throws where JSON would lose something, because two states would then look
 * like one.
 */
export function plainText(value: unknown, what: string): string {
  check(value, what, 0);
  return JSON.stringify(value);
}

/** A frozen copy: code that changes its own local is told so by a TypeError instead of changing the past. */
export function frozenCopy(text: string): unknown {
  return freeze(JSON.parse(text));
}

function freeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) freeze(part);
    Object.freeze(value);
  }
  return value;
}

const DEPTH_MAX = 100;

function check(value: unknown, what: string, depth: number): void {
  if (depth > DEPTH_MAX) throw new TypeError(`${what} is nested too deeply, or contains itself.`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    if (Number.isFinite(value) && !Object.is(value, -0)) return;
    throw new TypeError(`${what} contains ${Object.is(value, -0) ? '-0' : value}, which JSON cannot hold.`);
  }
  if (typeof value !== 'object')
    throw new TypeError(`${what} must be plain JSON data, but contains a ${typeof value}.`);
  if (Array.isArray(value)) {
    for (const part of value) check(part, what, depth + 1);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${what} must be plain JSON data, but contains an instance of a class.`);
  }
  for (const part of Object.values(value)) if (part !== undefined) check(part, what, depth + 1);
}
