/** LWKT messaging as an executable specification: names, state, actions, clauses. */

export * from './actions.ts';
export { CLAUSE_IDS, CLAUSES, type Clause, type ClauseId, type ClauseSource } from './clauses.ts';
export * from './names.ts';
export type { Parameters, Refusal } from './refusals.ts';
export * from './state.ts';
