// The edges of a finished search, for questions about whole runs: how many there are, and who can still get on.
import { IntList } from './int-list.ts';

const COMPLETES = 1 << 6;

/** Edges of state s are those from `first[s]` to `first[s + 1]`, exclusive. */
export interface Edges {
  readonly states: number;
  readonly count: number;
  readonly first: Int32Array;
  readonly to: Int32Array;
  /** Number of the choice; `completes` and `threadOf` read it. */
  readonly label: Int32Array;
}

/** A call of the moving thread ended on the edge, other than to be tried again. */
export function completes(label: number): boolean {
  return (label & COMPLETES) !== 0;
}

/** The thread that moves on the edge. */
export function threadOf(label: number): number {
  return (label & (COMPLETES - 1)) >> 1;
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

  add(to: number, code: number, completing: boolean): void {
    this.targets.push(to);
    this.labels.push(completing ? code | COMPLETES : code);
  }

  /** All states have been started. */
  close(): Edges {
    const states = this.starts.length;
    this.starts.push(this.count);
    return { states, count: this.count, first: this.starts.view(), to: this.targets.view(), label: this.labels.view() };
  }
}

/** How many ways lead from state 0 to a state without edges; Infinity where there is a circle. */
export function countInterleavings(edges: Edges): number {
  const { first, to, states } = edges;
  const missing = new Int32Array(states);
  for (const target of to) missing[target] = (missing[target] as number) + 1;
  const ways = new Float64Array(states);
  ways[0] = 1;
  const ready = new Int32Array(states);
  let filled = (missing[0] as number) === 0 ? 1 : 0;
  let total = 0;
  for (let next = 0; next < filled; next += 1) {
    const state = ready[next] as number;
    const end = first[state + 1] as number;
    if (first[state] === end) total += ways[state] as number;
    for (let edge = first[state] as number; edge < end; edge += 1) {
      const target = to[edge] as number;
      ways[target] = (ways[target] as number) + (ways[state] as number);
      missing[target] = (missing[target] as number) - 1;
      if (missing[target] === 0) {
        ready[filled] = target;
        filled += 1;
      }
    }
  }
  return filled === states ? total : Number.POSITIVE_INFINITY;
}
