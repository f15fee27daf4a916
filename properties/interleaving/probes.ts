// How much there is to be looked at, before it has been: random probes of the tree of all runs, after D. E. Knuth,
// "Estimating the efficiency of backtrack programs", Mathematics of Computation 29 (1975).
//
// A probe goes down the tree and takes each branch with the same chance. The product of the numbers of branches that it had
// to choose from is, on the average over all probes, the number of leaves: whatever leaf it ends at, one in so many probes
// does so. Trees that are lopsided make for a large spread, so what comes out is an order of magnitude.
import { Execution } from './execution.ts';
import { type Program, programOf } from './program.ts';
import { Random } from './random.ts';
import type { Limits, System } from './system.ts';

/** How many probes, drawn how. */
export interface ProbeOptions {
  readonly seed: number;
  /** Default 100. */
  readonly probes?: number;
  /** Steps after which a probe is given up. Default 10 000. */
  readonly maxSteps?: number;
  readonly limits?: Limits;
}

/** What the probes met. A run ends where nothing can move, or something is violated. */
export interface Estimate {
  readonly probes: number;
  /** Complete interleavings, on the average over the probes. Infinity: beyond what a number can hold. */
  readonly interleavings: number;
  /** Steps of the shortest and of the longest run met. */
  readonly shortest: number;
  readonly longest: number;
  /** Steps of a run on the average. */
  readonly mean: number;
  /** Probes that were given up. They count as if they had ended there, so there are more interleavings than it says. */
  readonly cut: number;
}

const PROBES_DEFAULT = 100;
const STEPS_MAX_DEFAULT = 10_000;

/** Estimates the number of interleavings, and how long they are. */
export function estimate(from: System | Program, options: ProbeOptions): Estimate {
  const { seed, probes = PROBES_DEFAULT, maxSteps = STEPS_MAX_DEFAULT, limits } = options;
  const execution = new Execution(programOf(from, limits));
  const random = new Random(seed);
  let sum = 0;
  let shortest = Number.POSITIVE_INFINITY;
  let longest = 0;
  let steps = 0;
  let cut = 0;
  for (let probe = 0; probe < probes; probe += 1) {
    execution.restart();
    sum += leaves(execution, random, maxSteps);
    shortest = Math.min(shortest, execution.length);
    longest = Math.max(longest, execution.length);
    steps += execution.length;
    if (execution.enabled().length > 0) cut += 1;
  }
  return { probes, interleavings: sum / probes, shortest, longest, mean: steps / probes, cut };
}

/** One probe: the number of leaves that the tree would have, were all branches like the one that was taken. */
function leaves(execution: Execution, random: Random, maxSteps: number): number {
  let product = 1;
  while (execution.length < maxSteps) {
    const enabled = execution.enabled();
    if (enabled.length === 0) break;
    const choice = enabled[random.below(enabled.length)];
    if (choice === undefined) break;
    product *= enabled.length;
    execution.take(choice);
  }
  return product;
}
