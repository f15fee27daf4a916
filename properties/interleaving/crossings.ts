// The calls that ended on the way of one move, as numbers, so that equal moves are equal.

/** Lists of nodes at which a call ended, numbered; 0 is the empty list. */
export class Crossings {
  private readonly shorter: number[] = [0];
  private readonly last: number[] = [0];
  private readonly index = new Map<number, number>();
  /** The lists of one node, which are nearly all, by that node; 0: none yet. */
  private readonly single: number[] = [];

  longer(crossing: number, endNode: number): number {
    if (crossing !== 0) return this.numbered(crossing, endNode);
    while (this.single.length <= endNode) this.single.push(0);
    const known = this.single[endNode] as number;
    if (known !== 0) return known;
    const id = this.numbered(0, endNode);
    this.single[endNode] = id;
    return id;
  }

  private numbered(crossing: number, endNode: number): number {
    const key = crossing * 2 ** 26 + endNode;
    let id = this.index.get(key);
    if (id === undefined) {
      id = this.last.length;
      this.index.set(key, id);
      this.shorter.push(crossing);
      this.last.push(endNode);
    }
    return id;
  }

  /** The nodes of the ends, in order. */
  nodes(crossing: number): readonly number[] {
    const nodes: number[] = [];
    for (let at = crossing; at !== 0; at = this.shorter[at] as number) nodes.push(this.last[at] as number);
    return nodes.reverse();
  }
}
