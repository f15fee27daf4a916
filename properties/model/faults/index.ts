// Models that are wrong in one place, and what has to notice: the proof that the properties are awake.
//
// Each fault replaces an action. It names the clause it breaks and the properties that must report it, together all
// there are: a property that is weakened until it holds of everything is missed by at least one fault.
import { DECIDING } from './deciding.ts';
import type { ModelFault } from './fault.ts';
import { REPLYING } from './replying.ts';
import { SENDING } from './sending.ts';
import { TAKING } from './taking.ts';
import { USING } from './using.ts';

export type { ModelFault } from './fault.ts';

export const MODEL_FAULTS: readonly ModelFault[] = [...SENDING, ...DECIDING, ...REPLYING, ...TAKING, ...USING];
