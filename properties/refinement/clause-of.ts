/** The clause that a violation breaks. The engine knows no clauses; each of its own verdicts is about one. */
import { CLAUSE_IDS, type ClauseId } from '../../model/index.ts';
import type { Violation } from '../interleaving/index.ts';

/** `threw`: a call failed and did not say as what. */
const OF_KIND: Readonly<Record<string, ClauseId>> = {
  race: 'C23',
  threw: 'C24',
  'lost-wakeup': 'C20',
  deadlock: 'C21',
  livelock: 'C21',
  starvation: 'C21',
};

/** The refinement names the clause itself. Undefined: no clause speaks of it, as of an invariant of somebody's own system. */
export function clauseOf({ kind, detail }: Violation): ClauseId | undefined {
  if (typeof detail === 'object' && detail !== null && 'clause' in detail) {
    return CLAUSE_IDS.find((id) => id === detail.clause);
  }
  return OF_KIND[kind];
}
