// A growing list of 32-bit integers: one entry for each state or edge of a search, with no object for any of them.

export class IntList {
  private items = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.items.length) {
      const longer = new Int32Array(this.items.length * 2);
      longer.set(this.items);
      this.items = longer;
    }
    this.items[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.items[index] as number;
  }

  /** What has been pushed so far, not copied. */
  view(): Int32Array {
    return this.items.subarray(0, this.length);
  }
}
