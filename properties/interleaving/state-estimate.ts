// How many states there will be, told while they are being counted, from how many there were at each depth so far.
//
// A search breadth first sees few states at first, most in the middle, and few at the end, where all threads have finished;
// and random runs (`estimate`) tell where the end is: the longest of them is about as long as the search is deep. Two
// guesses of what is left:
//
// - early: that the second half is like the first one, seen in a mirror;
// - late: that the logarithm of the number goes on as a parabola, from where it is, as it falls now, to 0 at the end.
//
// The first is good before the middle and the second after it, so they are mixed by how far the search has come. That this
// is worth something is a matter of experience, not of proof: docs/reach.md has the errors on all scenarios.

/** Depths that are known at least, or nothing is said. */
const LEVELS_LEAST = 4;
/** Depths over which the present slope is taken. */
const SLOPE_LEVELS = 3;

/**
 * The number of all states.
 *
 * @param levels how many states there are at each depth, of those that are complete
 * @param longest steps of the longest run met, see `estimate`
 * @returns undefined where too little is known
 */
export function estimateStates(levels: readonly number[], longest: number): number | undefined {
  const known = levels.length;
  if (known < LEVELS_LEAST) return undefined;
  const seen = levels.reduce((sum, size) => sum + size, 0);
  const done = Math.min(1, (known - 1) / longest);
  const [early, late] = [mirrored(levels, longest), falling(levels, longest)];
  return seen + Math.exp((1 - done) * Math.log(early + 1) + done * Math.log(late + 1)) - 1;
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
