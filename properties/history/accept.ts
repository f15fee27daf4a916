/**
 * Acceptance of a history: could the model have produced it?
 *
 * A call has its effect somewhere between its two events, so one history fits many runs of the model. All of them are
 * followed at once, as a set of points: a state, and for each thread how far its call is. Nothing is looked at but the
 * events, so this judges any implementation, and is a second opinion on the abstraction function of ours.
 *
 * Steps are taken as late as possible: only when a call returns, and only until that call has had its effect. What others
 * might have done before is explored then; what they may do after can wait for their own return.
 */
import type { ClauseId, Configuration, State } from '../../model/index.ts';
import { init, NONE, REPLY } from '../../model/index.ts';
import { describeCall } from '../programs/agent.ts';
import { type Call, configurationOf, type Result } from '../programs/program.ts';
import { blameStep, blameStuck, violationOf } from '../refinement/blame.ts';
import { type CallInStep, MODEL, type ModelActions, type Phase, sameResult } from '../refinement/explain.ts';
import type { History, HistoryEvent, Seen } from './history.ts';
import { ModelGraph } from './model-graph.ts';

export interface Acceptance {
  readonly verdict: 'conforms' | 'violates' | 'undecided';
  /** Index of the first event that cannot be explained; the number of events if it is the end. */
  readonly event?: number;
  readonly clause?: ClauseId;
  readonly why?: string;
  /** Points followed in all. */
  readonly points: number;
}

interface Limits {
  /** Points in all; beyond, the verdict is undecided. Default 200 000. */
  readonly points?: number;
  readonly actions?: ModelActions;
}

/** A state, by its number, and how far the call of each thread is; between calls: undefined. */
interface Point {
  readonly state: number;
  readonly phases: readonly (Phase | undefined)[];
}

export function accept(history: History, limits: Limits = {}): Acceptance {
  return new Acceptor(history, limits).run();
}

/** The calls that see what has arrived. Arrivals at a port can wait until its owner is in one of them. */
const LOOKS: ReadonlySet<string> = new Set(['getport', 'waitport', 'waitmsg', 'abortmsg']);

const POINTS_MAX = 200_000;

class TooMany extends Error {}

class Acceptor {
  readonly #history: History;
  readonly #configuration: Configuration;
  readonly #actions: ModelActions;
  readonly #pointsMax: number;
  readonly #graph: ModelGraph;
  readonly #calls: (CallInStep | undefined)[];
  #points: Point[];
  #count = 0;
  #resting = false;

  constructor(history: History, limits: Limits) {
    this.#history = history;
    this.#configuration = configurationOf(history.program);
    this.#actions = limits.actions ?? MODEL;
    this.#pointsMax = limits.points ?? POINTS_MAX;
    this.#calls = history.program.threads.map(() => undefined);
    this.#graph = new ModelGraph(this.#configuration, this.#actions);
    this.#points = [{ state: this.#graph.initial, phases: history.program.threads.map(() => undefined) }];
  }

  run(): Acceptance {
    try {
      for (const [index, event] of this.#history.events.entries()) {
        const violation = this.#take(index, event);
        if (violation !== undefined) return this.#violates(index, violation);
      }
      const violation = this.#history.end === 'quiescent' ? this.#rest() : undefined;
      if (violation !== undefined) return this.#violates(this.#history.events.length, violation);
      return { verdict: 'conforms', points: this.#count };
    } catch (error) {
      if (error instanceof TooMany) return { verdict: 'undecided', why: error.message, points: this.#count };
      throw error;
    }
  }

  #violates(event: number, { clause, why }: Blame): Acceptance {
    return { verdict: 'violates', event, clause, why, points: this.#count };
  }

  #take(index: number, event: HistoryEvent): Blame | undefined {
    const { thread } = event;
    if ('call' in event) {
      const result = this.#resultOf(index, thread);
      this.#calls[thread] = this.#graph.callInStep(event.call, result);
      this.#points = this.#points.map((point) => moved(point, point.state, thread, 'fresh'));
      return undefined;
    }
    const ended = this.#explore((point) => typeof point.phases[thread] === 'object');
    const fit = ended.filter(({ state }) => event.seen === undefined || sees(this.#graph.state(state), event.seen));
    if (fit.length === 0) return this.#blame(thread, ended[0], event.seen);
    this.#calls[thread] = undefined;
    this.#points = fit.map((point) => moved(point, point.state, thread, undefined));
    return undefined;
  }

  /** What the call that begins at an event will return, if it does. */
  #resultOf(index: number, thread: number): CallInStep['result'] {
    for (let at = index + 1; at < this.#history.events.length; at++) {
      const event = this.#history.events[at];
      if (event?.thread === thread) return 'result' in event ? event.result : undefined;
    }
    return undefined;
  }

  /** All points in reach that satisfy `goal`, none explored beyond. */
  #explore(goal: (point: Point) => boolean): Point[] {
    const found: Point[] = [];
    const seen = new Set<string>();
    const open = this.#points.slice();
    for (const point of open) seen.add(pointKey(point));
    for (let point = open.pop(); point !== undefined; point = open.pop()) {
      if (goal(point)) {
        found.push(point);
        continue;
      }
      for (const next of this.#successors(point)) {
        const key = pointKey(next);
        if (seen.has(key)) continue;
        seen.add(key);
        open.push(next);
        this.#count++;
        if (this.#count > this.#pointsMax) throw new TooMany(`more than ${this.#pointsMax} points of the model fit`);
      }
    }
    return found;
  }

  *#successors(point: Point): Generator<Point> {
    const { state, phases } = point;
    for (const [thread, phase] of phases.entries()) {
      const current = this.#calls[thread];
      const looks = typeof phase === 'string' && current !== undefined && LOOKS.has(current.call.name);
      for (const next of this.#graph.own(state, thread, looks || this.#resting)) yield { state: next, phases };
      if (current === undefined || typeof phase !== 'string') continue;
      for (const next of this.#graph.call(state, current, phase)) {
        // Its result is known already: no need to follow a run in which it is another.
        if (typeof next.phase === 'object' && !this.#mayEnd(current, next.phase)) continue;
        yield moved(point, next.state, thread, next.phase);
      }
    }
  }

  /** In a history that was cut, a call may have had its effect without its return having been seen. */
  #mayEnd({ result }: CallInStep, phase: Result): boolean {
    return result === undefined ? this.#history.end === 'cut' : sameResult(phase, result);
  }

  /** Some point must be one in which the model can rest, with those inside a call who are so here. */
  #rest(): Blame | undefined {
    let stuck: Blame | undefined;
    this.#resting = true;
    const asleep = (thread: number): Call | undefined => this.#calls[thread]?.call;
    const rests = this.#explore((point) => {
      const waiting = point.phases.every((phase) => phase === undefined || phase === 'inside');
      const violation = blameStuck(this.#configuration, this.#graph.state(point.state), this.#actions, asleep);
      if (waiting && violation === undefined) return true;
      if (violation !== undefined) stuck ??= { clause: 'C20', why: violation.message };
      return false;
    });
    if (rests.length > 0) return undefined;
    return (
      stuck ?? { clause: 'C20', why: violationOf('C20', 'history', 'a call did not return although it could').message }
    );
  }

