/**
 * One step of an implementation, explained as actions of the model.
 *
 * A step is one atomic operation and the plain accesses up to the next, so it may end a call and begin others. It is
 * explained if some sequence of the mover's own actions in these calls, and of arrivals and honoured aborts at ports that
 * the mover owns, leads from the abstract state before to the one after, with the results that the calls returned.
 */
import type { Action, Configuration, Parameters, Returned, State } from '../../model/index.ts';
import * as model from '../../model/index.ts';
import { NONE } from '../../model/index.ts';
import type { Call, Result } from '../programs/program.ts';
import { keyOf } from './key.ts';

/** A call of a thread within a step: it may have begun before, and may go on after. */
export interface CallInStep {
  readonly call: Call;
  /** Absent: the call has not ended. */
  readonly result?: Result;
}

/**
 * How far a call is. Fresh: nothing has happened yet. Inside: the model has entered it, and says so itself. Otherwise it
 * has had its effect, and this is what it will return.
 */
export type Phase = 'fresh' | 'inside' | Result;

export interface Point {
  readonly state: State;
  /** Index of the call being looked at. */
  readonly at: number;
  readonly phase: Phase;
  /** The action that led here; absent where nothing happened: at the start, where a call was refused or gave up. */
  readonly by?: { readonly action: Action; readonly p: Parameters };
}

/** What `explain` found: how far the last call is, or all that could have been reached. */
export type Explanation = { readonly phase: Phase } | { readonly reached: readonly Point[] };

const POINTS_MAX = 20_000;

/**
 * Explains a step.
 *
 * @param phase how far the first call was before
 * @param actions the actions of the model; a mutated model has others
 */
export function explain(
  configuration: Configuration,
  before: State,
  after: State,
  calls: readonly CallInStep[],
  phase: Phase,
  actions: ModelActions = MODEL,
): Explanation {
  const goal = keyOf(after);
  return search(
    { state: before, at: 0, phase },
    (point) => isLast(calls, point) && keyOf(point.state) === goal,
    (point) => successors(configuration, calls, point, actions),
  );
}

/**
 * Explains a step that is in no call: an interrupt, which looks after the ports of the thread on its cpu. That thread
 * itself does not move.
 */
export function explainInterrupt(
  configuration: Configuration,
  before: State,
  after: State,
  cpu: number,
  actions: ModelActions = MODEL,
): Explanation {
  const goal = keyOf(after);
  return search(
    { state: before, at: 0, phase: 'fresh' },
    (point) => keyOf(point.state) === goal,
    (point) => ownActions(configuration, cpu, point, actions),
  );
}

