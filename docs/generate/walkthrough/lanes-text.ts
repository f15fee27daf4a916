/** The lanes of a run for a page: results as they are, not as JSON. */
import { type Execution, lanes } from '../../../properties/interleaving/index.ts';

/** @param width columns; default 120 */
export function lanesText(execution: Execution, width = 120): string {
  return lanes(execution, { width })
    .replaceAll(/ = \{"value":null\}/g, '')
    .replaceAll(/ = \{"value":(-?\d+)\}/g, ' = $1');
}
