/** A counterexample as a screenful of text: the clause, the program, the lanes, why, and how to see it again. */
import { CLAUSES, type ClauseId } from '../../model/index.ts';
import { story } from '../faults/lwkt-2003/story.ts';
import { type Execution, type LanesOptions, lanes } from '../interleaving/index.ts';
import { clauseOf } from '../refinement/clause-of.ts';
import type { Replayed } from './counterexample.ts';
import { fold } from './fold.ts';
import { plural, programText } from './program-text.ts';
import type { RunToken } from './token.ts';

/** The page that a report is to fit. */
export interface ReportOptions {
  /** Columns of text. Default 120. */
  readonly width?: number;
  /** Lines of text, about. Default 50; more steps than fit are left out in the middle. */
  readonly height?: number;
  /** What is said of the run below its lanes. */
  readonly certificate?: string;
  /** Sentences above the verdict: what has changed since. */
  readonly before?: readonly string[];
}

/** @param text the token as it was given */
export function runReport(token: RunToken, text: string, replayed: Replayed, options: ReportOptions = {}): string {
  const width = options.width ?? 120;
  const head = [...above(options, width), ...verdictLines(replayed, width), '', ...about(token, replayed, width), ''];
  const said = options.certificate === undefined ? [] : ['', ...fold(options.certificate, width)];
  const foot = [...said, ...footer(text)];
  const room = (options.height ?? 50) - head.length - foot.length - Math.ceil(text.length / width);
  return [...head, ...lanesWithin(replayed, width, room), ...foot].join('\n');
}

/** `C20, no lost wakeup: ...`. */
export function clauseText(clause: ClauseId): string {
  return `${clause}, ${CLAUSES[clause].title}: ${CLAUSES[clause].sentence}`;
}

/** Sentences that stand above the verdict, each on lines of its own, and an empty line. */
export function above({ before = [] }: ReportOptions, width: number): string[] {
  return before.length === 0 ? [] : [...before.flatMap((line) => fold(line, width)), ''];
}

function verdictLines({ violation, execution, stopped }: Replayed, width: number): string[] {
  if (violation === undefined) {
    const steps = plural(execution.length, 'step');
    if (stopped !== undefined) return [`Nothing is violated in what can be taken of the run: ${steps}.`];
    return [
      `Nothing is violated any more: all ${execution.length} steps of the run can be taken, and no clause breaks.`,
    ];
  }
  if (violation.kind === 'difference') return fold(violation.message, width);
  const clause = clauseOf(violation);
  const title = clause === undefined ? `Violated: ${violation.kind}` : `Violated: ${clauseText(clause)}`;
  const lines = [title, ...happened(violation.message)];
  return lines.flatMap((line) => fold(line, width));
}

/** What happened, without the title and the sentence of the clause, which stand above it already. */
export function happened(message: string): string[] {
  const id = /^(C\d+) \(/.exec(message)?.[1] as ClauseId | undefined;
  if (id === undefined) return [message];
  const { title, sentence } = CLAUSES[id];
  const text = message.replace(`${id} (${title}): `, '').replace(` ${sentence}`, '');
  return [`Here ${text}`];
}

function about(token: RunToken, { execution, loopAt }: Replayed, width: number): string[] {
  const loop = loopAt === undefined ? '' : `, of which the last ${execution.length - loopAt} repeat for ever,`;
  const runs = `The run: ${plural(execution.length, 'step')}${loop} on the implementation "${token.implementation}".`;
  return [runs, ...programText(token.program).flatMap((line) => fold(`  ${line}`, width))];
}

/** The lanes in full if there is room, else without plain accesses, else only the columns that act, else cut. */
function lanesWithin({ execution, loopAt }: Replayed, width: number, height: number): string[] {
  const { violation } = execution;
  // The verdict stands at the top already; the lanes need only say which step it was.
  if (violation !== undefined) {
    const step = execution.length === 0 ? 'the start' : `step ${execution.length}`;
    const when = loopAt === undefined ? step : 'that the loop repeats for ever';
    const does = violation.kind === 'difference' ? 'makes it' : `breaks ${clauseOf(violation) ?? 'it'}`;
    execution.violation = { kind: violation.kind, message: `${when} ${does}.` };
  }
  const loop = loopAt === undefined ? {} : { loopAt };
  try {
    const full = linesOf(lanes(execution, { width, limit: execution.length, ...loop }));
    // The story of a run knows no loops.
    const stories = loopAt === undefined ? [(): string[] => told(execution)] : [];
    const ways = [(): string[] => full, (): string[] => full.filter(isNoPlain), ...stories];
    const fits = (lines: readonly string[]): boolean =>
      lines.length <= height && lines.every(({ length }) => length <= width);
    for (const way of ways) {
      const lines = way();
      if (fits(lines)) return lines;
    }
    return cut(execution, width, height, loop);
  } finally {
    execution.violation = violation;
  }
}

/** The verdict is above. */
function told(execution: Execution): string[] {
  const lines = linesOf(story(execution));
  return lines.slice(0, lines.indexOf(''));
}

/** The rows of a step differ, so the number of steps that fit is found by trying. */
function cut(execution: Execution, width: number, height: number, loop: Pick<LanesOptions, 'loopAt'>): string[] {
  for (let limit = execution.length; ; limit -= Math.ceil(limit / 20)) {
    const lines = linesOf(lanes(execution, { width, limit: Math.max(limit, 4), ...loop })).filter(isNoPlain);
    if (lines.length <= height || limit <= 4) return lines;
  }
}

/** `= 0` for `= {"value":0}`, and nothing for what returns nothing. */
function linesOf(text: string): string[] {
  return text
    .trimEnd()
    .replaceAll(/ = \{"value":null\}/g, '')
    .replaceAll(/ = \{"value":(-?\d+)\}/g, ' = $1')
    .replaceAll(/ = \{"refused":"(\w+)"\}/g, ' = refused, $1')
    .split('\n')
    .map((line) => line.trimEnd());
}

function isNoPlain(line: string): boolean {
  return !/^\s+\d+ plain$/.test(line);
}

/** @param lines the trace of a run of the model, or a history */
export function traceReport(
  head: readonly string[],
  lines: readonly string[],
  text: string,
  options: ReportOptions = {},
): string {
  const width = options.width ?? 120;
  const top = [...above(options, width), ...head.flatMap((line) => fold(line, width)), ''];
  const room = (options.height ?? 50) - top.length - footer(text).length - Math.ceil(text.length / width);
  const cut = lines.length <= room ? lines : [`... ${lines.length - room + 1} lines ...`, ...lines.slice(1 - room)];
  return [...top, ...cut, ...footer(text)].join('\n');
}

function footer(text: string): string[] {
  return ['', `Again: npx lwkt replay ${text}`];
}
