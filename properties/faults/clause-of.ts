/** Which clause a violation breaks, whoever found it. */
import type { ClauseId } from '../../model/index.ts';
import type { Violation } from '../interleaving/index.ts';

/** What the engine finds by itself, and the clause that speaks of it. `threw`: a call failed and did not say as what. */
const OF_KIND: Readonly<Record<string, ClauseId>> = {
  race: 'C23',
  threw: 'C24',
  'lost-wakeup': 'C20',
  deadlock: 'C21',
  livelock: 'C21',
};

/**
 * The refinement names the clause itself.
 *
 * @throws Error for a kind of violation that no clause speaks of: an invariant of somebody's own system
 */
export function clauseOf({ kind, message, detail }: Violation): ClauseId {
  if (typeof detail === 'object' && detail !== null && 'clause' in detail) return detail.clause as ClauseId;
  const clause = OF_KIND[kind];
  if (clause === undefined) throw new Error(`no clause speaks of a violation of kind "${kind}": ${message}`);
  return clause;
}
