/**
 * Holds everything that can be seen of an implementation to the model: each history must be one that the model can produce.
 *
 * Histories with a common beginning are followed together, and so are those that leave the model, and the implementation,
 * in the same states.
 */
import { type ClauseId, init } from '../../model/index.ts';
import { Acceptor, type AcceptorOptions } from '../history/acceptor.ts';
import { Undecided } from '../history/budget.ts';
import { configurationOf, type Program } from '../programs/program.ts';
import { END, type Events, firstCalls, type Word } from './events.ts';
import type { Language } from './language.ts';

/** A history that the model cannot produce. */
export interface Unexplained {
  /** The shortest there is; its last event is what cannot be explained. */
  readonly word: Word;
  readonly clause: ClauseId;
  readonly why: string;
}

/** Whether the model can produce all histories. */
export type Judgement =
  | { readonly verdict: 'conforms' }
  | { readonly verdict: 'violates'; readonly unexplained: Unexplained }
  /** There was more to follow than the limits allow. */
  | { readonly verdict: 'undecided'; readonly why: string };

/** @param options limits, and what the implementation does not promise */
export function judge(program: Program, events: Events, words: Language, options: AcceptorOptions = {}): Judgement {
  try {
    return new Judging(program, events, words, options).run();
  } catch (error) {
    if (error instanceof Undecided) return { verdict: 'undecided', why: error.message };
    throw error;
  }
}

/** What a word leads to, and the word, from its end. */
interface Place {
  readonly state: number;
  readonly acceptor: Acceptor;
  readonly event: number;
  readonly before: Place | undefined;
}

class Judging {
  readonly #program: Program;
  readonly #events: Events;
  readonly #words: Language;
  readonly #options: AcceptorOptions;
  readonly #met = new Set<string>();

  constructor(program: Program, events: Events, words: Language, options: AcceptorOptions) {
    this.#program = program;
    this.#events = events;
    this.#words = words;
    this.#options = options;
  }

  run(): Judgement {
    const configuration = configurationOf(this.#program);
    const options = { ...this.#options, statesKept: Number.POSITIVE_INFINITY };
    const acceptor = new Acceptor(configuration, init(configuration), options);
    for (const event of firstCalls(this.#program)) acceptor.take(event);
    const open: Place[] = [{ state: 0, acceptor, event: END, before: undefined }];
    // Grows while it is gone through, by words one event longer.
    for (const place of open) {
      // After misuse nothing is to be expected of who does not refuse it.
      if (!this.#isNew(place) || place.acceptor.misused) continue;
      for (const [event, state] of this.#words.next[place.state] ?? []) {
        const next = { state, acceptor: place.acceptor.fork(), event, before: place };
        const unexplained = this.#take(next);
        if (unexplained !== undefined) return { verdict: 'violates', unexplained };
        if (event !== END) open.push(next);
      }
    }
    return { verdict: 'conforms' };
  }

  #isNew({ state, acceptor }: Place): boolean {
    const key = `${state} ${acceptor.key}`;
    if (this.#met.has(key)) return false;
    this.#met.add(key);
    return true;
  }

  #take(place: Place): Unexplained | undefined {
    const { acceptor, event } = place;
    const taken = this.#events.historyEvents(this.#program, event);
    const rejection =
      event === END
        ? acceptor.end('quiescent')
        : taken.reduce<ReturnType<Acceptor['take']>>((found, each) => found ?? acceptor.take(each), undefined);
    if (rejection === undefined || rejection.verdict === 'misuse') return undefined;
    return { word: wordTo(place), clause: rejection.clause, why: rejection.why };
  }
}

function wordTo(place: Place): Word {
  const word: number[] = [];
  for (let at: Place | undefined = place; at?.before !== undefined; at = at.before) word.push(at.event);
  return word.reverse();
}
