// The edges of a finished search, for questions about whole runs: how many there are, and who can still get on.
import { IntList } from './int-list.ts';

const CODE_BITS = 6;
const COMPLETES = 1 << CODE_BITS;

export interface Edges {
  readonly states: number;
  readonly count: number;
  /** Edges of state s are those from `first(s)` to `first(s + 1)`, exclusive. */
  first(state: number): number;
  to(edge: number): number;
  thread(edge: number): number;
  /** A call of the moving thread ended on the edge, other than to be tried again. */
  completes(edge: number): boolean;
}

/** Edges as they are met, state by state. */
export class EdgeList {
  private readonly starts = new IntList();
  private readonly targets = new IntList();
  private readonly labels = new IntList();

  get count(): number {
    return this.targets.length;
  }

  startState(): void {
    this.starts.push(this.targets.length);
  }

  add(to: number, code: number, completes: boolean): void {
    this.targets.push(to);
    this.labels.push(completes ? code | COMPLETES : code);
  }

  close(states: number): Edges {
    const { starts, targets, labels } = this;
    const count = targets.length;
    return {
      states,
      count,
      first: (state) => (state < starts.length ? starts.at(state) : count),
      to: (edge) => targets.at(edge),
      thread: (edge) => (labels.at(edge) & (COMPLETES - 1)) >> 1,
      completes: (edge) => (labels.at(edge) & COMPLETES) !== 0,
    };
  }
}

/** How many ways lead from state 0 to a state without edges; Infinity where there is a circle. */
export function countInterleavings(edges: Edges): number {
  const missing = new Int32Array(edges.states);
  for (let edge = 0; edge < edges.count; edge += 1) missing[edges.to(edge)] = (missing[edges.to(edge)] as number) + 1;
  const ways = new Float64Array(edges.states);
  ways[0] = 1;
  const ready = new Int32Array(edges.states);
  let filled = (missing[0] as number) === 0 ? 1 : 0;
  let total = 0;
  for (let next = 0; next < filled; next += 1) {
    const state = ready[next] as number;
    const end = edges.first(state + 1);
    if (edges.first(state) === end) total += ways[state] as number;
    for (let edge = edges.first(state); edge < end; edge += 1) {
      const to = edges.to(edge);
      ways[to] = (ways[to] as number) + (ways[state] as number);
      missing[to] = (missing[to] as number) - 1;
      if (missing[to] === 0) {
        ready[filled] = to;
        filled += 1;
      }
    }
  }
  return filled === edges.states ? total : Number.POSITIVE_INFINITY;
}
