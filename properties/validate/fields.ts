/** The fields of one JSON object, taken out one by one, so that what is missing, wrong or left over is said. */

/** A line is not what it should be. The message is what was expected, and stands after "expected". */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

const INT32 = 2 ** 31;

export class Fields {
  readonly #fields: Record<string, unknown>;
  readonly #left: Set<string>;

  /** @param from a line of JSON, or what one holds. @throws Unreadable unless it is an object */
  constructor(from: unknown, what: string) {
    const value = typeof from === 'string' ? parsed(from, what) : from;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unreadable(what);
    this.#fields = value as Record<string, unknown>;
    this.#left = new Set(Object.keys(this.#fields));
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#fields, key);
  }

  take(key: string): unknown {
    if (!this.has(key)) throw new Unreadable(`"${key}"`);
    this.#left.delete(key);
    return this.#fields[key];
  }

  /** Nothing may be left over. */
  finish(): void {
    const [first] = this.#left;
    if (first !== undefined) throw new Unreadable(`no "${first}" here`);
  }

  integer(key: string, from: number, to: number): number {
    const value = this.take(key);
    if (isInteger(value, from, to)) return value;
    throw new Unreadable(from === to ? `"${key}":${from}` : `"${key}" to be a whole number from ${from} to ${to}`);
  }

  /** A whole number of 32 bits. */
  code(key: string): number {
    const value = this.take(key);
    if (isInteger(value, -INT32, INT32 - 1)) return value;
    throw new Unreadable(`"${key}" to be a whole number of 32 bits`);
  }

  /** Letters and digits. */
  word(key: string): string {
    const value = this.take(key);
    if (typeof value === 'string' && /^\w{1,40}$/.test(value)) return value;
    throw new Unreadable(`"${key}" to be a word`);
  }

  /** Any text, or nothing. */
  text(key: string): void {
    if (this.has(key) && typeof this.take(key) !== 'string') throw new Unreadable(`"${key}" to be a text`);
  }

  /** A text that must be there. */
  required(key: string): string {
    const value = this.take(key);
    if (typeof value === 'string') return value;
    throw new Unreadable(`"${key}" to be a text`);
  }

  list(key: string, what: string, max: number): readonly unknown[] {
    const value = this.take(key);
    if (Array.isArray(value) && value.length <= max) return value;
    throw new Unreadable(`"${key}" to be ${what}, ${max} at most`);
  }

  integers(key: string, count: number, from: number, to: number): readonly number[] {
    const value = this.take(key);
    const fits = Array.isArray(value) && value.length === count && value.every((one) => isInteger(one, from, to));
    if (fits) return value as readonly number[];
    throw new Unreadable(`"${key}" to be a list of ${count} whole numbers from ${from} to ${to}`);
  }
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable(what);
  }
}

function isInteger(value: unknown, from: number, to: number): value is number {
  return Number.isInteger(value) && (value as number) >= from && (value as number) <= to;
}
