/** What an exploration found: the transition system, and what a person wants to know of it. */
import type { TransitionSystem } from './transition-system.ts';

/** What is to be told, and where to stop. */
export interface FindOptions {
  /**
   * Only calls and returns are seen, all else is internal; and where nothing moves any more a last step says so and who
   * is inside a call for ever, as traces alone do not tell a system that goes on from one that is stuck.
   */
  readonly observable?: boolean;
  /** Stop, incomplete, beyond so many distinct states. */
  readonly maxStates: number;
  /** Called now and then with the number of states so far; `false` stops. */
  readonly onProgress?: (states: number) => boolean;
}

/** The states and steps that were found. */
export interface Found {
  readonly system: TransitionSystem;
  /** All of it is there. */
  readonly complete: boolean;
  /** How often each action, or operation, or kind of event. */
  readonly taken: ReadonlyMap<string, number>;
  /** In how many states nothing can move any more, by who is inside which call then. */
  readonly ends: ReadonlyMap<string, number>;
  /** What ended the exploration: a data race, an error. */
  readonly violation?: string;
}

/** Counts by name. */
export class Tally {
  readonly counts: Map<string, number> = new Map();

  add(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}
