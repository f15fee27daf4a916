// A short loop through a component that meets all that makes it fair: what a person gets to see of it.
import type { Component, Part } from './components.ts';
import { completes, type Edges, threadOf } from './edges.ts';
import { allOf, enabledIn } from './fairness.ts';

/** What the loop has to show beside being fair. */
export interface Shown {
  /** That somebody completes a call. */
  readonly completion: boolean;
}

/**
 * Edges, one after another, from `start` back to it. There is such a loop: the component is fair, and `start` is in it.
 *
 * Goes to the nearest state or edge that fulfils a condition that is still open, until none is; then back. That need not
 * be the shortest loop there is (finding that one is hard: it is a travelling salesman's), but no step of it is idle.
 */
export function fairLoop(
  edges: Edges,
  part: Part,
  component: Component,
  threads: number,
  start: number,
  shown: Shown,
): number[] {
  const open = new Open(edges, threads, shown);
  const loop: number[] = [];
  let at = start;
  open.meet(at);
  const go = (isGoal: (edge: number, to: number) => boolean): void => {
    for (const edge of nearest(edges, part, component, at, isGoal)) {
      loop.push(edge);
      at = edges.to[edge] as number;
      open.take(edge);
      open.meet(at);
    }
  };
  while (!open.isEmpty()) go((edge, to) => open.isFulfilledBy(edge, to));
  if (loop.length === 0 || at !== start) go((_, to) => to === start);
  return loop;
}

/** The conditions that the loop has not fulfilled so far. */
class Open {
  private readonly edges: Edges;
  private threads: number;
  private completion: boolean;

  constructor(edges: Edges, threads: number, { completion }: Shown) {
    this.edges = edges;
    this.threads = allOf(threads);
    this.completion = completion;
  }

  isEmpty(): boolean {
    return this.threads === 0 && !this.completion;
  }

  isFulfilledBy(edge: number, to: number): boolean {
    const label = this.edges.label[edge] as number;
    if (this.completion && completes(label)) return true;
    return (this.threads & ((1 << threadOf(label)) | ~enabledIn(this.edges, to))) !== 0;
  }

  take(edge: number): void {
    const label = this.edges.label[edge] as number;
    this.threads &= ~(1 << threadOf(label));
    if (completes(label)) this.completion = false;
  }

  meet(state: number): void {
    this.threads &= enabledIn(this.edges, state);
  }
}

/** The way from a state to the nearest edge that is a goal, which is its last; breadth first, at least one step. */
function nearest(
  { first, to }: Edges,
  part: Part,
  component: Component,
  start: number,
  isGoal: (edge: number, to: number) => boolean,
): number[] {
  const arrival = new Map<number, { readonly edge: number; readonly from: number }>();
  const queue = [start];
  const seen = new Set(queue);
  for (const state of queue) {
    for (let edge = first[state] as number; edge < (first[state + 1] as number); edge += 1) {
      const next = to[edge] as number;
      if (!component.has(next) || !part.hasEdge(edge)) continue;
      if (isGoal(edge, next)) {
        const way = [edge];
        for (let at = arrival.get(state); at !== undefined; at = arrival.get(at.from)) way.push(at.edge);
        return way.reverse();
      }
      if (seen.has(next)) continue;
      seen.add(next);
      arrival.set(next, { edge, from: state });
      queue.push(next);
    }
  }
  throw new Error('There is no way on inside a strongly connected component: this is a fault of the search.');
}
