// States that wait to be sent, or to be looked for: packed, each followed by its hash, in the form in which they are sent.
import { BATCH_UNITS, HEADER_UNITS } from './layout.ts';

export class Batch {
  readonly units: Int32Array = new Int32Array(BATCH_UNITS);
  count = 0;
  /** Units of a state and its hash. */
  stride = 0;
  private readonly threads: number;
  private marked = 0;

  /** @param threads of the system: a state has at most so many successors */
  constructor(threads: number) {
    this.threads = threads;
  }

  get length(): number {
    return HEADER_UNITS + this.count * this.stride;
  }

  /** There may be no room for the successors of one more state. */
  get isFull(): boolean {
    return this.count > 0 && this.length + this.threads * this.stride > BATCH_UNITS;
  }

  /** @throws RangeError for states that are too large to be sent */
  add(record: Int32Array, hash: number): void {
    const { length } = record;
    const at = this.place(length);
    for (let unit = 0; unit < length; unit += 1) this.units[at + unit] = record[unit] as number;
    this.units[at + length] = hash;
  }

  /** Where one more state of so many units is to be written, and after it its hash. */
  place(units: number): number {
    if (this.count === 0) this.start(units);
    const at = this.length;
    this.count += 1;
    return at;
  }

  private start(units: number): void {
    this.stride = units + 1;
    if (HEADER_UNITS + this.threads * this.stride > BATCH_UNITS) {
      throw new RangeError(`A state takes ${units * 4} bytes: too many for a search on several threads.`);
    }
  }

  mark(): void {
    this.marked = this.count;
  }

  /** Drops what came after the mark. */
  forget(): void {
    this.count = this.marked;
  }

  clear(): void {
    this.count = 0;
    this.marked = 0;
  }
}
