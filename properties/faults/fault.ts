/** What a seeded fault is: a small change of the built text, and the clause that the change must break. */
import type { ClauseId } from '../../model/index.ts';

/** One piece of text put in the place of another. */
export interface Change {
  /** A built module, from the root of what is built: `impl/queue.js`. */
  readonly file: string;
  /**
   * Stands exactly once in that module, so that a fault which no longer fits its code is found out. Lines may be broken
   * elsewhere.
   */
  readonly from: string;
  readonly to: string;
}

/** The same, by its place in the text: for changes that are made by machine. */
export interface Splice {
  readonly file: string;
  /** The first character that goes, and the first that stays. */
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

/**
 * What sort of mistake it is.
 *
 * history: made in the original or in its successors. waking: who sleeps and who wakes. memory: atomicity, order and
 * ownership of accesses. protocol: what the calls do to flags, queues and codes. abort. misuse: a check that is gone.
 */
export type FaultKind = 'history' | 'waking' | 'memory' | 'protocol' | 'abort' | 'misuse';

export interface Fault {
  readonly name: string;
  /** What is wrong and what comes of it, in a sentence or two. */
  readonly about: string;
  readonly kind: FaultKind;
  /** The clause that it breaks. */
  readonly clause: ClauseId;
  readonly changes: readonly Change[];
  /** Names of scenarios, tried in this order. */
  readonly scenarios: readonly string[];
}
