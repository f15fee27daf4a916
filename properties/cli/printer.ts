/** Who tells the person, or the program that reads along, what a check has found. */
import type { Job, Row, Section, Settings } from '../check/index.ts';

/** How a check ended. */
export type End = 'holds' | 'violated' | 'undecided' | 'interrupted';

export interface Start {
  /** The command that runs. */
  readonly command: string;
  readonly settings: Settings;
  readonly workers: number;
  readonly budgetMs?: number;
}

export interface Printer {
  start(start: Start): void;
  section(section: Section): void;
  row(row: Row): void;
  progress(job: Job, text: string): void;
  done(job: Job): void;
  /** @param report the counterexample to look at first, as text */
  end(end: End, seconds: number, report?: string): void;
}
