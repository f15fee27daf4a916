// Liveness: every call ends, in every weakly fair run. Searched for on the whole graph of states: a loop that can repeat
// for ever, is weakly fair, and in which a call stays open all the way round.
//
// Weakly fair is a run in which no thread is passed over for ever that could go on all the while: each thread takes a
// step again and again, or again and again is not able to. Nothing more is asked of the scheduler, so a thread that can
// go on only now and then, such as one that spins for a lock that others keep taking, may well be passed over each time.
//
// A time limit is a step as any other: it may pass at any moment, since nobody knows how long the others take; and since
// the one who sleeps with it is always able to go on, it does pass in the end. So a wakeup that is lost is mended by a
// time limit, and a loop that goes round because time limits pass too early is a violation.
import { type Component, type Part, visitComponents } from './components.ts';
import { completes, type Edges, threadOf } from './edges.ts';
import { enabledIn, isFair, movedFrom } from './fairness.ts';
import type { Monitor, Violation } from './monitor.ts';
import type { ReachedStates } from './reached-states.ts';
import type { RunState } from './run-state.ts';
import { threadAt } from './system.ts';

/** A finished search: all that is known of the states and the edges between them. */
export interface Searched {
  readonly run: RunState;
  readonly reached: ReachedStates;
  readonly edges: Edges;
  readonly monitor: Monitor | undefined;
  /** Of the monitor. */
  tagOf(state: number): number;
}

/** A part of the graph with a fair loop in it, and who suffers. */
export interface Unending {
  readonly part: Part;
  readonly component: Component;
  /** The thread whose call never ends; -1: what the monitor awaits never comes. */
  readonly victim: number;
  /** In the component others complete calls. */
  readonly others: boolean;
  /** The victim takes a step in it. */
  readonly moves: boolean;
  /** What the monitor says of it. */
  readonly violation?: Violation;
}

/**
 * The one nearest to the start. Loops in which no call ends at all come first: a starvation is reported only where there
 * is none of these.
 */
export function findUnending(searched: Searched): Unending | undefined {
  return new LivenessSearch(searched).run();
}

class LivenessSearch {
  private readonly searched: Searched;
  private readonly threads: number;
  /** States of components of the whole graph that have a fair loop. */
  private readonly onLoops: Uint8Array;
  private found: Unending | undefined;

  constructor(searched: Searched) {
    this.searched = searched;
    this.threads = searched.run.program.system.threads.length;
    this.onLoops = new Uint8Array(searched.edges.states);
  }

  run(): Unending | undefined {
    if (!this.markLoops()) return undefined;
    const { label } = this.searched.edges;
    this.inFair({ hasEdge: (edge) => !completes(label[edge] as number) }, (part, component) => {
      for (let thread = 0; thread < this.threads; thread += 1) this.accuse(thread, part, component);
    });
    if (this.found !== undefined) return this.found;
    for (let thread = 0; thread < this.threads; thread += 1) {
      if (threadAt(this.searched.run.program.system, thread).daemon === true) continue;
      const isOpen = (edge: number): boolean => {
        const by = label[edge] as number;
        return threadOf(by) !== thread || !completes(by);
      };
      this.inFair({ hasEdge: isOpen }, (part, component) => this.accuse(thread, part, component));
    }
    if (this.found === undefined) this.awaited();
    return this.found;
  }

  /** Are there any? What has no fair loop as a whole has none in any part: it need not be looked at again. */
  private markLoops(): boolean {
    const part: Part = { hasState: () => true, hasEdge: () => true };
    let some = false;
    visitComponents(this.searched.edges, part, (component) => {
      if (!isFair(this.searched.edges, part, component, this.threads)) return;
      some = true;
      for (const state of component.states) this.onLoops[state] = 1;
    });
    return some;
  }

  private inFair(
    { hasEdge, hasState = () => true }: Pick<Part, 'hasEdge'> & Partial<Part>,
    look: (part: Part, component: Component) => void,
  ): void {
    const { edges } = this.searched;
    const part: Part = { hasState: (state) => this.onLoops[state] === 1 && hasState(state), hasEdge };
    visitComponents(edges, part, (component) => {
      if (isFair(edges, part, component, this.threads)) look(part, component);
    });
  }

