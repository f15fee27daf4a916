/** Transition systems of configurations of the model, of programs on the model, and of implementations; and their files. */
export { autLines } from './aut.ts';
export { findConfiguration } from './configuration.ts';
export { dotLines, READABLE_STATES } from './dot.ts';
export type { FindOptions, Found } from './found.ts';
export { findImplementation } from './implementation.ts';
export { type JsonHead, jsonLines } from './json.ts';
export { findModelOf } from './program-model.ts';
export { depthOf, TAU, type TransitionSystem, terminalsOf } from './transition-system.ts';
