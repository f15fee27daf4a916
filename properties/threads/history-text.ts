/** A history as text: one line for each event, one column for each thread. */
import { flagNames } from '../../model/index.ts';
import type { History, HistoryEvent } from '../history/history.ts';
import { describeCall } from '../programs/agent.ts';

export interface HistoryTextOptions {
  /** Event to mark; the number of events: the end. */
  readonly mark?: number;
  /** Lines at most: what comes long before the mark is left out. Default 40. */
  readonly lines?: number;
}

const INDENT = 4;

export function historyText({ events, end }: History, { mark, lines = 40 }: HistoryTextOptions = {}): string[] {
  const until = Math.min(mark ?? events.length, events.length - 1);
  const from = Math.max(0, until - lines + 1);
  const text = events.slice(from, until + 1).map((event, index) => {
    const sign = from + index === mark ? '>' : ' ';
    return `${sign}${String(from + index).padStart(4)}  ${' '.repeat(event.thread * INDENT)}${eventText(event)}`;
  });
  if (from > 0) text.unshift(`      ... ${from} events before`);
  if (mark === undefined || mark >= events.length) text.push(`${mark === undefined ? ' ' : '>'}      ${endText(end)}`);
  return text;
}

function endText(end: History['end']): string {
  return end === 'quiescent' ? 'and nothing moves any more' : 'the recording ends here';
}

function eventText(event: HistoryEvent): string {
  if ('call' in event) return `${event.thread}: ${describeCall(event.call)}`;
  const { result, seen } = event;
  const answer = 'refused' in result ? result.refused : result.value === null ? 'returned' : `= ${result.value}`;
  if (seen === undefined) return `${event.thread}: ${answer}`;
  return `${event.thread}: ${answer} (message ${seen.message}: ${flagsText(seen.flags)}, error ${seen.error})`;
}

function flagsText(flags: number): string {
  return flags === 0 ? 'no flags' : flagNames(flags).join(' ');
}
