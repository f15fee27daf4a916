// How many states there will be, told while they are being counted, from how many there were at each depth so far.
//
// A search breadth first sees few states at first, most in the middle, and few at the end, where all threads have finished;
// and random runs (`estimate`) tell where the end is: the search is as deep as some of them are long. At first the longest
// of them says best how much there will be; late in the search it promises too much, and the average says better what is
// left. So the end is taken to be between the two, by how far the search has come. Two guesses of what is left:
//
// - early: that the second half is like the first one, seen in a mirror;
// - late: that the logarithm of the number goes on as a parabola, from where it is, as it falls now, to 0 at the end.
//
// The first is good before the middle and the second after it, so they are mixed in the same way. Early on it may be far too
// low, as it takes the middle to be no higher than what was seen last. So a third guess goes on growing up to the middle:
// where that comes to many more, what is told is only what there is at least. That this is worth something is a matter of
// experience, not of proof: docs/reach.md has the errors on all scenarios, plain and merged, and on random programs that
// nothing here was fitted to, beside those of other ways that were tried.

import type { Estimate } from './probes.ts';

/** Depths that are known at least, or nothing is said. */
const LEVELS_LEAST = 4;
/** Depths over which the present slope is taken. */
const SLOPE_LEVELS = 3;

/**
 * How deep a search is at least, by the longest run, where what is told is to hold: random runs sleep and wake more often than
 * the shortest ways to the same states, so that a search may end long before them.
 */
const LEAST_DEEP = 0.85;

/** How long random runs are. */
export type RunLengths = Pick<Estimate, 'longest' | 'mean' | 'cut'>;

/** About how many states there are. */
export interface StatesEstimate {
  readonly states: number;
  /** So many at least, as far as experience goes. */
  readonly least: number;
  /** They still become more from depth to depth, so that there may be far more. */
  readonly isLeast: boolean;
}

/** By how much two guesses may differ that are said to agree. */
const AGREE = 1.6;

/**
 * The number of all states.
 *
 * @param levels how many states there are at each depth, of those that are complete
 * @param lengths of random runs, as `estimate` has met them
 * @returns undefined where too little is known, or runs may have no end
 */
export function estimateStates(
  levels: readonly number[],
  { longest, mean, cut }: RunLengths,
): StatesEstimate | undefined {
  const known = levels.length;
  if (known < LEVELS_LEAST || cut > 0) return undefined;
  const seen = levels.reduce((sum, size) => sum + size, 0);
  const done = Math.min(1, (known - 1) / longest);
  const mixed = (early: typeof mirrored, length: number): number => {
    const end = Math.max(known, Math.round(length));
    const late = done * Math.log(falling(levels, end) + 1);
    return seen + Math.exp((1 - done) * Math.log(early(levels, end) + 1) + late) - 1;
  };
  const length = (1 - done) * longest + done * mean;
  const states = mixed(mirrored, length);
  if (!Number.isFinite(states)) return undefined;
  const least = Math.min(states, mixed(mirrored, LEAST_DEEP * longest));
  return { states, least, isLeast: !(mixed(domed, length) <= AGREE * states) };
}

/** What share of all states was seen: about so much, or at most about so much where they still become more. */
export interface Coverage {
  readonly share?: number;
  readonly shareAtMost?: number;
}

/** Empty where `estimateStates` says nothing. */
export function coverageOf(states: number, levels: readonly number[], lengths: RunLengths): Coverage {
  const all = estimateStates(levels, lengths);
  if (all === undefined) return {};
  const shareOf = (number: number): number => states / Math.max(number, states);
  return all.isLeast ? { shareAtMost: shareOf(all.least) } : { share: shareOf(all.states) };
}

/** That the numbers grow on as they do now, ever more slowly until the middle, and then fall in the same way. */
function domed(levels: readonly number[], end: number): number {
  const last = levels.length - 1;
  const middle = end / 2;
  if (last >= middle) return mirrored(levels, end);
  const start = Math.log(levels[last] ?? 1);
  const slope = Math.max(0, start - Math.log(levels[last - SLOPE_LEVELS] ?? 1)) / SLOPE_LEVELS;
  const size = (depth: number): number => {
    const steps = depth - last;
    return steps <= 0
      ? (levels[Math.round(depth)] ?? 1)
      : Math.exp(start + slope * (steps - steps ** 2 / (2 * (middle - last))));
  };
  let rest = 0;
  for (let depth = last + 1; depth <= end; depth += 1) rest += size(Math.min(depth, end - depth));
  return rest;
}

function mirrored(levels: readonly number[], longest: number): number {
  const last = levels.length - 1;
  const size = (depth: number): number => levels[Math.max(0, Math.min(last, depth))] ?? 1;
  // So that what follows is continued from what was there last.
  const factor = size(last) / size(longest - last);
  let rest = 0;
  for (let depth = last + 1; depth <= longest; depth += 1) {
    const mirror = longest - depth;
    rest += mirror <= last ? size(mirror) * factor : size(last);
  }
  return rest;
}

function falling(levels: readonly number[], longest: number): number {
  const last = levels.length - 1;
  const logarithm = (depth: number): number => Math.log(levels[depth] ?? 1);
  const start = logarithm(last);
  const slope = (start - logarithm(last - SLOPE_LEVELS)) / SLOPE_LEVELS;
  const end = Math.max(2, longest + 1 - last);
  const bend = -(start + slope * end) / end ** 2;
  let rest = 0;
  for (let step = 1; step < end; step += 1) rest += Math.exp(start + slope * step + bend * step ** 2);
  return rest;
}
