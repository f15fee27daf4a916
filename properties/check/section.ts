/** What a section of the check is, and the rows it reports: plain data, which crosses threads and prints as JSON. */
import type { ClauseId } from '../../model/index.ts';
import type { Costs } from '../audit/costs.ts';
import type { Fingerprints } from '../fingerprints/index.ts';

/** How much is checked: smoke in seconds, normal within a minute, deep as long as it takes. */
export type Profile = 'smoke' | 'normal' | 'deep';
/** The profiles, the smallest first. */
export const PROFILES: readonly Profile[] = ['smoke', 'normal', 'deep'];

/** The sections by name, as `--only` takes them. */
export type SectionName =
  | 'awake'
  | 'regressions'
  | 'model'
  | 'interleavings'
  | 'contracts'
  | 'sampled'
  | 'threads'
  | 'faults'
  | 'compared'
  | 'external'
  | 'mutants of impl'
  | 'mutants of model';

/**
 * - `holds`: everything within the bound was looked at. `none failed`: samples of it were.
 * - `violated`: a counterexample. `changed`: nothing is violated, but the counts are not the manifest's.
 * - `undecided`: stopped before the end. `failed`: the check itself broke.
 * - `found`, `missed`: of what is wrong on purpose.
 * - `left out`: what is audited does not offer it.
 * - `same`, `adds`, `removes`: of what callers can see, by a change.
 * - `killed`, `hangs`, `survived`, `equivalent`, `never run`: of a mutant; a property or a hang noticed it, nothing did, nothing
 *   can, nothing reaches it.
 */
export type Verdict =
  | 'holds'
  | 'none failed'
  | 'violated'
  | 'changed'
  | 'undecided'
  | 'failed'
  | 'found'
  | 'missed'
  | 'left out'
  | 'same'
  | 'adds'
  | 'removes'
  | 'killed'
  | 'hangs'
  | 'survived'
  | 'equivalent'
  | 'never run';

/** One line of the report. Absent fields do not apply to what was checked. */
export interface Row {
  readonly section: SectionName;
  readonly name: string;
  /** Rows of a group that are all well may be shown as one. */
  readonly group?: string;
  /** What the verdict is about, in words. */
  readonly bound: string;
  /** Distinct states. */
  readonly states?: number;
  /** Steps between them; of samples: steps in all. */
  readonly transitions?: number;
  readonly depth?: number;
  /** Complete interleavings; unbounded where a run may go round in a circle. */
  readonly interleavings?: number | 'unbounded';
  /** Who still waits at the end of runs that end well, in words, and how many such states there are. */
  readonly ends?: string;
  readonly runs?: number;
  /** About what share of all states those are, where a budget ended the search, or at most about: see `coverageOf`. */
  readonly share?: number;
  readonly shareAtMost?: number;
  readonly seconds: number;
  readonly verdict: Verdict;
  readonly clause?: ClauseId;
  readonly message?: string;
  /** What counterexamples have in common that fail alike: the clause, and what is different first. */
  readonly sort?: string;
  /** How many states or steps of the scenario fail so. */
  readonly times?: number;
  /** Steps of the counterexample. */
  readonly steps?: number;
  /** What `lwkt replay` takes. */
  readonly token?: string;
  /** Of what the counterexample was found with, as the token has them. */
  readonly fingerprints?: Fingerprints;
  /** What calls cost before and after a change, in atomic operations. */
  readonly costs?: { readonly before: Costs; readonly after: Costs };
  /** Lines that belong below the row: a distribution, the trace of a violation. */
  readonly notes?: readonly string[];
}

/** What is to be checked. Plain data. */
export interface Settings {
  readonly profile: Profile;
  readonly seed: number;
  /** Name of the implementation under test: `impl`, or that of a seeded fault. */
  readonly implementation: string;
  /** The name is a command: a process is under test. */
  readonly external?: true;
  /** The model with this fault in it. */
  readonly modelFault?: string;
  /** The checker with this fault in it. */
  readonly checkerFault?: string;
  /** Of a scenario that fails look at all that is wrong, not only at the first of it. */
  readonly keepGoing?: true;
  /** Folder of what has failed before, and is to be tried first. */
  readonly regressions?: string;
  /** Mutants are tried, of the ports and of the model. */
  readonly mutants?: true;
  /** Two revisions to compare, by their names, and the folders they are compiled in. */
  readonly compared?: { readonly before: Built; readonly after: Built };
}

export interface Built {
  readonly name: string;
  readonly folder: string;
}

/** What a section has at hand. Sections read no clock and print nothing. */
export interface Context {
  readonly settings: Settings;
  emit(row: Omit<Row, 'section'>): void;
  /** What is going on, in a few words; called as often as one likes. */
  progress(text: string): void;
  /** The budget is used up: stop, undecided. */
  expired(): boolean;
  /** Seconds since some moment in the past. */
  now(): number;
}

/** A part of the check: jobs that report rows. */
export interface Section {
  readonly name: SectionName;
  readonly title: string;
  /** Parts that may run one beside the other, in the order of the report. */
  jobs(settings: Settings): readonly string[];
  /** Runs one of them. */
  run(job: string, context: Context): Promise<void>;
  /** About how much work a job is, in no particular unit: the largest are begun first. */
  work?(job: string): number;
}

const UNDECIDED: readonly Verdict[] = ['undecided'];
const BAD: readonly Verdict[] = ['violated', 'changed', 'failed', 'missed', 'adds', 'removes', 'survived'];

/** Whether the verdict is one that makes a check fail. */
export function isBad(verdict: Verdict): boolean {
  return BAD.includes(verdict);
}

/** The verdict on all rows: the worst. */
export function verdictOf(rows: readonly Row[]): 'holds' | 'violated' | 'undecided' {
  if (rows.some(({ verdict }) => isBad(verdict))) return 'violated';
  return rows.some(({ verdict }) => UNDECIDED.includes(verdict)) ? 'undecided' : 'holds';
}
