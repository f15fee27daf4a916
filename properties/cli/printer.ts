/** Who tells the person, or the program that reads along, what a check has found. */
import type { Job, Row, Section, Settings } from '../check/index.ts';

/** How a check ended; failed: nothing is violated, but not all could be looked at, as a process did not answer as it should. */
export type End = 'holds' | 'violated' | 'undecided' | 'failed' | 'interrupted';

export interface Start {
  /** The command that runs. */
  readonly command: string;
  readonly settings: Settings;
  readonly workers: number;
  readonly budgetMs?: number;
}

export interface Ended {
  readonly end: End;
  readonly seconds: number;
  /** What was not looked at, a sentence each. */
  readonly unexplored: readonly string[];
  /** The counterexample to look at first, or what the run has to say beside its rows, as text. */
  readonly report?: string;
  /** Counterexamples as text, by their tokens, if any printer wants them. */
  readonly lanes: ReadonlyMap<string, string>;
}

export interface Printer {
  /** Whether it shows all counterexamples. */
  readonly wantsLanes?: boolean;
  start(start: Start): void;
  section(section: Section): void;
  row(row: Row): void;
  progress(job: Job, text: string): void;
  done(job: Job): void;
  end(ended: Ended): void;
}
