// How a model is made wrong in one place, and the worlds to see it in.
import type { Action, ClauseId, Configuration, Message, Parameters, Returned, State } from '../../../model/index.ts';
import { ACTIONS, innermost, NONE, subject } from '../../../model/index.ts';
import { worldNamed } from '../configurations.ts';
import type { Agent, World } from '../environment.ts';

export interface ModelFault {
  readonly name: string;
  /** The clause it breaks. */
  readonly clause: ClauseId;
  readonly world: World;
  readonly actions: readonly Action[];
  /** Names of properties that must report it. */
  readonly caughtBy: readonly string[];
}

export type Change = Partial<Pick<Action, 'guard' | 'effect' | 'refuses'>>;
export type Model = readonly Action[];

/** The model with one action changed. */
export function wrong(name: string, change: (right: Action) => Change): Model {
  return ACTIONS.map((action) => (action.name === name ? { ...action, ...change(action) } : action));
}

/** What an effect had to do with. */
export interface Moment {
  /** The message before the effect. */
  readonly old: Message;
  /** The state after it. */
  readonly state: State;
  readonly p: Parameters;
  /** The call that the thread was inside. */
  readonly within: string;
}

/** An effect, done right, and then one thing more, to the message that it is about. */
export function andAlso(
  name: string,
  more: (message: Message, moment: Moment) => void,
  returns: (right: Returned, within: string) => Returned = (right) => right,
): Model {
  return wrong(name, (right) => ({
    effect(configuration, state, p) {
      const within = innermost(state, p.thread)?.name ?? '';
      const message = state.messages[subject(state, name, p)];
      const old = message && { ...message };
      const returned = right.effect(configuration, state, p);
      if (message !== undefined && old !== undefined) more(message, { old, state, p, within });
      return returns(returned, within);
    },
  }));
}

/** A call that is refused less often. */
export function allowing(name: string, refuses: NonNullable<Action['refuses']>): Model {
  return wrong(name, (right) => ({
    refuses,
    guard: (configuration, state, p) =>
      right.guard(configuration, state, p) ||
      (state.threads[p.thread]?.calls.length === 0 && refuses(configuration, state, p) === undefined),
  }));
}

export const never = (): undefined => undefined;
export const nothing = (): void => undefined;

export function endCall(state: State, thread: number): void {
  state.threads[thread]?.calls.pop();
}

export const dropFromQueues = (state: State, id: number): void => {
  for (const port of state.ports) port.queue = port.queue.filter((entry) => entry !== id);
};

/** Without trying every misuse in every state, which takes long and shows nothing of most faults. */
export const quiet = (world: World): World => ({ ...world, misuse: false });

/** Every misuse, tried in every state. */
export const audited: World = worldNamed('one message');
export const simple: World = quiet(audited);
export const pair: World = worldNamed('two messages');
export const pairAborted: World = worldNamed('two messages, aborts');
export const circle: World = quiet(worldNamed('forwarding'));
export const mutual: World = worldNamed('servers of each other');
export const nested: World = worldNamed('calls in a begin function');
export const oneself: World = quiet(worldNamed('to oneself'));

/** The same world, its threads more daring than any right model lets them be. */
export function daring(world: World, more: Partial<Agent>): World {
  return { ...world, agents: world.agents.map((agent) => ({ ...agent, ...more })) };
}

export function fault(name: string, clause: ClauseId, world: World, actions: Model, ...caughtBy: string[]): ModelFault {
  return { name, clause, world, actions, caughtBy };
}

export const isBegun = (state: State, thread: number): boolean =>
  state.messages[innermost(state, thread)?.message ?? NONE]?.place === 'begun';

export function nestedFreely(world: World): World {
  return { ...world, agents: world.agents.map((agent) => ({ ...agent, nested: agent.calls })) };
}

export function queuesOnly({ configuration }: World): Configuration {
  return { ...configuration, begins: configuration.begins.map((begin) => ({ ...begin, completes: [] })) };
}
