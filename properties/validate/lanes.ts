/** The last lines of a history as lanes: one column for each thread, the line that cannot be explained marked. */
import { flagNames, NONE } from '../../model/index.ts';
import type { HistoryEvent } from '../history/history.ts';
import type { Call } from '../programs/program.ts';

const LINES = 40;
const WIDTH = 118;
const COLUMN_MIN = 24;
const NUMBER_WIDTH = 8;

interface Row {
  readonly line: number;
  /** The thread; NONE: all. */
  readonly thread: number;
  readonly text: string;
}

/** Keeps no more than it will show. */
export class Lanes {
  readonly #threads: number;
  readonly #max: number;
  readonly #column: number;
  readonly #rows: Row[] = [];
  #dropped = 0;

  /** @param max lines to show at most */
  constructor(threads: number, max: number = LINES) {
    this.#threads = threads;
    this.#max = Math.max(1, max);
    this.#column = Math.max(COLUMN_MIN, Math.floor((WIDTH - NUMBER_WIDTH) / threads));
  }

  event(line: number, event: HistoryEvent): void {
    this.#add({ line, thread: event.thread, text: eventText(event) });
  }

  end(line: number, end: 'quiescent' | 'cut'): void {
    const text = end === 'quiescent' ? 'nothing moves any more' : 'the recording ends here';
    this.#add({ line, thread: NONE, text });
  }

  /** The lines, the last first explained, up to `mark`. */
  text(mark?: number): string[] {
    const until = this.#rows.findIndex(({ line }) => line === mark);
    const rows = until === -1 ? this.#rows : this.#rows.slice(0, until + 1);
    const names = Array.from({ length: this.#threads }, (_, thread) => `thread ${thread}`);
    const head = `${''.padEnd(NUMBER_WIDTH)}${names.map((name) => name.padEnd(this.#column)).join('')}`.trimEnd();
    const left = this.#dropped === 0 ? [] : [`${''.padEnd(NUMBER_WIDTH)}... ${this.#dropped} lines before`];
    return [head, ...left, ...rows.map((row) => this.#row(row, row.line === mark))];
  }

  #row({ line, thread, text }: Row, marked: boolean): string {
    const number = `${marked ? '>' : ' '}${String(line).padStart(NUMBER_WIDTH - 3)}  `;
    return `${number}${' '.repeat(Math.max(0, thread) * this.#column)}${text}`;
  }

  #add(row: Row): void {
    this.#rows.push(row);
    if (this.#rows.length < 2 * this.#max) return;
    this.#dropped += this.#max;
    this.#rows.splice(0, this.#max);
  }
}

function eventText(event: HistoryEvent): string {
  if ('call' in event) return callText(event.call);
  const { result, seen } = event;
  const answer = 'refused' in result ? `! ${result.refused}` : `= ${result.value ?? 'nothing'}`;
  if (seen === undefined) return answer;
  const flags = seen.flags === 0 ? '-' : flagNames(seen.flags).join(' ');
  const abort = seen.abortRequest === true ? ' abortreq' : '';
  return `${answer} (m${seen.message}: ${flags}${abort}, error ${seen.error})`;
}

/** `domsg port 1 m0`. */
function callText({ name, port, message, code }: Call): string {
  const parts: string[] = [name];
  if (port !== NONE) parts.push(`port ${port}`);
  if (message !== NONE) parts.push(`m${message}`);
  if (name === 'replymsg') parts.push(`error ${code}`);
  return parts.join(' ');
}
