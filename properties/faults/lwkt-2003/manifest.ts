/** What the searches of the story of 2003 count where they take too long to be made for every page. Tests hold them to it. */
import type { ExhaustiveResult } from '../../interleaving/index.ts';

export type Counts = Pick<ExhaustiveResult, 'verdict' | 'states' | 'transitions' | 'depth'>;

/** `SYNCHRONOUS`, where a whole critical section is one step. */
export const COARSE: Counts = { verdict: 'holds', states: 544_260, transitions: 1_543_251, depth: 70 };

/** `SYNCHRONOUS`, where threads hold the giant lock while they run. */
export const GIANT_LOCK: Counts = { verdict: 'holds', states: 65_918, transitions: 188_635, depth: 69 };
