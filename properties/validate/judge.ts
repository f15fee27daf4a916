/**
 * Judges a recorded history, line by line: can the model produce it?
 *
 * Recordings may be of any implementation, so nothing is required that is a promise of ours alone: what is not
 * refused is not a violation but misuse, if the caller must not call so, and a code that a begin function answers
 * need not be stored.
 */
import type { ClauseId } from '../../model/index.ts';
import { init } from '../../model/index.ts';
import { Acceptor } from '../history/acceptor.ts';
import type { Rejection } from '../history/blame.ts';
import { type Limits, Undecided } from '../history/budget.ts';
import { configurationOf } from '../programs/program.ts';
import { Unreadable } from './fields.ts';
import { Lanes } from './lanes.ts';
import { EventReader, readHeader } from './read.ts';

export type Verdict = 'conforms' | 'violates' | 'misuse' | 'undecided' | 'unreadable';

export interface Judgement {
  readonly verdict: Verdict;
  /**
   * The line, from 1: of the first event that no run of the model explains, of the call that must not be made, of
   * what could not be read; of the last event that was judged, if it is undecided.
   */
  readonly line?: number;
  readonly clause?: ClauseId;
  readonly why?: string;
  /** Events read. */
  readonly events: number;
  /** Points of the model that were followed. */
  readonly points: number;
  /**
   * What was explained, and the line that was not: one column for each thread. Empty if it conforms or is unreadable.
   */
  readonly lanes: readonly string[];
}

export interface JudgeOptions extends Limits {
  /** Told now and then how many events were judged. */
  readonly onProgress?: (events: number) => void;
  /** Lines of the lanes at most. Default 40. */
  readonly lines?: number;
}

/** @param lines of the file, without line ends */
export async function judge(
  lines: AsyncIterable<string> | Iterable<string>,
  options: JudgeOptions = {},
): Promise<Judgement> {
  const judging = new Judging(options);
  try {
    for await (const line of lines) {
      const judgement = judging.line(line);
      if (judgement !== undefined) return judgement;
    }
    return judging.finish();
  } catch (error) {
    return judging.failed(error);
  }
}

const PROGRESS_EVERY = 256;

/** What a header starts. */
interface Reading {
  readonly reader: EventReader;
  readonly acceptor: Acceptor;
  readonly lanes: Lanes;
}

class Judging {
  readonly #options: JudgeOptions;
  #reading: Reading | undefined;
  #line = 0;
  #events = 0;
  #ended: 'quiescent' | 'cut' | undefined;

  constructor(options: JudgeOptions) {
    this.#options = options;
  }

  line(text: string): Judgement | undefined {
    this.#line++;
    if (this.#reading === undefined) {
      this.#reading = this.#start(text);
      return undefined;
    }
    if (this.#ended !== undefined) throw new Unreadable('nothing after the end');
    const { reader, acceptor, lanes } = this.#reading;
    const read = reader.read(text);
    if ('end' in read) {
      this.#ended = read.end;
      const rejection = acceptor.end(read.end);
      if (rejection !== undefined) lanes.end(this.#line, read.end);
      return this.#rejected(rejection);
    }
    lanes.event(this.#line, read);
    this.#events++;
    if (this.#events % PROGRESS_EVERY === 0) this.#options.onProgress?.(this.#events);
    return this.#rejected(acceptor.take(read));
  }

  finish(): Judgement {
    this.#line++;
    if (this.#reading === undefined) throw new Unreadable('a header');
    if (this.#ended === undefined) throw new Unreadable('an event, or the end {"end":...}');
    return { verdict: 'conforms', ...this.#counts, lanes: [] };
  }

  failed(error: unknown): Judgement {
    const line = this.#line;
    if (error instanceof Unreadable) {
      return { verdict: 'unreadable', line, why: `expected ${error.message}`, ...this.#counts, lanes: [] };
    }
    if (error instanceof Undecided) {
      const lanes = this.#reading?.lanes.text() ?? [];
      return { verdict: 'undecided', line, why: error.message, ...this.#counts, lanes };
    }
    throw error;
  }

  #start(text: string): Reading {
    const header = readHeader(text);
    const configuration = configurationOf(header.program, header.codes);
    const { lines, ...limits } = this.#options;
    const dialect = { refusals: false, storesSynchronousCode: false };
    return {
      reader: new EventReader(header),
      acceptor: new Acceptor(configuration, init(configuration), { ...limits, ...dialect }),
      lanes: new Lanes(configuration.threads, lines),
    };
  }

  #rejected(rejection: Rejection | undefined): Judgement | undefined {
    if (rejection === undefined) return undefined;
    const { verdict, event, clause, why } = rejection;
    // The header is line 1.
    const line = event + 2;
    return { verdict, line, clause, why, ...this.#counts, lanes: this.#reading?.lanes.text(line) ?? [] };
  }

  get #counts(): Pick<Judgement, 'events' | 'points'> {
    return { events: this.#events, points: this.#reading?.acceptor.points ?? 0 };
  }
}
