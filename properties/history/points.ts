/** Where runs of the model may be: a state, and how far the call of each thread is. */
import type { Phase } from '../refinement/explain.ts';
import { phaseText } from './model-graph.ts';

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

/** Each point once. */
export function distinct(points: readonly Point[]): Point[] {
  return points.length < 2 ? points.slice() : [...new Map(points.map((point) => [pointKey(point), point])).values()];
}
