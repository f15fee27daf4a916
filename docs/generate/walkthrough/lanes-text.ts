/** The lanes of a run for a page: results as they are, not as JSON, which a narrow column may have broken. */
import { type Execution, lanes } from '../../../properties/interleaving/index.ts';

/** @param width columns; default 120 */
export function lanesText(execution: Execution, width = 120): string {
  return lanes(execution, { width })
    .replaceAll(/ =\s+\{"value":null\}/g, '')
    .replaceAll(/ =\s+\{"value":(-?\d+)\}/g, ' = $1');
}
