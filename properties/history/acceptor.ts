/**
 * Follows all runs of the model that fit a history, event by event.
 *
 * A call has its effect somewhere between its two events, so one history fits many runs. They are followed at once, as a set
 * of points. Steps are taken as late as possible: when a call returns, and then only what can matter to it (`focus.ts`).
 * Nothing is known of later events, so the first event that leaves no point is the first that cannot be explained.
 */
import type { Configuration, State } from '../../model/index.ts';
import { NONE } from '../../model/index.ts';
import type { Call, Result } from '../programs/program.ts';
import { type CallInStep, MODEL, type ModelActions, sameResult } from '../refinement/explain.ts';
import {
  blameAsleep,
  blameBlocked,
  blameReturn,
  blameSeen,
  blameUnfinished,
  mayBlock,
  misuseWhy,
  type Rejection,
  sees,
} from './blame.ts';
import { type Dialect, variantsOf } from './dialect.ts';
import { concerns, type Focus, focusOf } from './focus.ts';
import type { History, HistoryEvent, Seen } from './history.ts';
import { ModelGraph } from './model-graph.ts';
import { distinct, moved, type Point, pointKey } from './points.ts';

export interface Limits {
  /** Points in all. Default: no limit. */
  readonly points?: number;
  /** Points for one event. Default 200 000. */
  readonly pointsOfEvent?: number;
  /** Asked now and then: no time left. */
  readonly expired?: () => boolean;
}

export interface AcceptorOptions extends Limits, Dialect {
  /** The actions of the model; a mutated model has others. */
  readonly actions?: ModelActions;
}

/** There was more to follow than the limits allow: nothing can be said. */
export class Undecided extends Error {}

/** A call that cannot go on in any run that fits, because its caller must not make it. */
interface Misuse {
  readonly event: number;
  readonly why: string;
}

/** States known at most; then those no longer in use are forgotten. */
const STATES_MAX = 4_000;
const POINTS_OF_EVENT_MAX = 200_000;
/** Points between two looks at the clock. */
const LOOK_EVERY = 1024;
/** Points looked at to say what would have been possible. */
const POINTS_OF_BLAME = 20_000;

const EVERYTHING = 'everything';

export class Acceptor {
  readonly #options: AcceptorOptions;
  readonly #variants: readonly [ModelActions, ...ModelActions[]];
  #configuration: Configuration;
  #graph: ModelGraph;
  #points: readonly Point[];
  readonly #calls: (CallInStep | undefined)[];
  readonly #misuses: (Misuse | undefined)[];
  #event = 0;
  #count = 0;
  #left = 0;

  /** An originator NONE is not known yet: it is the first thread that uses the message as its own. */
  constructor(configuration: Configuration, initial: State, options: AcceptorOptions = {}) {
    this.#options = options;
    this.#variants = variantsOf(options.actions ?? MODEL, options);
    this.#configuration = configuration;
    this.#graph = new ModelGraph(configuration, this.#variants);
    const threads = Array.from({ length: configuration.threads }, () => undefined);
    this.#calls = threads.slice();
    this.#misuses = threads.slice();
    this.#points = [{ state: this.#graph.number(initial), phases: threads }];
  }

  /** Points followed in all. */
  get points(): number {
    return this.#count;
  }

  /** Points that fit what was taken. */
  get width(): number {
    return this.#points.length;
  }

