/** A violation that a search has found, as the part of a row that tells of it. */
import { clauseOf } from '../refinement/clause-of.ts';
import { type Counterexample, tokenOf } from './counterexample.ts';
import type { Row } from './section.ts';

export function findingOf(found: Counterexample): Pick<Row, 'clause' | 'message' | 'steps' | 'token'> {
  const clause = clauseOf(found.violation);
  return {
    ...(clause === undefined ? {} : { clause }),
    message: found.violation.message,
    steps: found.choices.length + (found.loop?.choices.length ?? 0),
    token: tokenOf(found),
  };
}
