// Weak fairness of a loop: no thread that could go on all the while is passed over for ever.
import type { Component, Part } from './components.ts';
import { type Edges, threadOf } from './edges.ts';

/** One bit for each of so many threads, at most 32. */
export function allOf(threads: number): number {
  return threads === 32 ? -1 : ((1 << threads) - 1) | 0;
}

/** The threads that can move in a state, one bit each. A thread that sleeps with a time limit can. */
export function enabledIn(edges: Edges, state: number): number {
  let threads = 0;
  for (let edge = edges.first[state] as number; edge < (edges.first[state + 1] as number); edge += 1)
    threads |= 1 << threadOf(edges.label[edge] as number);
  return threads;
}

/**
 * Is there a weakly fair loop in the component: one in which each thread takes a step, or is in some state not able to?
 *
 * It is enough to look at the component as a whole. All its states reach each other, so there is a loop that goes through
 * all of them and takes all its edges; whatever one loop in it fulfils, that one does, for all conditions say only that
 * something is met on the way. And every loop is in some component. For the same reason a component that has no fair loop
 * has none in any part of it.
 */
export function isFair(edges: Edges, part: Part, component: Component, threads: number): boolean {
  const everyone = allOf(threads);
  let seen = 0;
  for (const state of component.states) {
    seen |= ~enabledIn(edges, state) | movedFrom(edges, part, component, state);
    if ((seen & everyone) === everyone) return true;
  }
  return false;
}

/** The threads that take a step of the component from the state, one bit each. */
export function movedFrom(edges: Edges, part: Part, component: Component, state: number): number {
  let moved = 0;
  for (let edge = edges.first[state] as number; edge < (edges.first[state + 1] as number); edge += 1)
    if (component.has(edges.to[edge] as number) && part.hasEdge(edge))
      moved |= 1 << threadOf(edges.label[edge] as number);
  return moved;
}
