/** What a walkthrough is, as plain data: programs with a fixed schedule each, and what a reader should know of them. */
import type { Program } from '../../../properties/programs/program.ts';

/** One thread goes on alone: as far as it can, if it is not said where to stop. */
export interface Turn {
  readonly thread: number;
  /** Stops when the model has taken an action of this name. */
  readonly until?: string;
  /** Stops after so many steps. */
  readonly steps?: number;
}

/** One run. */
export interface Run {
  readonly title: string;
  /** Markdown: what to look at. `C18` is made a link. */
  readonly about: string;
  /** What the threads are, in order: client, server. */
  readonly threads: readonly string[];
  readonly program: Program;
  /** The schedule. At its end nothing may be left that can move. */
  readonly turns: readonly Turn[];
}

/** One page. */
export interface Walkthrough {
  /** Under `docs/walkthroughs/`, without ending. */
  readonly name: string;
  readonly title: string;
  /** What the page shows, in a sentence. */
  readonly about: string;
  readonly runs: readonly Run[];
}

export function turn(thread: number, until?: string): Turn {
  return until === undefined ? { thread } : { thread, until };
}
