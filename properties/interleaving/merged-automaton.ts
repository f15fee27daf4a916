// The automata with classes of nodes in place of nodes: how a call came to where it is is forgotten where its code has
// forgotten it, too. A loop that retries a compare-exchange, for one, has as many histories as there are ways to fail,
// and goes on after all of them in the same way.
import { Automaton } from './automaton.ts';
import { Labels } from './labels.ts';
import { mergeNodes } from './node-merging.ts';

export class MergedAutomaton extends Automaton {
  /** Nodes when the classes were made. */
  merged = 0;
  readonly labels: Labels = new Labels(this);
  /** The first node of the class of each node; nodes beyond its end are classes by themselves. */
  private readonly classes: number[] = [];
  // The children of classes, by their first node: the one met first in two arrays. 0: none.
  private firstValue: number[] = [];
  private firstChild: number[] = [];
  private otherChildren: (Map<number, number> | undefined)[] = [];

  /** Makes the classes anew from all that is known by now. Nodes are compared as they are, not as classes. */
  merge(): void {
    const classes = mergeNodes(this, this.labels);
    this.merged = classes.length;
    this.classes.length = 0;
    for (const first of classes) this.classes.push(first);
    this.resetChildren();
    for (let node = 1; node < classes.length; node += 1) {
      const parent = this.parent[node] as number;
      if (parent < 0) continue;
      const first = this.canonical(parent);
      const value = this.via[node] as number;
      if (this.knownOfClass(first, value) === 0) this.adopt(first, value, node);
    }
  }

  override canonical(node: number): number {
    return node < this.classes.length ? (this.classes[node] as number) : node;
  }

  /** It was met since the classes were made, and is in none but its own. */
  isNew(node: number): boolean {
    return node >= this.merged && this.canonical(node) === node;
  }

  /** Each node is a class by itself again. */
  split(): void {
    this.classes.length = 0;
    this.resetChildren();
    this.merged = 0;
  }

  /** Puts a node that was met since the classes were made into the class of another. */
  assign(node: number, other: number): void {
    for (let next = this.classes.length; next <= node; next += 1) this.classes.push(next);
    this.classes[node] = this.canonical(other);
  }

  override child(node: number, value: number): number {
    const first = this.canonical(node);
    const known = this.knownOfClass(first, value);
    if (known !== 0) return known;
    const child = super.child(first, value);
    this.adopt(first, value, child);
    return child;
  }

  /** The node after this very node, whatever its class. */
  ownChild(node: number, value: number): number {
    return super.child(node, value);
  }

  private resetChildren(): void {
    this.firstValue = [];
    this.firstChild = [];
    this.otherChildren = [];
  }

  private knownOfClass(first: number, value: number): number {
    if (first >= this.firstChild.length) return 0;
    if (this.firstValue[first] === value) return this.firstChild[first] as number;
    return this.otherChildren[first]?.get(value) ?? 0;
  }

  private adopt(first: number, value: number, child: number): void {
    for (let next = this.firstChild.length; next <= first; next += 1) {
      this.firstValue.push(0);
      this.firstChild.push(0);
      this.otherChildren.push(undefined);
    }
    if (this.firstChild[first] === 0) {
      this.firstValue[first] = value;
      this.firstChild[first] = child;
      return;
    }
    const others = this.otherChildren[first] ?? new Map<number, number>();
    others.set(value, child);
    this.otherChildren[first] = others;
  }
}
