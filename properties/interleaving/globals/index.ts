// The public face: code written against the standard globals, unchanged, through every interleaving.
export { type InterleaveOptions, interleave, withLookAlikes } from './interleave.ts';
export { LookAlikes } from './look-alikes.ts';
export type { Suite } from './suite.ts';
