// The public face: the reachable states of a world, counted with the model's actions as tables.
export { type Reachable, type ReachableOptions, reachable } from './reachable.ts';
export { permutationsOf } from './renaming.ts';
