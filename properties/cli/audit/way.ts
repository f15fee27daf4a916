/** A way to audit: which arguments ask for it, and what it does. */
import type { Option } from 'commander';
import type { RegressionsOption, RunOptions } from '../options.ts';

/** What stands on the command line: common options, and those of each way by their names. */
export type AuditOptions = RunOptions & RegressionsOption & Readonly<Record<string, unknown>>;

export interface Way {
  /** How it is asked for, as the end of a sentence: `lwkt audit <module>`. */
  readonly usage: string;
  /** The options that only this way has. */
  options(): readonly Option[];
  isAsked(module: string | undefined, options: AuditOptions): boolean;
  /** Gives the exit code. @throws UsageError */
  run(module: string | undefined, options: AuditOptions): Promise<number>;
}
