// Which element of which buffer is which word of the engine's memory.
//
// Only elements that are accessed get a word, and the words of a search are fixed when it begins. So the first access
// to an element that has none ends the search, which begins anew with one word more.

/** An element that has a word. */
interface Cell {
  readonly word: number;
  readonly bytes: number;
}

/** Where an element is. */
export interface Place {
  readonly buffer: number;
  /** In bytes. */
  readonly offset: number;
  readonly bytes: number;
}

/** The search has to begin anew. Not for the code under test. */
export class NewCell extends Error {}

export class Cells {
  /** By buffer, then by offset in bytes. */
  private readonly buffers: Map<number, Cell>[] = [];
  private readonly places: Place[] = [];
  /** No more words may be given out. */
  fixed = false;

  get count(): number {
    return this.places.length;
  }

  /** The element that a word is. */
  place(word: number): Place | undefined {
    return this.places[word];
  }

  /**
   * @param offset in bytes
   * @throws NewCell where a word is missing
   */
  word(buffer: number, offset: number, bytes: number): number {
    while (this.buffers.length <= buffer) this.buffers.push(new Map());
    const cells = this.buffers[buffer] as Map<number, Cell>;
    const cell = cells.get(offset);
    if (cell?.bytes === bytes) return cell.word;
    const word = this.places.length;
    cells.set(offset, { word, bytes });
    this.places.push({ buffer, offset, bytes });
    if (this.fixed) throw new NewCell();
    return word;
  }

  /** What is wrong with an element of this size here: another one, of another size, has some of its bytes. */
  overlap(buffer: number, offset: number, bytes: number): string | undefined {
    const cells = this.buffers[buffer];
    if (cells === undefined || cells.get(offset)?.bytes === bytes) return undefined;
    for (let at = offset - 7; at < offset + bytes; at += 1) {
      const other = cells.get(at);
      if (other === undefined || at + other.bytes <= offset) continue;
      return (
        `The bytes from ${offset} of a shared buffer are accessed ${bytes} at a time here and ${other.bytes} at a ` +
        'time elsewhere. The checker takes each element as one word: use one size for the same bytes.'
      );
    }
    return undefined;
  }
}
