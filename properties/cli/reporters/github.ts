/**
 * Annotations of GitHub Actions, as workflow commands in the log: an error for each failure, a warning for what is
 * undecided, and a notice with the verdict and with what was not looked at. The lanes stand folded in the log.
 */
import { relative, resolve } from 'node:path';
import { isModulePath } from '../../audit/index.ts';
import { isBad, type Row } from '../../check/index.ts';
import { endText } from '../wording.ts';
import { badRows, type Finished, rowsOf, whatOf } from './finished.ts';

/** So many errors of a step are shown, and as many warnings; the last of them says how many more there are. */
const ANNOTATIONS_MAX = 10;

/** @param root the folder of the repository: annotations name files from there */
export function github(run: Finished, root: string): string {
  const bad = badRows(run);
  const undecided = rowsOf(run).filter(({ verdict }) => verdict === 'undecided');
  const commands = [
    ...groups(bad, run),
    ...limited(bad, (row) => annotation('error', row, run, root)),
    ...limited(undecided, (row) => annotation('warning', row, run, root)),
    command('notice', { title: `lwkt ${run.start.command}: ${run.end}` }, summary(run)),
  ];
  return `${commands.join('\n')}\n`;
}

type Properties = Readonly<Record<string, string>>;

/** A workflow command, with what would end it, or a part of it, escaped. */
export function command(name: string, properties: Properties, message: string): string {
  const parts = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name}${parts.length === 0 ? '' : ` ${parts.join(',')}`}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function annotation(kind: 'error' | 'warning', row: Row, { start }: Finished, root: string): string {
  const { section, name, clause, token } = row;
  const title = `lwkt ${start.command}: ${section}, ${name}${clause !== undefined && isBad(row.verdict) ? `, ${clause}` : ''}`;
  const again = token === undefined ? '' : `\nAgain: npx lwkt replay ${token}`;
  return command(kind, { ...fileOf(start.settings.implementation, root), title }, `${whatOf(row)}${again}`);
}

/** Of somebody's own implementation the file is known. */
function fileOf(implementation: string, root: string): Properties {
  if (!isModulePath(implementation)) return {};
  const file = relative(root, resolve(implementation.replace(/#[^#]*$/, ''))).replaceAll('\\', '/');
  return file.startsWith('../') ? {} : { file };
}

function limited(rows: readonly Row[], say: (row: Row) => string): string[] {
  if (rows.length <= ANNOTATIONS_MAX) return rows.map(say);
  const [first] = rows;
  const told = rows.slice(0, ANNOTATIONS_MAX - 1).map(say);
  const kind = first !== undefined && isBad(first.verdict) ? 'error' : 'warning';
  const names = rows.slice(ANNOTATIONS_MAX - 1).map(({ section, name }) => `${section}, ${name}`);
  return [...told, command(kind, { title: `and ${names.length} more` }, names.join('\n'))];
}

function groups(rows: readonly Row[], { lanes }: Finished): string[] {
  return rows.flatMap(({ section, name, token }) => {
    const text = token === undefined ? undefined : lanes.get(token);
    if (text === undefined) return [];
    return [command('group', {}, `${section}, ${name}`), ...text.split('\n').map(harmless), '::endgroup::'];
  });
}

/** A line of text that begins like a command would be taken for one. */
function harmless(line: string): string {
  return /^\s*(::|##\[)/.test(line) ? `| ${line}` : line;
}

function summary({ start, end, seconds, unexplored }: Finished): string {
  return [endText(end, seconds, start.settings), ...unexplored].join('\n');
}
