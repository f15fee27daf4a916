/** Rows as tables without lines. */
import Table from 'cli-table3';
import { isBad, type Row, type Verdict, verdictOf } from '../check/index.ts';
import { colours as pc } from './colours.ts';
import { count, rate, scientific } from './numbers.ts';

type Paint = (text: string) => string;

export const PAINTS: Readonly<Record<Verdict, Paint>> = {
  holds: pc.green,
  'none failed': pc.green,
  found: pc.green,
  violated: pc.red,
  changed: pc.red,
  failed: pc.red,
  missed: pc.red,
  undecided: pc.yellow,
  'left out': pc.dim,
  same: pc.green,
  adds: pc.red,
  removes: pc.red,
  killed: pc.green,
  hangs: pc.green,
  survived: pc.red,
  equivalent: pc.dim,
  'never run': pc.dim,
};

/** A row as it is shown: of some fields a group has several. */
type Shown = Omit<Row, 'clause' | 'steps' | 'group' | 'notes' | 'token'> & {
  readonly clause?: string;
  readonly steps?: string;
};

interface Column {
  readonly title: string;
  readonly right?: true;
  readonly cell: (row: Shown) => string | undefined;
}

const COLUMNS: readonly Column[] = [
  { title: 'verdict', cell: ({ verdict }) => verdict },
  { title: 'what', cell: ({ name }) => name },
  { title: 'bound', cell: ({ bound }) => bound },
  { title: 'clause', cell: ({ clause }) => clause },
  { title: 'trace', right: true, cell: ({ steps }) => steps },
  { title: 'states', right: true, cell: ({ states }) => count(states) },
  { title: 'steps', right: true, cell: ({ transitions }) => count(transitions) },
  { title: 'interleavings', right: true, cell: ({ interleavings }) => scientific(interleavings) },
  { title: 'runs', right: true, cell: ({ runs }) => count(runs) },
  { title: 'seconds', right: true, cell: ({ seconds }) => seconds.toFixed(2) },
];

/** What may be wide is folded to fit. */
const FOLDED: readonly string[] = ['bound', 'clause', 'what'];
const FOLDED_MIN = 14;

/** What stands in a table: its columns, and the cells of each row. */
export interface Cells {
  readonly columns: readonly Pick<Column, 'title' | 'right'>[];
  readonly rows: readonly { readonly verdict: Verdict; readonly cells: readonly string[] }[];
}

/** The rows of a section. Only the columns that any row has something in. */
export function sectionTable(rows: readonly Row[], width: number, all: boolean): string {
  const { columns, rows: lines } = cellsOf(all ? rows.map(single) : grouped(rows));
  const cells = lines.map((line) => line.cells);
  const table = linesOnly(columns, widthsWithin(columns, cells, width));
  for (const { verdict, cells: row } of lines) {
    table.push(row.map((cell, at) => (at === 0 ? PAINTS[verdict](cell) : cell)));
  }
  return table.toString();
}

/** All rows of a section, none taken together. */
export function singleCells(rows: readonly Row[]): Cells {
  return cellsOf(rows.map(single));
}

function cellsOf(shown: readonly Shown[]): Cells {
  const columns = COLUMNS.filter(({ cell }) => shown.some((row) => (cell(row) ?? '') !== ''));
  const rows = shown.map((row) => ({ verdict: row.verdict, cells: columns.map(({ cell }) => cell(row) ?? '') }));
  return { columns, rows };
}

/** A row for each section. */
export function summaryTable(sections: readonly { readonly title: string; readonly rows: readonly Row[] }[]): string {
  const titles = ['section', 'verdict', 'checked', 'states', 'steps', 'runs', 'seconds', 'steps/s'];
  const columns = titles.map(
    (title, at): Pick<Column, 'title' | 'right'> => (at < 2 ? { title } : { title, right: true }),
  );
  const table = linesOnly(columns);
  for (const { title, rows } of sections) {
    const verdict = verdictOn(rows);
    const seconds = total(rows, 'seconds') ?? 0;
    const steps = total(rows, 'transitions');
    const looked = rows.filter((row) => row.verdict !== 'left out');
    const counts = [count(looked.length), count(total(rows, 'states')), count(steps), count(total(rows, 'runs'))];
    const times = [seconds.toFixed(1), steps === undefined ? undefined : rate(steps, seconds)];
    table.push([title, PAINTS[verdict](verdict), ...counts, ...times].map((cell) => cell ?? ''));
  }
  return table.toString();
}