  /** Takes the next event. Nothing can be taken after a rejection. @throws Undecided */
  take(event: HistoryEvent): Rejection | undefined {
    const rejection = 'call' in event ? this.#called(event.call) : this.#returned(event);
    this.#event++;
    if (this.#graph.size > STATES_MAX) this.#forget();
    return rejection;
  }

  /** The history ends here. @throws Undecided */
  end(how: History['end']): Rejection | undefined {
    const misuse = this.#firstMisuse();
    if (misuse !== undefined) return misuse;
    return how === 'quiescent' ? this.#rest() : undefined;
  }

  // ---------------------------------------------------------------------------------------------------------------- calls

  #called(call: Call): undefined {
    const { thread } = call;
    this.#claim(call);
    const why = misuseWhy(this.#configuration, this.#variants, call, this.#states(this.#points));
    this.#misuses[thread] = why === undefined ? undefined : { event: this.#event, why };
    this.#calls[thread] = this.#graph.callInStep(call, undefined);
    this.#points = this.#points.map((point) => moved(point, point.state, thread, 'fresh'));
  }

  /** Whose a message is, if its originator is not known: until now nobody has touched it. */
  #claim({ name, thread, message }: Call): void {
    const claims = name !== 'replymsg' && name !== 'forwardmsg' && this.#configuration.originators[message] === NONE;
    if (!claims) return;
    const originators = this.#configuration.originators.map((old, id) => (id === message ? thread : old));
    this.#configuration = { ...this.#configuration, originators };
    this.#forget((state) => ({
      ...state,
      messages: state.messages.map((m, id) => (id === message ? { ...m, holder: thread, replyPort: thread } : m)),
    }));
  }

  /** Keeps the states of the points and forgets all others. */
  #forget(change: (state: State) => State = (state) => state): void {
    const old = this.#graph;
    const graph = new ModelGraph(this.#configuration, this.#variants);
    this.#graph = graph;
    this.#points = this.#points.map((point) => {
      const state = graph.number(change(old.state(point.state)), old.order(point.state));
      return { ...point, state };
    });
    for (const [thread, current] of this.#calls.entries()) {
      if (current !== undefined) this.#calls[thread] = graph.callInStep(current.call, current.result);
    }
  }

  // -------------------------------------------------------------------------------------------------------------- returns

  #returned({ thread, result, seen }: Extract<HistoryEvent, { result: Result }>): Rejection | undefined {
    const current = this.#calls[thread];
    if (current === undefined) throw new Error(`thread ${thread} returned from no call`);
    const ended = this.#follow(thread, current.call, result);
    const fit = ended.filter(({ state }) => seen === undefined || sees(this.#graph.state(state), seen));
    if (fit.length === 0) return this.#firstMisuse() ?? this.#blame(thread, current.call, result, seen, ended[0]);
    this.#calls[thread] = undefined;
    this.#misuses[thread] = undefined;
    this.#points = distinct(
      fit.map((point) => moved(point, point.state, thread, undefined)),
      this.#graph,
    );
    return undefined;
  }

  /** The points in which a call has come to its result. */
  #follow(thread: number, call: Call, result: Result): Point[] {
    const current = this.#graph.callInStep(call, result);
    const asks = (message: number): boolean =>
      this.#calls.some((other) => other?.call.name === 'abortmsg' && other.call.message === message);
    return this.#explore(
      (point) => {
        const phase = point.phases[thread];
        return typeof phase === 'object' && sameResult(phase, result);
      },
      (point) => {
        if (typeof point.phases[thread] === 'object') return [];
        const state = this.#graph.state(point.state);
        const focus = focusOf(this.#configuration, state, this.#graph.order(point.state), call, result, asks);
        return this.#successors(point, thread, current, focus);
      },
    );
  }

  /** All points in reach that satisfy `goal`, none explored beyond. */
  #explore(goal: (point: Point) => boolean, next: (point: Point) => readonly Point[], max = Infinity): Point[] {
    const found: Point[] = [];
    const seen = new Set<string>();
    const open = this.#points.slice();
    for (const point of open) seen.add(pointKey(point));
    for (let point = open.pop(); point !== undefined; point = open.pop()) {
      this.#countPoint(seen.size);
      if (goal(point)) {
        found.push(point);
        continue;
      }
      if (seen.size > max) continue;
      for (const reached of next(point)) {
        const key = pointKey(reached);
        if (seen.has(key)) continue;
        seen.add(key);
        open.push(reached);
      }
    }
    return found;
  }

  #countPoint(ofEvent: number): void {
    this.#count++;
    const { points = Infinity, pointsOfEvent = POINTS_OF_EVENT_MAX, expired } = this.#options;
    if (this.#count > points) throw new Undecided(`more than ${points} points of the model fit`);
    if (ofEvent > pointsOfEvent) throw new Undecided(`more than ${pointsOfEvent} points of the model fit one event`);
    if (--this.#left > 0) return;
    this.#left = LOOK_EVERY;
    if (expired?.() === true) throw new Undecided(`time is over after ${this.#count} points of the model`);
  }

  /** What can happen next while `thread` is to come to the end of its call, as far as it matters. */
  #successors(point: Point, thread: number, current: CallInStep, focus: Focus | typeof EVERYTHING): Point[] {
    const found: Point[] = [];
    const phase = point.phases[thread];
    if (typeof phase === 'string') {
      for (const next of this.#graph.call(point.state, current, phase)) {
        const misses = typeof next.phase === 'object' && current.result !== undefined;
        if (misses && !sameResult(next.phase as Result, current.result)) continue;
        found.push(moved(point, next.state, thread, next.phase));
      }
    }
    if (focus === EVERYTHING || focus.messages.length > 0 || focus.ports.length > 0) {
      found.push(...this.#happen(point, thread, focus), ...this.#others(point, thread, focus));
    }
    return found;
  }

  /** What happens by itself. */
  #happen(point: Point, thread: number, focus: Focus | typeof EVERYTHING): Point[] {
    const { owners } = this.#configuration;
    const all = focus === EVERYTHING;
    const found: Point[] = [];
    const add = (state: number): void => {
      if (state !== NONE && state !== point.state) found.push({ ...point, state });
    };
    for (const [message, { at }] of this.#graph.state(point.state).messages.entries()) {
      if (at === NONE) continue;
      if (owners[at] === thread && (all || focus.taken === message)) add(this.#graph.lead(point.state, message));
      if (all || focus.arrives.includes(message)) add(this.#graph.arrive(point.state, message));
      if (all || focus.messages.includes(message)) add(this.#graph.honourAbort(point.state, message));
    }
    return found;
  }

  /** Calls of other threads that have not returned. */
  #others(point: Point, thread: number, focus: Focus | typeof EVERYTHING): Point[] {
    const found: Point[] = [];
    for (const [other, current] of this.#calls.entries()) {
      const phase = point.phases[other];
      if (other === thread || current === undefined || typeof phase !== 'string') continue;
      if (focus !== EVERYTHING && !concerns(this.#configuration, focus, current.call)) continue;
      for (const next of this.#graph.call(point.state, current, phase)) {
        found.push(moved(point, next.state, other, next.phase));
      }
    }
    return found;
  }

  // -------------------------------------------------------------------------------------------------------------- the end

  /**
   * Some point must be one in which the model can rest, with those inside a call who are so here. All that is in transit has
   * arrived then. In which order does not matter, as nobody takes any more: so where something arrives, only that is followed.
   */
  #rest(): Rejection | undefined {
    for (const current of this.#calls) {
      if (current !== undefined && !mayBlock(current.call)) return blameBlocked(this.#event, current.call);
    }
    let stuck: Rejection | undefined;
    const rests = this.#explore(
      (point) => {
        if (this.#firstArrival(point) !== NONE || this.#others(point, NONE, EVERYTHING).length > 0) {
          stuck ??= this.#blameRest(point);
          return false;
        }
        return point.phases.every((phase) => phase === undefined || phase === 'inside');
      },
      (point) => {
        const arrived = this.#firstArrival(point);
        if (arrived !== NONE) return [{ ...point, state: arrived }];
        return [...this.#happen(point, NONE, EVERYTHING), ...this.#others(point, NONE, EVERYTHING)];
      },
    );
    return rests.length > 0 ? undefined : (stuck ?? blameUnfinished(this.#event));
  }

  #firstArrival({ state }: Point): number {
    for (const [message, { at }] of this.#graph.state(state).messages.entries()) {
      const arrived = at === NONE ? NONE : this.#graph.arrive(state, message);
      if (arrived !== NONE) return arrived;
    }
    return NONE;
  }

  #blameRest({ state }: Point): Rejection | undefined {
    const [actions] = this.#variants;
    const asleep = (thread: number): Call | undefined => this.#calls[thread]?.call;
    return blameAsleep(this.#event, this.#configuration, this.#graph.state(state), actions, asleep);
  }

  // ---------------------------------------------------------------------------------------------------------------- blame

  /** Where nothing is refused, misuse is what comes first, and nothing is to be expected of what follows. */
  #firstMisuse(): Rejection | undefined {
    if (this.#options.refusals !== false) return undefined;
    const [first] = this.#misuses.filter((one) => one !== undefined).sort((one, other) => one.event - other.event);
    return first === undefined ? undefined : { verdict: 'misuse', clause: 'C24', ...first };
  }

  #blame(thread: number, call: Call, result: Result, seen: Seen | undefined, ended: Point | undefined): Rejection {
    if (ended !== undefined && seen !== undefined) return blameSeen(this.#event, this.#graph.state(ended.state), seen);
    const misuse = this.#misuses[thread]?.why;
    return blameReturn(this.#event, call, result, misuse, this.#possible(thread, call));
  }

  /** How the call could have ended instead. */
  #possible(thread: number, call: Call): Result[] {
    const open = this.#graph.callInStep(call, undefined);
    const ends = this.#explore(
      (point) => typeof point.phases[thread] === 'object',
      (point) => this.#successors(point, thread, open, EVERYTHING),
      POINTS_OF_BLAME,
    );
    return ends.map((point) => point.phases[thread] as Result);
  }

  *#states(points: readonly Point[]): Generator<State> {
    for (const { state } of points) yield this.#graph.state(state);
  }
}
