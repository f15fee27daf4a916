/**
 * Runs sections, some jobs at a time, and hands on their rows in the order of the report, whichever comes first.
 *
 * Where and how a job is run is a parameter: in this thread, or in workers.
 */
import type { Context, Row, Section, Settings } from './section.ts';
import { verdictOf } from './section.ts';
import { decode } from './token.ts';

/** One part of a section. */
export interface Job {
  readonly section: Section;
  readonly name: string;
}

/** Runs one job somewhere, a worker for example, and emits its rows as they come. */
export type Execute = (job: Job, emit: (row: Row) => void) => Promise<void>;

/** What to run, how many jobs at a time, and whom to tell. */
export interface RunOptions {
  readonly sections: readonly Section[];
  readonly settings: Settings;
  readonly execute: Execute;
  /** Jobs at a time. */
  readonly width: number;
  readonly onSection?: (section: Section) => void;
  readonly onRow: (row: Row) => void;
  /** Asked before a job is begun: why it should not be. What is under way breaks off by itself. */
  readonly stopped: () => string | undefined;
}

/**
 * Runs everything. A job that throws becomes a row that says so, one that is not begun in time a row that says that.
 *
 * The first section is run alone, and if it is bad nothing else is: who is asleep need not be asked.
 */
export async function runSections(options: RunOptions): Promise<readonly Row[]> {
  const report = new Report(options);
  const groups = groupsOf(options.sections, options.settings);
  for (const [index, jobs] of groups.entries()) {
    await runGroup(jobs, options, report);
    if (index === 0 && options.sections[0]?.name === 'awake' && verdictOf(report.rows) === 'violated') break;
  }
  return report.rows;
}

/** Groups of jobs that may run together: the first section by itself, what has failed before, then all others. */
function groupsOf(sections: readonly Section[], settings: Settings): readonly (readonly Job[])[] {
  const [first, ...others] = sections;
  const before = others.filter(({ name }) => name === 'regressions');
  const rest = others.filter(({ name }) => name !== 'regressions');
  return [first === undefined ? [] : [first], before, rest].map((group) =>
    group.flatMap((section) => section.jobs(settings).map((name): Job => ({ section, name }))),
  );
}

async function runGroup(jobs: readonly Job[], options: RunOptions, report: Report): Promise<void> {
  const placed = jobs.map((job) => ({ job, place: report.place(job) }));
  const queue = placed.toSorted((one, other) => workOf(other.job) - workOf(one.job));
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await runJob(next.job, options, next.place);
      report.close(next.place);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.width) }, lane));
}

function workOf({ section, name }: Job): number {
  return section.work?.(name) ?? 0;
}

async function runJob(job: Job, options: RunOptions, place: Place): Promise<void> {
  const row = { section: job.section.name, name: job.name, group: 'not looked at', bound: '', seconds: 0 };
  const why = options.stopped();
  if (why !== undefined) {
    place.add({ ...row, verdict: 'undecided', message: `not begun: ${why}` });
    return;
  }
  try {
    await options.execute(job, (found) => place.add(found));
  } catch (error) {
    const since = options.stopped();
    const message = error instanceof Error ? error.message : String(error);
    if (since === undefined) place.add({ ...row, verdict: 'failed', message: `the check broke off: ${message}` });
    else place.add({ ...row, verdict: 'undecided', message: `broken off: ${since}` });
  }
}

/** Where the rows of one job are to stand. */
interface Place {
  readonly section: Section;
  readonly rows: Row[];
  readonly add: (row: Row) => void;
  closed: boolean;
}

/** Rows as they come, handed on in the order of their places. */
class Report {
  readonly rows: Row[] = [];
  private readonly options: RunOptions;
  private readonly places: Place[] = [];
  /** The first place that is not closed, and how many of its rows were handed on. */
  private at = 0;
  private shown = 0;
  private section: Section | undefined;

  constructor(options: RunOptions) {
    this.options = options;
  }

  place({ section }: Job): Place {
    const rows: Row[] = [];
    const add = (row: Row): void => {
      rows.push(row);
      this.advance();
    };
    const place: Place = { section, rows, add, closed: false };
    this.places.push(place);
    return place;
  }

  close(place: Place): void {
    place.closed = true;
    this.advance();
  }

  private advance(): void {
    for (let place = this.places[this.at]; place !== undefined; place = this.places[this.at]) {
      for (const row of place.rows.slice(this.shown)) this.hand(place.section, row);
      this.shown = place.rows.length;
      if (!place.closed) return;
      this.at += 1;
      this.shown = 0;
    }
  }

  private hand(section: Section, row: Row): void {
    if (section !== this.section) this.options.onSection?.(section);
    this.section = section;
    this.rows.push(row);
    this.options.onRow(row);
  }
}

/** The context of a job that is run in this thread. */
export function contextOf(
  job: Job,
  options: Pick<Context, 'settings' | 'progress' | 'expired' | 'now'> & { readonly emit: (row: Row) => void },
): Context {
  return { ...options, emit: (row) => options.emit({ section: job.section.name, ...row, ...foundWith(row) }) };
}

/** Of what fails, what it was found with. */
function foundWith({ token }: Pick<Row, 'token'>): Pick<Row, 'fingerprints'> {
  return token === undefined ? {} : { fingerprints: decode(token).fingerprints };
}
