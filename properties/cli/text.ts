/** Prints for people: a table for each section as it ends, and a summary that says what the verdict covers. */

import { fold, isBad, type Job, type Row, type Section, VERSION } from '../check/index.ts';
import { colours as pc } from './colours.ts';
import { duration } from './numbers.ts';
import type { End, Ended, Printer, Start } from './printer.ts';
import type { Progress } from './progress.ts';
import { PAINTS, sectionTable, summaryTable } from './tables.ts';
import { endText, subjectText } from './wording.ts';

export interface TextOptions {
  readonly write: (text: string) => void;
  readonly progress: Progress;
  /** Columns of text. */
  readonly width: number;
  /** Only the summary and the report. */
  readonly brief: boolean;
  /** Rows of a group one by one. */
  readonly all: boolean;
}

export class TextPrinter implements Printer {
  private readonly options: TextOptions;
  private readonly rows: Row[] = [];
  private readonly sections: Section[] = [];
  private current: Section | undefined;
  private begun: Start | undefined;

  constructor(options: TextOptions) {
    this.options = options;
  }

  start(start: Start): void {
    const { command, settings, workers, budgetMs } = start;
    this.begun = start;
    const parts = [subjectText(settings), `profile ${settings.profile}`, `seed ${settings.seed}`];
    parts.push(`${workers} worker${workers === 1 ? '' : 's'}`);
    if (budgetMs !== undefined) parts.push(`budget ${duration(budgetMs / 1000)}`);
    this.print(`lwkt ${VERSION} ${command}: ${parts.join(', ')}\n`);
  }

  section(section: Section): void {
    this.flush();
    this.current = section;
    this.sections.push(section);
  }

  row(row: Row): void {
    this.rows.push(row);
  }

  progress({ section, name }: Job, text: string): void {
    this.options.progress.show(section.title, name, text);
  }

  done({ name }: Job): void {
    this.options.progress.done(name);
  }

  end(ended: Ended): void {
    const { report } = ended;
    this.flush();
    this.options.progress.stop();
    // The one counterexample of a run that is made to fail says all.
    if (!this.options.brief || report === undefined) this.summary(ended);
    if (report !== undefined) this.print(`\n${report}\n`);
  }

  private summary({ end, seconds, unexplored }: Ended): void {
    const sections = this.sections.map(({ name, title }) => ({ title, rows: this.rowsOf(name) }));
    this.print(`\n${summaryTable(sections)}\n`);
    for (const line of remarks(this.rows)) this.print(`${fold(line, this.options.width).join('\n')}\n`);
    for (const line of unexplored) this.print(`${fold(line, this.options.width).map(pc.dim).join('\n')}\n`);
    if (this.begun !== undefined) this.print(`${PAINT_OF[end](endText(end, seconds, this.begun.settings))}\n`);
  }

  /** The table of the section that has ended. */
  private flush(): void {
    const { current } = this;
    const { width, all, brief } = this.options;
    this.current = undefined;
    if (current === undefined || brief) return;
    const rows = this.rowsOf(current.name);
    const notes = rows.flatMap(({ notes: lines = [] }) => lines).map((line) => `  ${pc.dim(line)}\n`);
    this.print(`\n${pc.bold(current.title)}\n${sectionTable(rows, width, all)}\n${notes.join('')}`);
  }

  private rowsOf(name: string): Row[] {
    return this.rows.filter(({ section }) => section === name);
  }

  private print(text: string): void {
    this.options.progress.clear();
    this.options.write(text.replaceAll(/ +$/gm, ''));
  }
}

const REMARKS_MAX = 8;

/** A line for each row that is not well, for the first ones. */
function remarks(rows: readonly Row[]): string[] {
  const lines = rows
    .filter(({ verdict }) => isBad(verdict))
    .map(({ section, name, verdict, clause, message }) => {
      const what = verdict === 'violated' && clause !== undefined ? `breaks ${clause}` : (message ?? '');
      return `${PAINTS[verdict](verdict)}: ${section}, ${name}: ${what}`;
    });
  if (lines.length <= REMARKS_MAX) return lines;
  return [...lines.slice(0, REMARKS_MAX), `... and ${lines.length - REMARKS_MAX} more; --json tells of all.`];
}

const PAINT_OF: Readonly<Record<End, (text: string) => string>> = {
  holds: pc.green,
  violated: pc.red,
  undecided: pc.yellow,
  failed: pc.red,
  interrupted: pc.yellow,
};