function search(start: Point, isGoal: (point: Point) => boolean, next: (point: Point) => Iterable<Point>): Explanation {
  const seen = new Set<string>();
  const points: Point[] = [start];
  for (let index = 0; index < points.length; index++) {
    const point = points[index] as Point;
    if (isGoal(point)) return { phase: point.phase };
    for (const reached of next(point)) {
      const key = `${reached.at} ${JSON.stringify(reached.phase)} ${keyOf(reached.state)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      points.push(reached);
    }
    if (points.length > POINTS_MAX) throw new Error('a step reaches too many states of the model to be explained');
  }
  return { reached: points };
}

/** All calls that have ended are accounted for. */
function isLast(calls: readonly CallInStep[], { at }: Point): boolean {
  return calls.slice(at).every(({ result }) => result === undefined);
}

function* successors(
  configuration: Configuration,
  calls: readonly CallInStep[],
  point: Point,
  actions: ModelActions,
): Generator<Point> {
  const current = calls[point.at];
  if (current === undefined) return;
  const { call, result } = current;
  if (result === undefined) yield { state: point.state, at: point.at + 1, phase: 'fresh' };
  yield* ownActions(configuration, call.thread, point, actions);
  if (typeof point.phase === 'string') yield* callActions(configuration, current, point, actions);
  else if (result !== undefined && sameResult(result, point.phase)) {
    yield { state: point.state, at: point.at + 1, phase: 'fresh' };
  }
}

export function sameResult(one: Result, other: Result): boolean {
  if ('value' in one) return 'value' in other && one.value === other.value;
  return 'refused' in other && one.refused === other.refused;
}

/** What a thread may do next in a call that has not had its effect yet. */
export function* callActions(
  configuration: Configuration,
  current: CallInStep,
  point: Point,
  actions: ModelActions,
): Generator<Point> {
  if (point.phase === 'fresh') yield* entering(configuration, current, point, actions);
  else yield* goingOn(configuration, current, point, actions);
}

/** What happens at the ports of a thread while it looks after them. */
export function* ownActions(
  configuration: Configuration,
  thread: number,
  point: Point,
  { arrive, honourAbort }: ModelActions,
): Generator<Point> {
  for (const [message, m] of point.state.messages.entries()) {
    if (m.at === NONE || configuration.owners[m.at] !== thread) continue;
    yield* taking(configuration, arrive, { thread: NONE, port: m.at, message, code: NONE }, point);
    yield* taking(configuration, honourAbort, { thread: NONE, port: NONE, message, code: NONE }, point);
  }
}

function* entering(
  configuration: Configuration,
  { call, result }: CallInStep,
  point: Point,
  actions: ModelActions,
): Generator<Point> {
  const action = actions.calls[call.name];
  const refusal = action.refuses?.(configuration, point.state, call);
  if (refusal === undefined) yield* taking(configuration, action, call, point);
  else if (result !== undefined && 'refused' in result && result.refused === refusal.code) {
    yield { state: point.state, at: point.at, phase: result };
  }
}

/** The begin function decides, or a wait comes to its end. */
function* goingOn(
  configuration: Configuration,
  { call, result }: CallInStep,
  point: Point,
  actions: ModelActions,
): Generator<Point> {
  const at = (port: number, message: number, code: number): Parameters => ({
    thread: call.thread,
    port,
    message,
    code,
  });
  yield* taking(configuration, actions.collect, at(NONE, NONE, NONE), point);
  yield* taking(configuration, actions.take, at(NONE, NONE, NONE), point);
  const within = model.deciding(point.state, call.thread);
  const begin = within === undefined ? undefined : configuration.begins[within.port];
  for (const code of begin?.completes ?? [])
    yield* taking(configuration, actions.completes, at(NONE, NONE, code), point);
  for (const code of begin?.replies ?? []) yield* taking(configuration, actions.replies, at(NONE, NONE, code), point);
  for (const port of begin?.queues ?? []) yield* taking(configuration, actions.queues, at(port, NONE, NONE), point);
  if (call.nested !== undefined && within?.message === call.message) {
    yield* taking(configuration, actions.calls.domsg, at(call.nested.port, call.nested.message, NONE), point);
  }
  if (result !== undefined && 'refused' in result && result.refused === 'ETIMEDOUT') {
    const state = model.copy(point.state);
    if (actions.giveUp(state, call.thread)) yield { state, at: point.at, phase: result };
  }
}

function* taking(configuration: Configuration, action: Action, p: Parameters, point: Point): Generator<Point> {
  if (!action.guard(configuration, point.state, p)) return;
  const state = model.copy(point.state);
  const returned = action.effect(configuration, state, p);
  const phase = phaseAfter(action, state, p.thread, point.phase, returned);
  yield { state, at: point.at, phase, by: { action, p } };
}

function phaseAfter(action: Action, state: State, thread: number, phase: Phase, returned: Returned): Phase {
  if (action.kind === 'own' && thread === NONE) return phase;
  // A nested call that returned is not the end of the call that it is nested in.
  const ended = returned !== undefined && state.threads[thread]?.calls.length === 0;
  return ended ? returned : 'inside';
}

/** The actions by name, so that a mutated model can stand in. */
export interface ModelActions {
  readonly calls: Readonly<Record<Call['name'], Action>>;
  readonly completes: Action;
  readonly queues: Action;
  readonly replies: Action;
  readonly arrive: Action;
  readonly honourAbort: Action;
  readonly collect: Action;
  readonly take: Action;
  readonly giveUp: typeof model.giveUp;
}

export function modelActions(actions: readonly Action[], giveUp: ModelActions['giveUp'] = model.giveUp): ModelActions {
  const named = (name: string): Action => {
    const found = actions.find((action) => action.name === name);
    if (found === undefined) throw new Error(`the model has no action ${name}`);
    return found;
  };
  const names = [
    'initmsg',
    'domsg',
    'sendmsg',
    'beginmsg',
    'waitmsg',
    'getport',
    'waitport',
    'replymsg',
    'forwardmsg',
    'abortmsg',
  ] as const;
  return {
    calls: Object.fromEntries(names.map((name) => [name, named(name)])) as Record<Call['name'], Action>,
    completes: named('completes'),
    queues: named('queues'),
    replies: named('replies'),
    arrive: named('arrive'),
    honourAbort: named('honourAbort'),
    collect: named('collect'),
    take: named('take'),
    giveUp,
  };
}

export const MODEL: ModelActions = modelActions(model.ACTIONS);
