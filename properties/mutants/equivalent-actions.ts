/** Mutants of the model that are equivalent. */
import type { Equivalent } from './equivalent.ts';

export const EQUIVALENT_ACTIONS: readonly Equivalent[] = [];
