/**
 * The naive acceptance, a second opinion on the reductions of ours: after every event, all points in reach, of all
 * threads, with nothing postponed and nothing left out.
 */
import type { Configuration, State } from '../../model/index.ts';
import { init, NONE } from '../../model/index.ts';
import { sees } from '../../properties/history/blame.ts';
import { type Dialect, variantsOf } from '../../properties/history/dialect.ts';
import type { History, HistoryEvent } from '../../properties/history/history.ts';
import type { Call, Result } from '../../properties/programs/program.ts';
import { configurationOf } from '../../properties/programs/program.ts';
import {
  callActions,
  MODEL,
  type ModelActions,
  ownActions,
  type Phase,
  sameResult,
} from '../../properties/refinement/explain.ts';
import { keyOf } from '../../properties/refinement/key.ts';

interface Point {
  readonly state: State;
  readonly phases: readonly (Phase | undefined)[];
}

export interface PlainVerdict {
  readonly verdict: 'conforms' | 'violates' | 'misuse';
  readonly event?: number;
}

/** The verdict on a small history; undefined if there are more than `max` points after some event. */
export function plain(history: History, dialect: Dialect = {}, max = 20_000): PlainVerdict | undefined {
  try {
    return new Plain(history, dialect, max).verdict();
  } catch (error) {
    if (error instanceof TooMany) return undefined;
    throw error;
  }
}

class TooMany extends Error {}

class Plain {
  readonly #history: History;
  readonly #configuration: Configuration;
  readonly #variants: readonly ModelActions[];
  readonly #lenient: boolean;
  readonly #max: number;
  #calls: (Call | undefined)[];
  #misuses = new Map<number, number>();
  #points: Point[];

  constructor(history: History, dialect: Dialect, max: number) {
    this.#history = history;
    this.#configuration = configurationOf(history.program);
    this.#variants = variantsOf(MODEL, dialect);
    this.#lenient = dialect.refusals === false;
    this.#max = max;
    this.#calls = history.program.threads.map(() => undefined);
    this.#points = [{ state: init(this.#configuration), phases: history.program.threads.map(() => undefined) }];
  }

  verdict(): PlainVerdict {
    const { events, end } = this.#history;
    for (const [index, event] of events.entries()) {
      if (!this.#take(index, event)) return this.#misuse() ?? { verdict: 'violates', event: index };
    }
    const misuse = this.#misuse();
    if (misuse !== undefined) return misuse;
    const rests = end === 'cut' || this.#points.some((point) => this.#isAtRest(point));
    return rests ? { verdict: 'conforms' } : { verdict: 'violates', event: events.length };
  }

  #misuse(): PlainVerdict | undefined {
    if (!this.#lenient || this.#misuses.size === 0) return undefined;
    return { verdict: 'misuse', event: Math.min(...this.#misuses.values()) };
  }

  /** All that is in reach without this call having begun, or with its having ended so. False: nothing. */
  #take(index: number, event: HistoryEvent): boolean {
    const { thread } = event;
    if ('call' in event) {
      const refused = ({ state }: Point): boolean =>
        this.#variants.every(({ calls }) => calls[event.call.name].refuses?.(this.#configuration, state, event.call));
      if (this.#points.every(refused)) this.#misuses.set(thread, index);
      this.#calls[thread] = event.call;
      this.#points = this.#points.map((point) => withPhase(point, thread, 'fresh'));
    } else {
      const { result, seen } = event;
      this.#points = this.#points
        .filter(({ phases, state }) => {
          const phase = phases[thread];
          const ended = typeof phase === 'object' && sameResult(phase, result);
          return ended && (seen === undefined || sees(state, seen));
        })
        .map((point) => withPhase(point, thread, undefined));
      if (this.#points.length > 0) this.#misuses.delete(thread);
      this.#calls[thread] = undefined;
    }
    this.#close();
    return this.#points.length > 0;
  }

  #close(): void {
    const all = new Map<string, Point>();
    const add = (point: Point): void => {
      const key = `${JSON.stringify(point.phases.map((phase) => phase ?? null))}${keyOf(point.state)}`;
      if (!all.has(key)) all.set(key, point);
    };
    for (const point of this.#points) add(point);
    for (const point of all.values()) {
      for (const next of this.#next(point)) add(next);
      if (all.size > this.#max) throw new TooMany();
    }
    this.#points = [...all.values()];
  }

  *#next({ state, phases }: Point): Generator<Point> {
    for (const [thread, phase] of phases.entries()) {
      const from = { state, at: 0, phase: phase ?? 'fresh' };
      for (const next of ownActions(this.#configuration, thread, from, MODEL)) yield { state: next.state, phases };
      const call = this.#calls[thread];
      if (call === undefined || typeof phase !== 'string') continue;
      for (const result of this.#results(thread)) {
        for (const actions of this.#variants) {
          const inStep = result === undefined ? { call } : { call, result };
          for (const next of callActions(this.#configuration, inStep, from, actions)) {
            yield withPhase({ state: next.state, phases }, thread, next.phase);
          }
        }
      }
    }
  }

  /**
   * Refusals and ends of time are steps only of a call that is known to end so: all that this history knows are
   * tried.
   */
  #results(thread: number): readonly (Result | undefined)[] {
    const refusals = this.#history.events.flatMap((event) =>
      event.thread === thread && 'result' in event && 'refused' in event.result ? [event.result] : [],
    );
    return [undefined, ...refusals];
  }

  /** Nothing is under way, and whoever is in a call waits for what is not there. */
  #isAtRest({ state, phases }: Point): boolean {
    if (state.ports.some(({ transit }) => transit.length > 0)) return false;
    return phases.every((phase, thread) => {
      if (phase === undefined) return true;
      const top = state.threads[thread]?.calls.at(-1);
      if (phase !== 'inside' || top === undefined) return false;
      if (top.name === 'waitport') return state.ports[top.port]?.queue.length === 0;
      const { place = 'idle', holder = NONE } = state.messages[top.message] ?? {};
      const back = place === 'answered' || place === 'parked' || (place === 'idle' && top.name === 'waitmsg');
      return !back && (top.name === 'domsg' || top.name === 'waitmsg') && !(place === 'begun' && holder === thread);
    });
  }
}

function withPhase({ state, phases }: Point, thread: number, phase: Phase | undefined): Point {
  return { state, phases: phases.map((old, index) => (index === thread ? phase : old)) };
}
