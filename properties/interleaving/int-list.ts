// A growing list of 32-bit integers: one entry for each state or edge of a search, with no object for any of them. It grows
// by pieces, and nothing is ever copied: on many machines memory touched for the first time costs more than the search.

const SHIFT = 17;
const MASK = (1 << SHIFT) - 1;
/** Most lists stay short. */
const FIRST = 64;

export class IntList {
  private readonly pieces: Int32Array[] = [];
  private last: Int32Array = new Int32Array(FIRST);
  length = 0;

  constructor() {
    this.pieces.push(this.last);
  }

  push(value: number): void {
    const place = this.length & MASK;
    if (place === this.last.length || (place === 0 && this.length > 0)) this.makeRoom(place);
    this.last[place] = value;
    this.length += 1;
  }

  at(index: number): number {
    return (this.pieces[index >>> SHIFT] as Int32Array)[index & MASK] as number;
  }

  /** In the place of what was pushed there. */
  set(index: number, value: number): void {
    (this.pieces[index >>> SHIFT] as Int32Array)[index & MASK] = value;
  }

  /** What has been pushed so far, in one piece. */
  view(): Int32Array {
    const whole = new Int32Array(this.length);
    for (const [number, piece] of this.pieces.entries()) {
      const start = number << SHIFT;
      if (start < this.length) whole.set(piece.subarray(0, this.length - start), start);
    }
    return whole;
  }

  /** Only the first piece is smaller than the others, at first. */
  private makeRoom(place: number): void {
    if (place === 0) {
      this.last = new Int32Array(1 << SHIFT);
      this.pieces.push(this.last);
      return;
    }
    const longer = new Int32Array(Math.min(1 << SHIFT, place * 4));
    longer.set(this.last);
    this.last = longer;
    this.pieces[this.pieces.length - 1] = longer;
  }
}
