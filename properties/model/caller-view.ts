// C9, what the caller sees: whatever a target decides, nobody can tell who only sees calls, results and the flags of
// messages that are back.
//
// Not program by program: the client is free, and the sets of all its visible runs under two targets are compared as
// languages. Both are made deterministic on the way (a set of states for each visible run), so runs of any length are
// covered.
import type { Action, Configuration, Property, State } from '../../model/index.ts';
import { ACTIONS, copy, flagNames, init, innermost, NONE } from '../../model/index.ts';
import type { Instance, World } from './environment.ts';
import { instances } from './environment.ts';

export const callerChooses: Property = {
  name: 'the caller chooses',
  clauses: ['C9'],
  sentence: 'A caller that does not poll cannot tell from calls, results and flags how its target has decided.',
};

/** The client's thread; everybody else is the target's side. */
const CLIENT = 0;

export interface CallerView {
  /** What is compared. */
  readonly name: string;
  readonly bound: string;
  readonly one: World;
  readonly other: World;
  /** Whether the other may show more. */
  readonly atMost: boolean;
}

export interface CallerViewResult {
  /** Visible runs told apart: pairs of sets of states. */
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly complete: boolean;
  /** A visible run that only one of the two can show, and which. */
  readonly difference?: { readonly run: readonly string[]; readonly only: 'one' | 'other' };
}

/** A set of states that the same visible run leads to, by their keys. */
type Reached = ReadonlyMap<string, State>;

interface Pair {
  readonly one: Reached;
  readonly other: Reached;
  readonly run: readonly string[];
}

export function compareViews(
  { one, other, atMost }: CallerView,
  actions: readonly Action[] = ACTIONS,
  deadline?: () => boolean,
): CallerViewResult {
  const [left, right] = [new View(one, actions), new View(other, actions)];
  const work: Pair[] = [{ one: left.start(), other: right.start(), run: [] }];
  const seen = new Set<string>([keyOf(work[0])]);
  let transitions = 0;
  let depth = 0;
  let next = 0;
  for (; next < work.length; next += 1) {
    const pair = work[next] as Pair;
    if (deadline?.() === true) break;
    depth = pair.run.length;
    const [shown, possible] = [left.moves(pair.one), right.moves(pair.other)];
    const counts = { states: seen.size, transitions, depth };
    for (const label of new Set([...shown.keys(), ...possible.keys()])) {
      const [a, b] = [shown.get(label), possible.get(label)];
      const run = [...pair.run, label];
      if (b === undefined) return { ...counts, complete: true, difference: { run, only: 'one' } };
      if (a === undefined && atMost) continue;
      if (a === undefined) return { ...counts, complete: true, difference: { run, only: 'other' } };
      transitions += 1;
      const following = { one: a, other: b, run };
      const key = keyOf(following);
      if (seen.has(key)) continue;
      seen.add(key);
      work.push(following);
    }
  }
  return { states: seen.size, transitions, depth, complete: next === work.length };
}

const setKey = (reached: Reached): string => [...reached.keys()].sort().join();

const keyOf = (pair: Pair | undefined): string =>
  pair === undefined ? '' : `${setKey(pair.one)} ${setKey(pair.other)}`;

class View {
  private readonly configuration: Configuration;
  private readonly all: readonly Instance[];

  constructor(world: World, actions: readonly Action[]) {
    this.configuration = world.configuration;
    this.all = instances(world, actions);
  }

  start(): Reached {
    return this.unseen([init(this.configuration)]);
  }

  /** For each thing the caller can see next, the states that follow. */
  moves(reached: Reached): Map<string, Reached> {
    const by = new Map<string, State[]>();
    for (const state of reached.values())
      for (const [label, next] of this.steps(state)) if (label !== '') by.set(label, [...(by.get(label) ?? []), next]);
    return new Map([...by].map(([label, states]) => [label, this.unseen(states)]));
  }

  /** All that is reached from these states without the caller seeing anything. */
  private unseen(states: readonly State[]): Reached {
    const found = new Map<string, State>();
    const work = [...states];
    for (let state = work.pop(); state !== undefined; state = work.pop()) {
      const key = JSON.stringify(state);
      if (found.has(key)) continue;
      found.set(key, state);
      for (const [label, next] of this.steps(state)) if (label === '') work.push(next);
    }
    return found;
  }

  private *steps(state: State): Generator<[label: string, next: State]> {
    for (const { action, p, outer, inner } of this.all) {
      const between = state.threads[p.thread]?.calls.length === 0;
      if (p.thread !== NONE && !(between ? outer : inner)) continue;
      const refusal = between && p.thread === CLIENT ? action.refuses?.(this.configuration, state, p) : undefined;
      if (refusal !== undefined) yield [`${action.name}(${p.message}): ${refusal.code}`, state];
      if (!action.guard(this.configuration, state, p) || !inOrder(state, action, p.thread)) continue;
      const next = copy(state);
      const returned = action.effect(this.configuration, next, p);
      yield [p.thread === CLIENT ? visible(action, p.message, state, next, returned?.value) : '', next];
    }
  }
}

/** A target serves one message after the other: in what order it replies is no matter of synchrony. */
function inOrder(state: State, action: Action, thread: number): boolean {
  const takes = action.name === 'waitport' || action.name === 'getport';
  return (
    thread === CLIENT || !takes || !state.messages.some(({ place, holder }) => place === 'taken' && holder === thread)
  );
}

/** What the caller sees of a step of its own: that it calls, and what a call returns, with the flags it finds then. */
function visible(
  action: Action,
  message: number,
  before: State,
  after: State,
  value: number | null | undefined,
): string {
  if (value === undefined) return action.kind === 'call' ? `${action.name}(${message})` : '';
  const call = innermost(before, CLIENT);
  const name = call?.name ?? action.name;
  const back = name === 'getport' || name === 'waitport' ? value : (call?.message ?? message);
  const found = after.messages[back ?? NONE];
  const flags = found?.place === 'idle' ? ` {${flagNames(found.flags).join()}} error ${found.error}` : '';
  return `${name}(${call?.message ?? message}) returns ${value}${flags}`;
}
