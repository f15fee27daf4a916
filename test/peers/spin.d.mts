// The types of spin.mjs, which is plain JavaScript so that Node runs it as a command.
import type { World } from '../../properties/model/index.ts';

/** Why SPIN cannot be asked on this machine; undefined if it can. */
export declare function missingTool(): string | undefined;

export interface SpinOptions {
  /** Breadth first, the default, also tells the depth; depth first is what SPIN does best. */
  readonly search?: 'breadth-first' | 'depth-first';
  /** Compile with -O2, which takes far longer than a small exploration gains. Default: false. */
  readonly optimise?: boolean;
  /** Steps that a depth-first search may be deep; its stack takes some 45 bytes for each. Default: 1 000 000. */
  readonly depthLimit?: number;
}

export interface SpinCounts {
  readonly states: number;
  readonly transitions: number;
  /** Steps to the state farthest from the start; only of a breadth-first search. */
  readonly depth?: number;
  /** States in which nothing is enabled. */
  readonly stuck: number;
  /** How often each action was taken. */
  readonly taken: Readonly<Record<string, number>>;
  /** Wall time of the search alone. */
  readonly seconds: number;
  /** Wall time of making and compiling the verifier. */
  readonly buildSeconds: number;
  /** What the verifier says it used, its tables of fixed size included. */
  readonly megabytes: number;
}

/** Verifiers in a temporary folder, each compiled once. Close it in the end, which removes the folder. */
export declare class Spin {
  constructor(options?: SpinOptions);
  /**
   * Explores every reachable state of `world`.
   *
   * @param weaker seeded faults of lwkt.pml, by the words that it knows them by
   * @throws Error if SPIN, the compiler or the verifier fails, or does not end in time
   */
  explore(world: World, weaker?: readonly string[]): SpinCounts;
  close(): void;
}
