// Guesses which nodes of the automata are equal: those after which the code went on in the same way as far as it has
// been run. The red-blue scheme of learning automata from samples: Oncina and Garcia, "Inferring regular languages in
// polynomial updated time", 1992; here the sample is the tree of all histories met.
//
// It is a guess, but consistent with all that is known: no two nodes of a class differ in their operation, and after
// equal results they are in equal classes again. Whoever uses it has to verify it: see `histories.ts`.
import type { Automaton } from './automaton.ts';
import type { Labels } from './labels.ts';
import { END, isPlain } from './operations.ts';

const NONE = -1;

/** For each node the first node of its class. */
export function mergeNodes(automaton: Automaton, labels: Labels): Int32Array {
  return new Merging(automaton, labels).run();
}

class Merging {
  private readonly automaton: Automaton;
  /** Up to the first node of a class, which points to itself. Paths are not shortened: a merge may be taken back. */
  private readonly up: Int32Array;
  private readonly labels: Int32Array;
  private readonly children: (Map<number, number> | undefined)[];
  /** What to undo: a node that was given to another class, or [node, result] of a child that was given to its class. */
  private readonly joined: number[] = [];
  private readonly adopted: (readonly [number, number])[] = [];

  constructor(automaton: Automaton, labels: Labels) {
    this.automaton = automaton;
    const count = automaton.kind.length;
    this.up = Int32Array.from({ length: count }, (_, node) => node);
    this.labels = Int32Array.from({ length: count }, (_, node) => labels.of(node));
    this.children = new Array<Map<number, number> | undefined>(count);
    for (let node = 1; node < count; node += 1) {
      const parent = automaton.parent[node] as number;
      if (parent !== NONE) this.childrenOf(parent).set(automaton.via[node] as number, node);
    }
  }

  run(): Int32Array {
    const { kind } = this.automaton;
    const firsts = new Map<number, number[]>();
    for (let node = 1; node < kind.length; node += 1) {
      // Plain operations are merged only where what led to them is: between them nobody can tell where a thread is.
      if (isPlain(kind[node] as number) || (kind[node] as number) >= END || this.up[node] !== node) continue;
      const label = this.labels[node] as number;
      const classes = firsts.get(label) ?? [];
      firsts.set(label, classes);
      if (!classes.some((first) => this.up[first] === first && this.merge(first, node))) classes.push(node);
    }
    return this.up.map((_, node) => this.first(node));
  }

  /** Merges two classes and what follows them; false, and nothing has changed, where that is a contradiction. */
  private merge(one: number, other: number): boolean {
    this.joined.length = 0;
    this.adopted.length = 0;
    const work: [number, number][] = [[one, other]];
    for (let pair = work.pop(); pair !== undefined; pair = work.pop()) {
      const [a, b] = [this.first(pair[0]), this.first(pair[1])];
      if (a === b) continue;
      if (this.labels[a] !== this.labels[b]) {
        this.takeBack();
        return false;
      }
      this.join(Math.min(a, b), Math.max(a, b), work);
    }
    return true;
  }

  private join(into: number, from: number, work: [number, number][]): void {
    this.up[from] = into;
    this.joined.push(from);
    for (const [value, child] of this.children[from] ?? []) {
      const there = this.children[into]?.get(value);
      if (there !== undefined) {
        work.push([there, child]);
      } else {
        this.childrenOf(into).set(value, child);
        this.adopted.push([into, value]);
      }
    }
  }

  private takeBack(): void {
    for (const node of this.joined) this.up[node] = node;
    for (const [node, value] of this.adopted) this.children[node]?.delete(value);
  }

  private first(node: number): number {
    let at = node;
    while (this.up[at] !== at) at = this.up[at] as number;
    return at;
  }

  private childrenOf(node: number): Map<number, number> {
    const known = this.children[node];
    if (known !== undefined) return known;
    const fresh = new Map<number, number>();
    this.children[node] = fresh;
    return fresh;
  }
}
