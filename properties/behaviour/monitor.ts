/** Judges one run from outside, event by event: what it shows must be something that the model can produce. */
import { init } from '../../model/index.ts';
import { Acceptor, type AcceptorOptions } from '../history/acceptor.ts';
import type { Rejection } from '../history/blame.ts';
import type { CallEnd, Monitor, Move, StateView, Violation } from '../interleaving/index.ts';
import { configurationOf, type Program } from '../programs/program.ts';
import { Events, firstCalls } from './events.ts';

/**
 * For single runs, of an `observedSystem`. It remembers what it was told, so it is of no use to a search that branches:
 * that is what `judge` is for.
 */
export class HistoryMonitor implements Monitor {
  readonly #program: Program;
  readonly #options: AcceptorOptions;
  readonly #events = new Events();
  #acceptor: Acceptor;
  #steps = 0;

  constructor(program: Program, options: AcceptorOptions = {}) {
    this.#program = program;
    this.#options = options;
    this.#acceptor = this.#fresh();
  }

  tag(_: StateView): number {
    this.#steps += 1;
    return this.#steps;
  }

  begin(_: number, ends: readonly CallEnd[]): Violation | undefined {
    this.#acceptor = this.#fresh();
    return this.#take(ends);
  }

  step(_: number, { thread, calls }: Move): Violation | undefined {
    return thread < this.#program.threads.length ? this.#take(calls) : undefined;
  }

  stuck(): Violation | undefined {
    return this.#acceptor.misused ? undefined : violationBy(this.#acceptor.end('quiescent'));
  }

  #fresh(): Acceptor {
    const configuration = configurationOf(this.#program);
    const acceptor = new Acceptor(configuration, init(configuration), this.#options);
    for (const event of firstCalls(this.#program)) acceptor.take(event);
    return acceptor;
  }

  #take(ends: readonly CallEnd[]): Violation | undefined {
    for (const end of ends) {
      if (end.local === null || this.#acceptor.misused) continue;
      for (const event of this.#events.historyEvents(this.#program, this.#events.number(end))) {
        const violation = violationBy(this.#acceptor.take(event));
        if (violation !== undefined) return violation;
      }
    }
    return undefined;
  }
}

function violationBy(rejection: Rejection | undefined): Violation | undefined {
  if (rejection === undefined || rejection.verdict === 'misuse') return undefined;
  const { clause, why } = rejection;
  return { kind: 'history', message: why, detail: { clause } };
}
