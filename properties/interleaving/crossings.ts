// The calls that ended on the way of one move, as numbers, so that equal moves are equal.

/** Lists of calls that ended on the way of one move, numbered; 0 is the empty list. */
export class Crossings {
  private readonly lists: (readonly number[])[] = [[]];
  private readonly index = new Map<number, number>();

  longer(crossing: number, endNode: number): number {
    const key = crossing * 2 ** 26 + endNode;
    let id = this.index.get(key);
    if (id === undefined) {
      id = this.lists.length;
      this.index.set(key, id);
      this.lists.push([...(this.lists[crossing] ?? []), endNode]);
    }
    return id;
  }

  /** The nodes of the ends. */
  nodes(crossing: number): readonly number[] {
    return this.lists[crossing] ?? [];
  }
}
