// The public face: code written against the standard globals, unchanged, through every interleaving.
export { CannotCheck } from './backing.ts';
export { type InterleaveOptions, interleave, onSuite, SUITE_LIMITS, withLookAlikes } from './interleave.ts';
export { LookAlikes } from './look-alikes.ts';
export { checkSuite, type Suite } from './suite.ts';
