/** LWKT messaging as an executable specification: names, state, actions, clauses, and what holds of them. */

export * from './actions.ts';
export { CLAUSE_IDS, CLAUSES, type Clause, type ClauseId, type ClauseSource, type ClauseSources } from './clauses.ts';
export { DECISIONS, type Decision } from './decisions.ts';
export { CALLS, type Candidate, canCall, GUARD_PROPERTIES, type GuardProperty, misuses } from './enabled.ts';
export { INVARIANTS, type Invariant, type Property } from './invariants.ts';
export * from './names.ts';
export { initObserver, innermost, type Observed, type Observer, observe, subject } from './observer.ts';
export { everyoneServes, isSettled, progress, SERVING } from './progress.ts';
export type { Parameters, Refusal } from './refusals.ts';
export * from './state.ts';
export { STEP_PROPERTIES, type Step, type StepProperty, stepOf } from './steps/index.ts';
