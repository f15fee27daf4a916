/**
 * The runs of the model that fit what was seen so far, as a set of points, and how they go on.
 *
 * Steps are taken as late as possible: when a call returns, and then only what can matter to it (`focus.ts`).
 */
import type { Configuration, State } from '../../model/index.ts';
import { NONE } from '../../model/index.ts';
import type { Call, Result } from '../programs/program.ts';
import { type CallInStep, type ModelActions, sameResult } from '../refinement/explain.ts';
import { Budget, type Limits } from './budget.ts';
import { concerns, EVERYTHING, type Focus, focusOf } from './focus.ts';
import { ModelGraph } from './model-graph.ts';
import { distinct, moved, type Point, pointKey } from './points.ts';

/** States known at most, by default; then those no longer in use are forgotten. */
const STATES_MAX = 4_000;
/** Points looked at to say what would have been possible. */
const POINTS_OF_BLAME = 20_000;

export class Runs {
  readonly #variants: readonly [ModelActions, ...ModelActions[]];
  readonly #statesMax: number;
  #budget: Budget;
  #calls: (CallInStep | undefined)[];
  #configuration: Configuration;
  #graph: ModelGraph;
  #points: readonly Point[];

  constructor(
    configuration: Configuration,
    initial: State,
    variants: readonly [ModelActions, ...ModelActions[]],
    limits: Limits,
  ) {
    this.#variants = variants;
    this.#statesMax = limits.statesKept ?? STATES_MAX;
    this.#budget = new Budget(limits);
    this.#configuration = configuration;
    this.#graph = new ModelGraph(configuration, variants);
    this.#calls = Array.from({ length: configuration.threads }, () => undefined);
    this.#points = [{ state: this.#graph.number(initial), phases: this.#calls.map(() => undefined) }];
  }

