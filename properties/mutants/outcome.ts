/** What has come of one mutant. Plain data. */
import type { ClauseId } from '../../model/index.ts';

/**
 * - `killed`: a property is broken. `hangs`: a run never ends, or makes no progress; kept apart, as a hang proves little.
 * - `survived`: all was tried, and nothing noticed it.
 */
export interface Outcome {
  readonly verdict: 'killed' | 'hangs' | 'survived';
  /** The clause that is broken. Absent: it could not even be run, or it hangs in a way of which no clause speaks. */
  readonly clause?: ClauseId;
  /** Which scenario, world or sample showed it. */
  readonly by?: string;
  /** Steps of the counterexample. */
  readonly steps?: number;
  /** States looked at, in all that was tried. */
  readonly states: number;
  readonly message?: string;
}
