/** Prints for people: a table for each section as it ends, and a summary that says what the verdict covers. */
import Table from 'cli-table3';
import pc from 'picocolors';
import { isBad, type Job, type Row, type Section, VERSION, type Verdict, verdictOf } from '../check/index.ts';
import { count, duration, rate, scientific } from './numbers.ts';
import type { End, Printer, Start } from './printer.ts';
import type { Progress } from './progress.ts';

type Paint = (text: string) => string;

const PAINTS: Readonly<Record<Verdict, Paint>> = {
  holds: pc.green,
  'none failed': pc.green,
  found: pc.green,
  violated: pc.red,
  changed: pc.red,
  failed: pc.red,
  missed: pc.red,
  undecided: pc.yellow,
};

interface Column {
  readonly title: string;
  readonly right?: true;
  readonly cell: (row: Row) => string | undefined;
}

const COLUMNS: readonly Column[] = [
  { title: 'verdict', cell: ({ verdict }) => PAINTS[verdict](verdict) },
  { title: 'what', cell: ({ name }) => name },
  { title: 'bound', cell: ({ bound }) => bound },
  { title: 'states', right: true, cell: ({ states }) => count(states) },
  { title: 'steps', right: true, cell: ({ transitions }) => count(transitions) },
  { title: 'interleavings', right: true, cell: ({ interleavings }) => scientific(interleavings) },
  { title: 'runs', right: true, cell: ({ runs }) => count(runs) },
  { title: 'clause', cell: ({ clause }) => clause },
  { title: 'in steps', right: true, cell: ({ steps }) => count(steps) },
  { title: 'seconds', right: true, cell: ({ seconds }) => seconds.toFixed(2) },
];

export interface TextOptions {
  readonly write: (text: string) => void;
  readonly progress: Progress;
  /** Only the summary and the report. */
  readonly brief?: boolean;
}

export class TextPrinter implements Printer {
  private readonly options: TextOptions;
  private readonly rows: Row[] = [];
  private readonly titles = new Map<string, string>();
  private current: Section | undefined;

  constructor(options: TextOptions) {
    this.options = options;
  }

  start({ settings, workers, budgetMs }: Start): void {
    const budget = budgetMs === undefined ? '' : `, budget ${duration(budgetMs / 1000)}`;
    const { modelFault, profile, seed } = settings;
    const subject =
      modelFault === undefined ? `implementation ${settings.implementation}` : `model with fault ${modelFault}`;
    this.print(
      `lwkt ${VERSION} check: ${subject}, profile ${profile}, seed ${seed}, ` +
        `${workers} worker${workers === 1 ? '' : 's'}${budget}\n`,
    );
  }

  section(section: Section): void {
    this.flush();
    this.current = section;
    this.titles.set(section.name, section.title);
  }

  row(row: Row): void {
    this.rows.push(row);
    this.options.progress.done(row);
  }

  progress({ section, name }: Job, text: string): void {
    this.options.progress.show(section.title, name, text);
  }

  end(end: End, seconds: number, report?: string): void {
    this.flush();
    this.options.progress.stop();
    this.print(`\n${this.summary()}\n`);
    for (const line of this.remarks()) this.print(`${line}\n`);
    this.print(`${this.sentence(end, seconds)}\n`);
    if (report !== undefined) this.print(`\n${report}\n`);
  }

  /** The table of the section that has ended. */
  private flush(): void {
    const { current } = this;
    this.current = undefined;
    if (current === undefined || this.options.brief === true) return;
    const rows = this.rows.filter(({ section }) => section === current.name);
    const notes = rows.flatMap(({ notes: lines = [] }) => lines).map((line) => `  ${pc.dim(line)}\n`);
    this.print(`\n${pc.bold(current.title)}\n${table(rows)}\n${notes.join('')}`);
  }

  private summary(): string {
    const summary = plainTable(['section', 'verdict', 'checked', 'states', 'steps', 'runs', 'seconds', 'steps/s'], 2);
    for (const [name, title] of this.titles) {
      const rows = this.rows.filter(({ section }) => section === name);
      const verdict = summed(rows);
      const seconds = total(rows, 'seconds') ?? 0;
      const steps = total(rows, 'transitions');
      const cells = [count(rows.length), count(total(rows, 'states')), count(steps), count(total(rows, 'runs'))];
      const times = [seconds.toFixed(1), steps === undefined ? undefined : rate(steps, seconds)];
      summary.push([title, PAINTS[verdict](verdict), ...cells, ...times].map((cell) => cell ?? ''));
    }
    return summary.toString();
  }

  /** A line for each row that needs one. */
  private remarks(): string[] {
    const bad = this.rows.filter(({ verdict }) => isBad(verdict));
    const open = this.rows.filter(({ verdict }) => verdict === 'undecided');
    return [...bad, ...open].map(({ section, name, verdict, clause, message }) => {
      const what = clause === undefined ? (message ?? '') : `breaks ${clause}`;
      return `${PAINTS[verdict](verdict)}: ${section}, ${name}: ${what}`;
    });
  }

  private sentence(end: End, seconds: number): string {
    const took = `(${duration(seconds)})`;
    switch (end) {
      case 'holds':
        return pc.green(`Nothing is violated within these bounds ${took}.`);
      case 'violated':
        return pc.red(`Violated ${took}.`);
      case 'undecided':
        return pc.yellow(
          `Undecided: the budget ended before everything was looked at; nothing is violated so far ${took}.`,
        );
      case 'interrupted':
        return pc.yellow(`Interrupted: the above is what is known so far ${took}.`);
    }
  }

  private print(text: string): void {
    this.options.progress.clear();
    this.options.write(text);
  }
}

/** The worst verdict of a section; if nothing is wrong, the weakest. */
function summed(rows: readonly Row[]): Verdict {
  const all = rows.map(({ verdict }) => verdict);
  const worst = all.find((verdict) => isBad(verdict));
  if (worst !== undefined) return worst;
  if (verdictOf(rows) === 'undecided') return 'undecided';
  return all.find((verdict) => verdict !== 'holds') ?? 'holds';
}

function total(rows: readonly Row[], field: 'states' | 'transitions' | 'runs' | 'seconds'): number | undefined {
  const values = rows.flatMap((row) => row[field] ?? []);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

/** Only the columns that any row has something in. */
function table(rows: readonly Row[]): string {
  const columns = COLUMNS.filter(({ cell }) => rows.some((row) => (cell(row) ?? '') !== ''));
  const rights = columns.map(({ right }) => right === true);
  const text = plainTable(
    columns.map(({ title }) => title),
    rights,
  );
  for (const row of rows) text.push(columns.map(({ cell }) => cell(row) ?? ''));
  return text.toString();
}

/** @param right which columns are numbers, or from which column on all are */
function plainTable(titles: readonly string[], right: readonly boolean[] | number): Table.Table {
  const isRight = (at: number): boolean => (typeof right === 'number' ? at >= right : right[at] === true);
  return new Table({
    head: titles.map((title) => pc.dim(title)),
    colAligns: titles.map((_, at) => (isRight(at) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
    chars: NO_LINES,
  });
}

const NO_LINES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left'],
    ...['left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((name) => [name, name === 'left' ? '  ' : '']),
);