  /** The same runs, to go on with in another way. What is known of the model, and the budget, are shared. */
  fork(): Runs {
    const forked = new Runs(this.#configuration, this.#graph.state(0), this.#variants, {});
    forked.#budget = this.#budget;
    forked.#graph = this.#graph;
    forked.#calls = this.#calls.slice();
    forked.#points = this.#points;
    return forked;
  }

  /** Equal keys of runs that share what is known of the model: the same points. */
  get key(): string {
    return this.#points.map(pointKey).sort().join('|');
  }

  get configuration(): Configuration {
    return this.#configuration;
  }

  /** Points followed in all. */
  get followed(): number {
    return this.#budget.spent;
  }

  /** The states that the runs are in. */
  *states(): Generator<State> {
    for (const { state } of this.#points) yield this.#graph.state(state);
  }

  /** The calls that have not returned. */
  get calls(): readonly Call[] {
    return this.#calls.flatMap((current) => (current === undefined ? [] : [current.call]));
  }

  callOf(thread: number): Call | undefined {
    return this.#calls[thread]?.call;
  }

  /** A thread calls. What it does is left open. */
  call(call: Call): void {
    this.#calls[call.thread] = this.#graph.callInStep(call, undefined);
    this.#points = this.#points.map((point) => moved(point, point.state, call.thread, 'fresh'));
  }

  /**
   * The call of a thread returns. Goes on with the runs in which it can, unless there are none.
   *
   * @param fits whether a state is one that what was seen with the return allows
   * @returns a state that what was seen did not allow, or nothing, if there is no run
   * @throws Undecided
   */
  return(thread: number, result: Result, fits: (state: State) => boolean): 'fits' | State | undefined {
    const ended = this.#follow(thread, result);
    const fit = ended.filter(({ state }) => fits(this.#graph.state(state)));
    const [misfit] = ended;
    if (fit.length === 0) return misfit === undefined ? undefined : this.#graph.state(misfit.state);
    this.#calls[thread] = undefined;
    const after = fit.map((point) => moved(point, point.state, thread, undefined));
    this.#points = distinct(after, this.#graph);
    if (this.#graph.size > this.#statesMax) this.#forget();
    return 'fits';
  }

  /** How the call of a thread could have ended instead; not all ways, where there are too many. */
  possible(thread: number): Result[] {
    const current = this.#calls[thread];
    if (current === undefined) return [];
    const ends = this.#explore(
      (point) => typeof point.phases[thread] === 'object',
      (point) => this.#successors(point, thread, current, EVERYTHING),
      POINTS_OF_BLAME,
    );
    return ends.map((point) => point.phases[thread] as Result);
  }

  /** A message that nobody has used belongs to this thread. */
  claim(message: number, thread: number): void {
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
    this.#points = this.#points.map(({ state, phases }) => {
      return { state: graph.number(change(old.state(state)), old.order(state)), phases };
    });
    for (const [thread, current] of this.#calls.entries()) {
      if (current !== undefined) this.#calls[thread] = graph.callInStep(current.call, current.result);
    }
  }

  /**
   * Whether some run is at rest, with those inside a call who are so here. All that is in transit has arrived then.
   * In which order does not matter, as nobody takes any more: so where something arrives, only that is followed.
   *
   * @param onto told each state in which the model could go on
   * @throws Undecided
   */
  rest(onto: (state: State) => void): boolean {
    const others = (point: Point): Point[] => this.#others(point, NONE, EVERYTHING);
    const rests = this.#explore(
      (point) => {
        if (this.#firstArrival(point) === NONE && others(point).length === 0) {
          return point.phases.every((phase) => phase === undefined || phase === 'inside');
        }
        onto(this.#graph.state(point.state));
        return false;
      },
      (point) => {
        const arrived = this.#firstArrival(point);
        if (arrived !== NONE) return [{ ...point, state: arrived }];
        return [...this.#happen(point, NONE, EVERYTHING), ...others(point)];
      },
    );
    return rests.length > 0;
  }

  #firstArrival({ state }: Point): number {
    for (const [message, { at }] of this.#graph.state(state).messages.entries()) {
      const arrived = at === NONE ? NONE : this.#graph.arrive(state, message);
      if (arrived !== NONE) return arrived;
    }
    return NONE;
  }

  /** The points in which a call has come to its result. */
  #follow(thread: number, result: Result): Point[] {
    const call = this.#calls[thread]?.call;
    if (call === undefined) throw new Error(`thread ${thread} returned from no call`);
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

  /**
   * All points in reach that satisfy `goal`, none explored beyond.
   *
   * @param enough explore no further after so many; without it, the limits hold
   */
  #explore(goal: (point: Point) => boolean, next: (point: Point) => readonly Point[], enough?: number): Point[] {
    const found: Point[] = [];
    const open = this.#points.slice();
    const seen = new Set(open.map(pointKey));
    for (let point = open.pop(); point !== undefined; point = open.pop()) {
      if (enough === undefined) this.#budget.spend(seen.size);
      else if (seen.size > enough) break;
      if (goal(point)) {
        found.push(point);
        continue;
      }
      for (const reached of next(point)) {
        const key = pointKey(reached);
        if (seen.has(key)) continue;
        seen.add(key);
        open.push(reached);
      }
    }
    return found;
  }

  /** What can happen next while `thread` is to come to the end of its call, as far as it matters. */
  #successors(point: Point, thread: number, current: CallInStep, focus: Focus | typeof EVERYTHING): Point[] {
    const own = this.#steps(point, thread, current);
    const alone = focus !== EVERYTHING && focus.messages.length === 0 && focus.ports.length === 0;
    return alone ? own : [...own, ...this.#happen(point, thread, focus), ...this.#others(point, thread, focus)];
  }

  /** What a thread can do in its call, which does not end otherwise than it did. */
  #steps(point: Point, thread: number, current: CallInStep): Point[] {
    const phase = point.phases[thread];
    const { result } = current;
    if (typeof phase !== 'string') return [];
    return this.#graph
      .call(point.state, current, phase)
      .filter((next) => result === undefined || typeof next.phase === 'string' || sameResult(next.phase, result))
      .map((next) => moved(point, next.state, thread, next.phase));
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
    return this.#calls.flatMap((current, other) => {
      if (other === thread || current === undefined) return [];
      const matters = focus === EVERYTHING || concerns(this.#configuration, focus, current.call);
      return matters ? this.#steps(point, other, current) : [];
    });
  }
}
