/** `--reporter`: who tells what a run has found, and where to; read from the command line, or refused with a sentence. */
import { resolve } from 'node:path';
import { UsageError } from '../exit.ts';

/** For people; for programs, one JSON object a line; for CI; annotations of GitHub; a page to look at. */
export type ReporterName = 'terminal' | 'json' | 'junit' | 'github' | 'html';

export const REPORTERS: readonly ReporterName[] = ['terminal', 'json', 'junit', 'github', 'html'];

export interface ReporterChoice {
  readonly name: ReporterName;
  /** Absent: standard output. */
  readonly file?: string;
}

/** A reporter that only comes to the log when the run is over, a line at a time, beside what people read. */
const BESIDE: readonly ReporterName[] = ['github'];

/** Reads `junit=report.xml,terminal`; the option may also be given more than once. @throws UsageError */
export function reporters(text: string, before: readonly ReporterChoice[] = []): readonly ReporterChoice[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .reduce((all, part) => together(all, choice(part)), before);
}

/** What `--json` says beside `--reporter`; without either, the terminal. @throws UsageError */
export function chosen(given: readonly ReporterChoice[], json: boolean): readonly ReporterChoice[] {
  const all = json ? together(given, { name: 'json' }) : given;
  return all.length === 0 ? [{ name: 'terminal' }] : all;
}

function choice(text: string): ReporterChoice {
  const at = text.indexOf('=');
  const word = at < 0 ? text : text.slice(0, at);
  const name = REPORTERS.find((each) => each === word);
  if (name === undefined) {
    throw new UsageError(`There is no reporter "${word}": it is one of ${REPORTERS.join(', ')}.`);
  }
  if (at < 0) return { name };
  const file = text.slice(at + 1);
  if (file === '') throw new UsageError(`"${text}" names no file: write ${name}=FILE, or ${name} alone to print it.`);
  return { name, file };
}

/** Two must not write to one place, unless they are meant to stand one after the other in a log. */
function together(others: readonly ReporterChoice[], added: ReporterChoice): readonly ReporterChoice[] {
  const rival = others.find((other) => samePlace(other, added) && !standTogether(other, added));
  if (rival !== undefined) {
    const both = rival.name === added.name ? `The reporter ${added.name} twice` : `${rival.name} and ${added.name}`;
    const where = added.file === undefined ? 'standard output' : `the file "${added.file}"`;
    throw new UsageError(`${both}: only one can write to ${where}; give the other a file, as in ${added.name}=FILE.`);
  }
  return [...others, added];
}

function samePlace({ file: one }: ReporterChoice, { file: other }: ReporterChoice): boolean {
  if (one === undefined || other === undefined) return one === other;
  return resolve(one) === resolve(other);
}

function standTogether(one: ReporterChoice, other: ReporterChoice): boolean {
  const pair = [one.name, other.name];
  return one.file === undefined && pair.includes('terminal') && pair.some((name) => BESIDE.includes(name));
}
