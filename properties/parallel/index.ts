// The public face: every interleaving on several threads.
export { exhaustiveInParallel, type ParallelOptions } from './search.ts';
export type { Source } from './source.ts';
