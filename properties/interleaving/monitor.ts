// How a property of whole runs is attached to a search: the engine knows nothing of models, a monitor may know
// everything.
import type { CallEnd } from './automaton.ts';

/** The present state. Valid only during the call it is given to. */
export interface StateView {
  readonly memory: Int32Array;
  /** The local of the call the thread is in; `undefined`: the thread has finished. */
  local(thread: number): unknown;
  /** The word the thread sleeps on, not yet woken; -1 where it does not. */
  asleepOn(thread: number): number;
}

/** One step of one thread. Equal moves are the same object, so a monitor may use them as keys. */
export interface Move {
  readonly thread: number;
  readonly kind: 'run' | 'timeout';
  /** The local of the call that the thread was in before the step. */
  readonly local: unknown;
  /** Number of the list `calls`; 0: no call ended. */
  readonly crossing: number;
  /** The calls that ended in this step, in order. */
  readonly calls: readonly CallEnd[];
}

/** What the engine itself finds, and `refinement` for monitors that compare with a model. */
export type ViolationKind =
  | 'race'
  | 'deadlock'
  | 'lost-wakeup'
  | 'livelock'
  | 'starvation'
  | 'invariant'
  | 'final'
  | 'threw'
  | 'refinement';

/** What is wrong, in words. */
export interface Violation {
  // Monitors may have kinds of their own; the empty intersection keeps the known ones in completion lists.
  readonly kind: ViolationKind | (string & Record<never, never>);
  readonly message: string;
  readonly detail?: unknown;
}

/** Judges states and steps of a search. */
export interface Monitor {
  /**
   * What it answers depends on what a `StateView` shows, and on the arguments, alone; then it need not be asked again what
   * it has answered well once. Default: it is told of every state and of every step.
   */
  readonly pure?: true;
  /** A number for the state, computed once for each distinct state. Must depend on the state alone. */
  tag(state: StateView): number | Violation;
  /** Judges the calls that end before any thread has taken a step, in the order of the threads. */
  begin?(tag: number, calls: readonly CallEnd[]): Violation | undefined;
  /**
   * Judges a transition. Must depend on its arguments alone.
   *
   * `from` and `to` number the points in its code where the mover was and is: the call and the results it has read in
   * it. They are numbers of the `Program` that is run: a monitor that keeps them must not be taken to another.
   */
  step(before: number, move: Move, after: number, from: number, to: number): Violation | undefined;
  /** Judges a state in which nothing can move, in place of the engine's own verdict on deadlocks. */
  stuck?(tag: number, state: StateView): Violation | undefined;
  /**
   * Judges a thread that sleeps, where others run on and it never does. It is blamed for a loop if it is for every state
   * of it. Default: of a monitor that judges states in which nothing can move, it may sleep; else it may not.
   */
  sleeps?(tag: number, state: StateView, thread: number): Violation | undefined;
  /** What has to come sooner or later, one bit each (up to 31): what is awaited all through a loop never does. */
  awaited?(tag: number, state: StateView): number;
  /** Says in words that what the bit stands for never comes. @param kind livelock, or starvation: see `ViolationKind` */
  neverComes?(tag: number, bit: number, kind: 'livelock' | 'starvation'): Violation;
}
