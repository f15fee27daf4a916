/** The kill matrix: which operator’s mutants are killed by which clause; and the score. */
import type { Row } from '../../check/index.ts';
import type { Mutant } from '../../mutants/index.ts';
import { plainTable } from '../tables.ts';

/** @param rows of mutants of one part @param operatorOf by the name of a mutant */
export function matrix(rows: readonly Row[], operatorOf: (name: string) => Mutant['operator'] | undefined): string {
  const operators = [...new Set(rows.flatMap(({ name }) => operatorOf(name) ?? []))];
  const columns = [...columnsOf(rows), ...OTHERS.filter((column) => rows.some((row) => columnOf(row) === column))];
  const line = (of: readonly Row[]): string[] =>
    [...columns.map((column) => of.filter((row) => columnOf(row) === column).length), of.length].map((count) =>
      count === 0 ? '.' : String(count),
    );
  return plainTable(
    ['', ...columns, 'all'],
    [
      ...operators.map((operator) => [operator, ...line(rows.filter(({ name }) => operatorOf(name) === operator))]),
      ['all', ...line(rows)],
    ],
  );
}

/** `781 of 781 mutants that can be noticed are: 750 by a property, 31 by a hang.` */
export function score(rows: readonly Row[]): string {
  const count = (verdict: Row['verdict']): number => rows.filter((row) => row.verdict === verdict).length;
  const [killed, hangs, survived] = [count('killed'), count('hangs'), count('survived')];
  const noticed = killed + hangs;
  const beside = [`${count('equivalent')} are equivalent`, `${count('never run')} are in code that nothing runs`];
  const undecided = count('undecided') === 0 ? [] : [`${count('undecided')} were not tried`];
  return `${noticed} of ${noticed + survived} mutants are noticed, ${killed} by a property and ${hangs} by a hang; ${[...beside, ...undecided].join(', ')}. ${firstSeen(rows)}`;
}

/** How far the counterexamples are: what a person waits for. */
function firstSeen(rows: readonly Row[]): string {
  const killed = rows.filter(({ verdict }) => verdict === 'killed');
  const steps = killed.flatMap((row) => row.steps ?? []);
  const times = killed.map(({ seconds }) => seconds);
  return `To the first counterexample: ${median(steps)} steps and ${median(times).toFixed(2)} seconds in the median, ${Math.max(0, ...steps)} and ${Math.max(0, ...times).toFixed(1)} at most.`;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

const OTHERS = ['no clause', 'hangs', 'survived', 'equivalent', 'never run', 'missed', 'undecided'];

function columnOf({ verdict, clause }: Row): string {
  return verdict === 'killed' ? (clause ?? 'no clause') : verdict;
}

function columnsOf(rows: readonly Row[]): string[] {
  const clauses = rows.flatMap((row) => (row.verdict === 'killed' ? (row.clause ?? []) : []));
  return [...new Set<string>(clauses)].sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)));
}
