/** Where runs of the model may be: a state, and how far the call of each thread is. */
import type { Phase } from '../refinement/explain.ts';
import { type ModelGraph, phaseText } from './model-graph.ts';
import { isIn } from './order.ts';

export interface Point {
  /** The state, by its number. */
  readonly state: number;
  /** How far the call of each thread is; between calls: undefined. */
  readonly phases: readonly (Phase | undefined)[];
}

/** The point after a step of one thread. */
export function moved({ phases }: Point, state: number, thread: number, phase: Phase | undefined): Point {
  return { state, phases: phases.map((old, index) => (index === thread ? phase : old)) };
}

/** Equal keys, equal points. */
export function pointKey({ state, phases }: Point): string {
  let key = '';
  for (const phase of phases) key += phaseText(phase);
  return key + state;
}

/**
 * Each point once, and none whose states another one stands for as well: the same but for an order of which less is
 * certain.
 */
export function distinct(points: readonly Point[], graph: ModelGraph): readonly Point[] {
  if (points.length < 2) return points;
  const kept = new Map<string, Point[]>();
  for (const point of points) {
    const key = pointKey({ ...point, state: 0 }) + graph.unordered(point.state);
    const same = kept.get(key) ?? [];
    const order = graph.order(point.state);
    if (same.some((other) => isIn(graph.order(other.state), order))) continue;
    kept.set(key, [...same.filter((other) => !isIn(order, graph.order(other.state))), point]);
  }
  return [...kept.values()].flat();
}
