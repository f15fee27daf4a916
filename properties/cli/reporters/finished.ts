/** A run that is over, as plain data: what the reporters that write a whole document are given. */
import { isBad, type Row, type Section } from '../../check/index.ts';
import type { End, Start } from '../printer.ts';

/** Some rows under the title of their section. */
export interface Part {
  readonly name: Section['name'];
  readonly title: string;
  readonly rows: readonly Row[];
}

export interface Finished {
  readonly start: Start;
  /** When it began: ISO 8601, in UTC. */
  readonly at: string;
  readonly end: End;
  readonly seconds: number;
  readonly parts: readonly Part[];
  /** The counterexamples as text, by their tokens. */
  readonly lanes: ReadonlyMap<string, string>;
  /** What was not looked at, a sentence each. */
  readonly unexplored: readonly string[];
  /** What the run has to say beside its rows. */
  readonly report?: string;
}

export function rowsOf({ parts }: Pick<Finished, 'parts'>): readonly Row[] {
  return parts.flatMap(({ rows }) => rows);
}

export function badRows(run: Pick<Finished, 'parts'>): readonly Row[] {
  return rowsOf(run).filter(({ verdict }) => isBad(verdict));
}

/** What went wrong, in one line. */
export function whatOf({ verdict, clause, message }: Row): string {
  const first = message?.split('\n')[0];
  if (first !== undefined) return first;
  return clause === undefined ? verdict : `breaks ${clause}`;
}
