/** Seeded faults of the implementation, each with the clause that it must break, and the search that must find it. */
import { ABORT } from './abort.ts';
import { DIRECT } from './direct.ts';
import type { Fault } from './fault.ts';
import { HISTORY } from './history.ts';
import { MEMORY } from './memory.ts';
import { MISUSE } from './misuse.ts';
import { PROTOCOL } from './protocol.ts';
import { WAKING } from './waking.ts';

export { CHECKER_FAULTS, type Checker, type CheckerFault, loadChecker } from './checker.ts';
export type { Change, Fault, FaultKind } from './fault.ts';
export { type FaultReport, type Finding, type FindOptions, findFault } from './find.ts';
export { loadFault } from './load.ts';

export const FAULTS: readonly Fault[] = [...HISTORY, ...WAKING, ...MEMORY, ...PROTOCOL, ...DIRECT, ...ABORT, ...MISUSE];
