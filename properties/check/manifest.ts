/**
 * How many states, steps and levels each scenario has on the implementation. Pinned, so that a change of the code that
 * makes the checker look at more, or at less, is seen in review. Written by `npm run manifest`.
 */
export interface Counts {
  readonly states: number;
  /** Atomic steps from distinct states. */
  readonly transitions: number;
  /** Steps to the state farthest from the start. */
  readonly depth: number;
}

export const SCENARIO_COUNTS: Readonly<Record<string, Counts>> = {};
