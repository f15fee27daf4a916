// The public face: the algorithm of October 2003 with its lost wakeup, its repair of 2007, and the program that tells them apart.
import type { Implementation } from '../../implementation.ts';
import { lwkt2003 } from './implementation.ts';

/** sys/kern/lwkt_msgport.c 1.6, as it was. */
export const LWKT_2003: Implementation = lwkt2003('lwkt-2003');
/** The same, as a checker sees it that takes a whole critical section for one step. */
export const LWKT_2003_COARSE: Implementation = lwkt2003('lwkt-2003-coarse', { granularity: 'critical-section' });
/** The same after commit fb0f29c4 of 2007-05-24: the synchronous reply travels by IPI to the cpu of the waiter. */
export const LWKT_2007: Implementation = lwkt2003('lwkt-2007', { syncReplyOn: 'waiter' });

export { lwkt2003, type Variant } from './implementation.ts';
export { WITHOUT_REFUSAL } from './leniency.ts';
export { COARSE, type Counts, GIANT_LOCK } from './manifest.ts';
export * from './programs.ts';
export { story } from './story.ts';
