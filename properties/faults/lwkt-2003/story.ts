/**
 * The lanes of a run, cut down for print: without plain accesses, without the columns of contexts that do nothing but go to
 * sleep, with flags by their names, and each column no wider than it has to be.
 */
import { flagNames } from '../../../model/index.ts';
import { type Execution, lanes } from '../../interleaving/index.ts';

/** Wide enough that no cell is broken. */
const COLUMN = 80;
const GAP = 2;
const NUMBER = 4;

/** A row of the lanes: the number of the step, and a cell for each thread. */
interface Row {
  readonly number: string;
  readonly cells: readonly string[];
}

/** Of an execution that was recorded. */
export function story(execution: Execution): string {
  const threads = execution.system.threads.length;
  const text = lanes(execution, { width: NUMBER + threads * (COLUMN + GAP) });
  const lines = text.split('\n');
  const end = lines.indexOf('');
  const rows = lines.slice(2, end).map((line) => rowOf(line, threads));
  const names = execution.system.threads.map(({ name }, thread) => name ?? `thread ${thread}`);
  const columns = [...names.keys()].filter((thread) => rows.some(({ cells }) => acts(cells[thread] ?? '')));
  const kept = rows.filter(({ cells }) => columns.some((thread) => isTold(cells[thread] ?? '', names, columns)));
  const table = [names, ...kept.map(({ cells }) => cells)].map((cells) => columns.map((thread) => cells[thread] ?? ''));
  const widths = columns.map((_, index) => Math.max(...table.map((cells) => cells[index]?.length ?? 0)));
  const numbers = ['', ...kept.map(({ number }) => number)];
  const printed = table.map((cells, at) => print(numbers[at] ?? '', cells, widths));
  printed.splice(
    1,
    0,
    print(
      '',
      widths.map((width) => '-'.repeat(width)),
      widths,
    ),
  );
  return [...printed, '', ...verdict(execution)].join('\n');
}

function rowOf(line: string, threads: number): Row {
  const cells = Array.from({ length: threads }, (_, thread) => {
    const at = NUMBER + thread * (COLUMN + GAP);
    return withBareResult(withFlagNames(line.slice(at, at + COLUMN).trimEnd()));
  });
  return { number: line.slice(0, NUMBER).trimEnd(), cells };
}

/** Does more than going to sleep. */
function acts(cell: string): boolean {
  return cell !== '' && !/^> |^switch to | -> asleep$/.test(cell);
}

function isTold(cell: string, names: readonly string[], columns: readonly number[]): boolean {
  if (cell === '' || /^ +\d+ plain$/.test(cell)) return false;
  const to = names.findIndex((name) => cell.startsWith(`switch to ${name} `));
  return to === -1 || columns.includes(to);
}

/** `store msg0.flags 2 (was 8)` as `store msg0.flags DONE (was QUEUED)`. */
function withFlagNames(cell: string): string {
  const named = (text: string, names: (bits: number) => readonly string[]): string =>
    text.replace(/(?<=flags |was |-> )\d+/g, (bits) => names(Number(bits)).join('+') || '0');
  if (/ msg\d+\.flags /.test(cell)) return named(cell, flagNames);
  return / port\d+\.flags /.test(cell) ? named(cell, (bits) => (bits === 0 ? [] : ['WAITING'])) : cell;
}

/** `< waitport port 1 = {"value":0}` as `< waitport port 1 = 0`. */
function withBareResult(cell: string): string {
  return cell.replace(/ = \{"value":null\}$/, '').replace(/ = \{"value":(-?\d+)\}$/, ' = $1');
}

function print(number: string, cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, index) => cell.padEnd((widths[index] ?? 0) + GAP));
  return (number.padEnd(NUMBER) + padded.join('')).trimEnd();
}

function verdict({ violation }: Execution): string[] {
  if (violation === undefined) return ['Nothing is violated.', ''];
  const sentences = violation.message.split(/(?<=\.) /);
  return [`${violation.kind}:`, ...sentences.map((sentence) => `  ${sentence}`), ''];
}
