// The public face: every interleaving of small concurrent programs over shared memory.
export type { CallEnd } from './automaton.ts';
export type { Choice } from './choice.ts';
export { type CallInProgress, Execution, type ExecutionOptions, type Step, startExecution } from './execution.ts';
export { type ExhaustiveOptions, type ExhaustiveResult, exhaustive } from './exhaustive.ts';
export type { SharedMemory } from './memory.ts';
export type { Monitor, Move, StateView, Violation, ViolationKind } from './monitor.ts';
export { Program } from './run-state.ts';
export { AGAIN, type Limits, type Outcome, plainThread, type System, sequence, type VirtualThread } from './system.ts';
