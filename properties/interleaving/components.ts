// Strongly connected components of a part of the graph, in one pass and without recursion: Tarjan's algorithm ("Depth-
// first search and linear graph algorithms", 1972) in the form of Pearce ("A space-efficient algorithm for finding
// strongly connected components", 2016), which needs one number a state beside its two stacks.
import type { Edges } from './edges.ts';

/** The part of a graph that is looked at. */
export interface Part {
  hasState(state: number): boolean;
  /** Of an edge between two states of the part. */
  hasEdge(edge: number): boolean;
}

/** States that all reach each other by edges of the part, and no others do. */
export interface Component {
  /** In ascending order. */
  readonly states: Int32Array;
  has(state: number): boolean;
}

/** Called once for each component in which there is a circle. */
export type Visit = (component: Component) => void;

export function visitComponents(edges: Edges, part: Part, visit: Visit): void {
  new Components(edges, part, visit).run();
}

class Components {
  private readonly edges: Edges;
  private readonly part: Part;
  private readonly visit: Visit;
  /**
   * 0: not met. While it is open: when the earliest state was met that is known to be in the same component. After that:
   * the number of the component, which is greater than any of those.
   */
  private readonly index: Int32Array;
  /** One array for two stacks. States on the path from the front; from the back, left states whose component is open. */
  private readonly stack: Int32Array;
  private readonly nextEdge: Int32Array;
  private readonly isRoot: Uint8Array;
  private front = 0;
  private back: number;
  private met = 1;
  private number: number;

  constructor(edges: Edges, part: Part, visit: Visit) {
    const { states } = edges;
    this.edges = edges;
    this.part = part;
    this.visit = visit;
    this.index = new Int32Array(states);
    this.stack = new Int32Array(states);
    this.nextEdge = new Int32Array(states);
    this.isRoot = new Uint8Array(states);
    this.back = states;
    this.number = states;
  }

  run(): void {
    for (let state = 0; state < this.edges.states; state += 1) {
      if (this.index[state] !== 0 || !this.part.hasState(state)) continue;
      this.enter(state);
      while (this.front > 0) this.goOn(this.stack[this.front - 1] as number);
    }
  }

  private enter(state: number): void {
    this.stack[this.front] = state;
    this.nextEdge[this.front] = this.edges.first[state] as number;
    this.front += 1;
    this.isRoot[state] = 1;
    this.index[state] = this.met;
    this.met += 1;
  }

  private goOn(state: number): void {
    const { index, edges, nextEdge, part } = this;
    const top = this.front - 1;
    const end = edges.first[state + 1] as number;
    for (let edge = nextEdge[top] as number; edge < end; edge += 1) {
      const to = edges.to[edge] as number;
      if (!part.hasState(to) || !part.hasEdge(edge)) continue;
      if (index[to] === 0) {
        // The edge is looked at again when the state it leads to has been left.
        nextEdge[top] = edge;
        this.enter(to);
        return;
      }
      // Numbers of finished components are greater than all else, so an edge into one changes nothing.
      if ((index[to] as number) < (index[state] as number)) {
        index[state] = index[to] as number;
        this.isRoot[state] = 0;
      }
    }
    this.leave(state);
  }

  private leave(state: number): void {
    const { index, stack } = this;
    this.front -= 1;
    if (this.isRoot[state] === 0) {
      this.back -= 1;
      stack[this.back] = state;
      return;
    }
    const from = this.back;
    // What was left since the root was entered, and is still open, is in the component of the root.
    while (this.back < stack.length && (index[state] as number) <= (index[stack[this.back] as number] as number)) {
      index[stack[this.back] as number] = this.number;
      this.back += 1;
    }
    index[state] = this.number;
    const size = this.back - from + 1;
    const { number } = this;
    this.met -= size;
    this.number -= 1;
    if (size === 1 && !this.leadsToItself(state)) return;
    const states = new Int32Array(size);
    states.set(stack.subarray(from, this.back));
    states[size - 1] = state;
    this.visit({ states: states.sort(), has: (other) => index[other] === number });
  }

  private leadsToItself(state: number): boolean {
    const { first, to } = this.edges;
    for (let edge = first[state] as number; edge < (first[state + 1] as number); edge += 1)
      if (to[edge] === state && this.part.hasEdge(edge)) return true;
    return false;
  }
}
