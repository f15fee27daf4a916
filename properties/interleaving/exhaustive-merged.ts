// The exhaustive search of a program whose histories have been merged; plainly where that does not pay, or is not
// possible.
import type { ExhaustiveOptions, ExhaustiveResult } from './exhaustive.ts';
import { mergeKnown } from './merge-histories.ts';
import { MergedAutomaton } from './merged-automaton.ts';
import { Program } from './program.ts';

/** Where code is wrong, that mostly shows early; and what has been seen of it is what the first guess is made from. */
const PLAINLY_AT_FIRST = 100_000;

type Search = (program: Program, options: ExhaustiveOptions) => ExhaustiveResult;

/**
 * All three searches run the same automaton, split or merged, so that nodes have one numbering: a monitor may know them
 * by it.
 */
export function exhaustiveMerged(from: Program, options: ExhaustiveOptions, search: Search): ExhaustiveResult {
  const { system } = from;
  const automaton = new MergedAutomaton(system, from.automaton.limits);
  let goesOn = true;
  const onProgress: NonNullable<ExhaustiveOptions['onProgress']> = (...progress) => {
    goesOn &&= options.onProgress?.(...progress) !== false;
    return goesOn;
  };
  const { mergeHistories: _, ...others } = { ...options, onProgress };
  const { maxStates = Number.POSITIVE_INFINITY } = options;
  const plainly = (most: number, told = onProgress): ExhaustiveResult => {
    automaton.split();
    const bound = most < maxStates ? { maxStates: most } : {};
    return search(new Program(system, automaton.limits, automaton), { ...others, onProgress: told, ...bound });
  };

  // Its depths say nothing of how many states there are when they are merged.
  const first = plainly(PLAINLY_AT_FIRST, (states, depth, steps) => onProgress(states, depth, steps, []));
  if (first.verdict === 'violated' && first.complete === false && goesOn) return plainly(maxStates);
  if (first.verdict === 'violated' || !goesOn) return first;
  const merged = attempt(() =>
    mergeKnown(automaton, { ...others, onProgress: (states) => onProgress(states, 0, 0, []) }),
  );
  if (merged !== undefined) return { ...search(merged, others), merged: true };
  return goesOn ? plainly(maxStates) : { ...first, verdict: 'undecided' };
}

/** Behind a violation code may do anything: whether it does so before one, the plain search will tell. */
function attempt<Value>(body: () => Value): Value | undefined {
  try {
    return body();
  } catch {
    return undefined;
  }
}