  /** No call of the thread ends in the component. Is that a violation, and the nearest one? */
  private accuse(thread: number, part: Part, component: Component): void {
    const { run, reached, monitor } = this.searched;
    const [state = 0] = component.states;
    if (threadAt(run.program.system, thread).daemon === true) return;
    reached.enter(state);
    // Where it has finished in one state it has in all.
    if (run.finished(thread)) return;
    const moves = this.moves(thread, part, component);
    if (!this.isNearer(state, moves)) return;
    const sleeps = monitor?.stuck !== undefined && !moves && this.sleepsThroughout(thread, component);
    const violation = sleeps ? this.blame(thread, component) : undefined;
    if (sleeps && violation === undefined) return;
    const others = this.hasCompletion(part, component);
    this.found = { part, component, victim: thread, others, moves, ...(violation === undefined ? {} : { violation }) };
  }

  /** Of two in one place, one who runs is told of before one who is blocked. */
  private isNearer(state: number, moves: boolean): boolean {
    const [nearest = Number.POSITIVE_INFINITY] = this.found?.component.states ?? [];
    return state < nearest || (state === nearest && moves && this.found?.moves === false);
  }

  private moves(thread: number, part: Part, component: Component): boolean {
    const { edges } = this.searched;
    return component.states.some((state) => (movedFrom(edges, part, component, state) & (1 << thread)) !== 0);
  }

  private sleepsThroughout(thread: number, component: Component): boolean {
    const { run, reached } = this.searched;
    return component.states.every((state) => {
      reached.enter(state);
      return run.asleepOn(thread) >= 0;
    });
  }

  /** What the monitor says of its sleep, if it blames it in every state. */
  private blame(thread: number, component: Component): Violation | undefined {
    const { run, reached, monitor, tagOf } = this.searched;
    let violation: Violation | undefined;
    for (const state of component.states) {
      reached.enter(state);
      violation = monitor?.sleeps?.(tagOf(state), run, thread);
      if (violation === undefined) return undefined;
    }
    return violation;
  }

  private hasCompletion({ hasEdge }: Part, component: Component): boolean {
    const { first, to, label } = this.searched.edges;
    return component.states.some((state) => {
      for (let edge = first[state] as number; edge < (first[state + 1] as number); edge += 1)
        if (hasEdge(edge) && component.has(to[edge] as number) && completes(label[edge] as number)) return true;
      return false;
    });
  }

  /** What the monitor awaits, bit by bit. */
  private awaited(): void {
    const { run, reached, monitor, tagOf, edges } = this.searched;
    if (monitor?.awaited === undefined || monitor.neverComes === undefined) return;
    const bits = new Int32Array(edges.states);
    let some = 0;
    for (let state = 0; state < edges.states; state += 1) {
      if (this.onLoops[state] === 0) continue;
      reached.enter(state);
      bits[state] = monitor.awaited(tagOf(state), run);
      some |= bits[state] as number;
    }
    for (let bit = 0; bit < 31; bit += 1) {
      if ((some & (1 << bit)) === 0) continue;
      const hasState = (state: number): boolean => ((bits[state] as number) & (1 << bit)) !== 0;
      this.inFair({ hasState, hasEdge: () => true }, (part, component) => {
        const [state = 0] = component.states;
        if (!this.isNearer(state, false)) return;
        const others = this.hasCompletion(part, component);
        const violation = monitor.neverComes?.(tagOf(state), bit, others ? 'starvation' : 'livelock');
        if (violation !== undefined) this.found = { part, component, victim: -1, others, moves: false, violation };
      });
    }
  }
}

/** Can the thread ever move again from the component, or complete a call? */
export function hopeOf(edges: Edges, component: Component, thread: number): 'none' | 'moves' | 'completes' {
  const seen = new Uint8Array(edges.states);
  const work = [...component.states];
  for (const state of work) seen[state] = 1;
  let hope: 'none' | 'moves' = 'none';
  for (let state = work.pop(); state !== undefined; state = work.pop()) {
    if ((enabledIn(edges, state) & (1 << thread)) !== 0) hope = 'moves';
    for (let edge = edges.first[state] as number; edge < (edges.first[state + 1] as number); edge += 1) {
      const label = edges.label[edge] as number;
      if (completes(label) && threadOf(label) === thread) return 'completes';
      const to = edges.to[edge] as number;
      if (seen[to] !== 0) continue;
      seen[to] = 1;
      work.push(to);
    }
  }
  return hope;
}
