/** A run as lanes: a column for each thread, and for whatever else takes steps; a row for each step, call, return and switch. */
import { flagNames } from '../../../model/index.ts';
import type { HistoryEvent } from '../../history/history.ts';
import { describeCall } from '../../programs/agent.ts';
import type { Taken } from './walk.ts';

export interface LanesOptions {
  /** Columns of text. */
  readonly width: number;
  /** Rows at most; what is left out is in the middle of the run. */
  readonly height: number;
}

interface Row {
  readonly lane: string;
  readonly text: string;
  readonly number?: number;
}

const NUMBER_WIDTH = 4;
const LANE_MIN = 16;
const GAP = 2;

export function laneLines(
  opening: readonly HistoryEvent[],
  taken: readonly Taken[],
  { width, height }: LanesOptions,
): string[] {
  const rows: readonly Row[] = [
    ...opening.map((event) => ({ lane: laneOf(event.thread), text: eventText(event) })),
    ...rowsOf(taken),
  ];
  const lanes = [...new Set(rows.map(({ lane }) => lane))].sort();
  const room = Math.max(LANE_MIN, Math.floor((width - NUMBER_WIDTH) / Math.max(1, lanes.length)) - GAP);
  const longest = Math.max(...lanes.map((lane) => lane.length), ...rows.map(({ text }) => text.length));
  const column = Math.min(room, longest);
  const line = (cells: (lane: string) => string, number = ''): string =>
    `${number.padStart(NUMBER_WIDTH - 1)} ${lanes.map((lane) => clipped(cells(lane), column)).join(' '.repeat(GAP))}`.trimEnd();
  const shown = rows.map(({ lane, text, number }) =>
    line((each) => (each === lane ? text : ''), number === undefined ? '' : String(number)),
  );
  return [line((lane) => lane), line(() => '-'.repeat(column)), ...middleCut(shown, height)];
}

function rowsOf(taken: readonly Taken[]): Row[] {
  return taken.flatMap((step, index): Row[] => {
    const lane = step.thread === undefined ? step.step : laneOf(step.thread);
    const before = taken[index - 1];
    const switched: Row[] =
      before !== undefined && before.step !== step.step
        ? [{ lane: laneOfStep(before), text: `  switch to ${lane}${step.preempts ? ' (preempted)' : ''}` }]
        : [];
    const did = { lane, text: step.did ?? 'a step', number: index + 1 };
    const returned = step.events.findIndex((event) => !('call' in event));
    const called = returned === -1 ? step.events.length : returned;
    const [early, late] = [step.events.slice(0, called), step.events.slice(called)];
    const shown = (event: HistoryEvent): Row => ({ lane: laneOf(event.thread), text: eventText(event) });
    return [...switched, ...early.map(shown), did, ...late.map(shown)];
  });
}

function laneOf(thread: number): string {
  return `thread ${thread}`;
}

function laneOfStep({ step, thread }: Taken): string {
  return thread === undefined ? step : laneOf(thread);
}

function eventText(event: HistoryEvent): string {
  if ('call' in event) return `> ${describeCall(event.call)}`;
  const { result, seen } = event;
  if ('refused' in result) return `< refused ${result.refused}`;
  const value = result.value === null ? '' : ` ${result.value}`;
  if (seen === undefined) return `< returned${value}`;
  const flags = seen.flags === 0 ? 'no flags' : flagNames(seen.flags).join(' ');
  return `< returned${value}, message ${seen.message}: ${flags}, error ${seen.error}`;
}

function clipped(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

function middleCut(lines: readonly string[], height: number): readonly string[] {
  if (lines.length <= height) return lines;
  const head = Math.max(1, Math.floor(height / 4));
  const tail = Math.max(1, height - head - 1);
  return [...lines.slice(0, head), `    ... ${lines.length - head - tail} rows ...`, ...lines.slice(-tail)];
}