function single({ clause, steps, ...row }: Row): Shown {
  return { ...row, ...(clause === undefined ? {} : { clause }), ...(steps === undefined ? {} : { steps: `${steps}` }) };
}

/** Rows of one group that are all well become one. */
function grouped(rows: readonly Row[]): Shown[] {
  const shown: Shown[] = [];
  const done = new Set<string>();
  for (const row of rows) {
    const { group } = row;
    const members = group === undefined ? [] : rows.filter((other) => other.group === group);
    if (group === undefined || members.some(({ verdict }) => verdict !== row.verdict)) shown.push(single(row));
    else if (!done.has(group)) {
      done.add(group);
      shown.push(together(group, row, members));
    }
  }
  return shown;
}

function together(group: string, { section, verdict }: Row, rows: readonly Row[]): Shown {
  const clauses = [...new Set(rows.flatMap(({ clause }) => clause ?? []))];
  const steps = rows.flatMap((row) => row.steps ?? []);
  const states = total(rows, 'states');
  const transitions = total(rows, 'transitions');
  return {
    section,
    verdict,
    name: `${rows.length} ${nounOf(verdict)}${rows.length === 1 ? '' : 's'}`,
    bound: group,
    clause: clauses.sort((one, other) => Number(one.slice(1)) - Number(other.slice(1))).join(' '),
    ...(steps.length === 0 ? {} : { steps: `${Math.min(...steps)} to ${Math.max(...steps)}` }),
    ...(states === undefined ? {} : { states }),
    ...(transitions === undefined ? {} : { transitions }),
    seconds: total(rows, 'seconds') ?? 0,
  };
}

const OF_MUTANTS: readonly Verdict[] = ['killed', 'hangs', 'survived', 'equivalent', 'never run'];

function nounOf(verdict: Verdict): string {
  if (OF_MUTANTS.includes(verdict)) return 'mutant';
  if (verdict === 'left out') return 'scenario';
  return verdict === 'undecided' ? 'part' : 'fault';
}

/** The worst verdict; if nothing is wrong, the weakest. */
export function verdictOn(rows: readonly Row[]): Verdict {
  const all = rows.map(({ verdict }) => verdict);
  const worst = all.find((verdict) => isBad(verdict));
  if (worst !== undefined) return worst;
  if (verdictOf(rows) === 'undecided') return 'undecided';
  return all.includes('none failed') ? 'none failed' : (all[0] ?? 'holds');
}

function total(rows: readonly Row[], field: 'states' | 'transitions' | 'runs' | 'seconds'): number | undefined {
  const values = rows.flatMap((row) => row[field] ?? []);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

const GAP = 2;

function widthsWithin(columns: Cells['columns'], cells: readonly (readonly string[])[], width: number): number[] {
  const widths = columns.map(
    ({ title }, at) => Math.max(title.length, ...cells.map((row) => row[at]?.length ?? 0)) + GAP,
  );
  const foldable = columns.flatMap(({ title }, at) => (FOLDED.includes(title) ? [at] : []));
  for (let over = widths.reduce((sum, each) => sum + each, GAP) - width; over > 0; over -= 1) {
    const widest = foldable.reduce(
      (best, at) => ((widths[at] ?? 0) > (widths[best] ?? 0) ? at : best),
      foldable[0] ?? 0,
    );
    widths[widest] = Math.max(FOLDED_MIN, (widths[widest] ?? 0) - 1);
  }
  return widths;
}

/** A table without lines. */
export function linesOnly(
  columns: readonly Pick<Column, 'title' | 'right'>[],
  widths?: readonly number[],
): Table.Table {
  return new Table({
    head: columns.map(({ title }) => pc.dim(title)),
    colAligns: columns.map(({ right }) => (right === true ? 'right' : 'left')),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': GAP },
    chars: NO_LINES,
    wordWrap: true,
    ...(widths === undefined ? {} : { colWidths: [...widths] }),
  });
}

/** Columns of text; all but the first to the right. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = linesOnly(head.map((title, at) => (at === 0 ? { title } : { title, right: true })));
  for (const row of rows) table.push([...row]);
  return table.toString();
}

const NO_LINES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left'],
    ...['left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((name) => [name, name === 'left' ? '  ' : '']),
);