  #blame(thread: number, ended: Point | undefined, seen: Seen | undefined): Blame {
    const current = this.#calls[thread];
    if (current === undefined) return { clause: 'C24', why: `thread ${thread} returned from no call` };
    if (ended !== undefined && seen !== undefined) {
      const state = this.#graph.state(ended.state);
      return { clause: seenClause(state, seen), why: seenText(state, seen) };
    }
    const refusal = this.#refusal(thread, current);
    if (refusal !== undefined) return { clause: 'C24', why: violationOf('C24', 'history', refusal).message };
    const blamed = blameStep(
      this.#configuration,
      init(this.#configuration),
      [current],
      this.#possible(thread, current),
    );
    const { clause } = blamed.detail as { readonly clause: ClauseId };
    return { clause, why: blamed.message };
  }

  /** The call is misuse in every run that fits, and was not refused. */
  #refusal(thread: number, { call, result }: CallInStep): string | undefined {
    if (result === undefined || 'refused' in result) return undefined;
    const refusals = this.#points
      .filter(({ phases }) => phases[thread] === 'fresh')
      .map(({ state }) =>
        this.#actions.calls[call.name].refuses?.(this.#configuration, this.#graph.state(state), call),
      );
    const [first] = refusals;
    if (first === undefined || refusals.includes(undefined)) return undefined;
    return `${describeCall(call)} of thread ${thread} was let through, but ${first.why}`;
  }

  /** How the call could have ended instead. */
  #possible(thread: number, current: CallInStep): { state: State; at: number; phase: Phase }[] {
    const open: CallInStep = { call: current.call };
    const ends: { state: State; at: number; phase: Phase }[] = [];
    this.#calls[thread] = open;
    this.#explore((point) => {
      const phase = point.phases[thread];
      if (typeof phase !== 'string') return true;
      for (const next of this.#graph.call(point.state, open, phase)) {
        ends.push({ state: this.#graph.state(next.state), at: 0, phase: next.phase });
      }
      return false;
    });
    this.#calls[thread] = current;
    return ends.length > 0 ? ends : [{ state: init(this.#configuration), at: 0, phase: 'fresh' }];
  }
}

interface Blame {
  readonly clause: ClauseId;
  readonly why: string;
}

function moved(point: Point, state: number, thread: number, phase: Phase | undefined): Point {
  return { state, phases: point.phases.map((old, index) => (index === thread ? phase : old)) };
}

function pointKey({ state, phases }: Point): string {
  return `${phases.map(phaseKey).join('')}${state}`;
}

/** All ends of one call in a history are the same: its result is known. */
function phaseKey(phase: Phase | undefined): string {
  if (phase === undefined) return '-';
  return typeof phase === 'string' ? (phase[0] as string) : 'e';
}

/** The error of a request means nothing; all else must be as the model says. */
function sees(state: State, seen: Seen): boolean {
  const message = state.messages[seen.message];
  if (message === undefined || message.flags !== seen.flags) return false;
  return message.place !== 'idle' || message.error === seen.error;
}

function seenClause(state: State, { message, flags }: Seen): ClauseId {
  const expected = state.messages[message]?.flags ?? 0;
  return ((expected ^ flags) & REPLY) !== 0 ? 'C15' : expected === flags ? 'C18' : 'C17';
}

function seenText(state: State, seen: Seen): string {
  const expected = state.messages[seen.message];
  const holder = expected?.holder ?? NONE;
  return `message ${seen.message}, handed to thread ${holder}, has flags ${seen.flags} and error ${seen.error}; by the model ${expected?.flags} and ${expected?.error}`;
}
