// All states that a program reaches, and the steps between them, judged by nobody: what is known of a program before
// anything is asked of it.
import { EdgeList, type Edges } from './edges.ts';
import { IntList } from './int-list.ts';
import { UnboundedLoop } from './node-tape.ts';
import type { Program } from './program.ts';
import { ReachedStates } from './reached-states.ts';
import { RunState } from './run-state.ts';

/** The ways a thread can go in one step through the automata, numbered. */
export class Routes {
  /** The node the step led to, and the number in `Crossings` of the calls that ended on the way. */
  readonly arrival: number[] = [];
  readonly crossing: number[] = [];
  private readonly index = new Map<number, number>();

  number(arrival: number, crossing: number): number {
    const key = crossing * 2 ** 26 + arrival;
    let route = this.index.get(key);
    if (route === undefined) {
      route = this.arrival.length;
      this.index.set(key, route);
      this.arrival.push(arrival);
      this.crossing.push(crossing);
    }
    return route;
  }
}

/** So many steps without an end are too many to look for their cause. */
const ENDLESS_MOST = 1000;

export interface StateGraph {
  readonly edges: Edges;
  /** The route of each edge; -1 where the thread fell asleep. */
  readonly route: Int32Array;
  readonly routes: Routes;
  /** Where the threads are in the first state. */
  readonly start: readonly number[];
  /** Steps that came to no end, and are left out: that of code that is wrong, or run in a state that cannot be. */
  readonly endless: number;
}

/** Asked after each state, with the number of states met so far: is it to go on? */
export type GoesOn = (states: number) => boolean;

/** `undefined`: not to the end. */
export function stateGraph(program: Program, goesOn: GoesOn): StateGraph | undefined {
  const search = new GraphSearch(program);
  return search.run(goesOn) ? search.graph() : undefined;
}

class GraphSearch {
  private readonly state: RunState;
  private readonly threads: number;
  private readonly reached: ReachedStates;
  private readonly edges = new EdgeList();
  private readonly route = new IntList();
  private readonly routes = new Routes();
  private endless = 0;

  constructor(program: Program) {
    this.state = new RunState(program);
    this.threads = program.system.threads.length;
    this.reached = new ReachedStates(this.state.machine, this.threads);
  }

  run(goesOn: GoesOn): boolean {
    this.reached.add();
    for (let state = 0; state < this.reached.count; state += 1) {
      this.expand(state);
      if (!goesOn(this.reached.count) || this.endless > ENDLESS_MOST) return false;
    }
    return true;
  }

  graph(): StateGraph {
    const { machine } = this.state;
    machine.reset();
    const start = Array.from({ length: this.threads }, (_, thread) => {
      machine.begin(thread);
      return machine.arrival;
    });
    return { edges: this.edges.close(), route: this.route.view(), routes: this.routes, start, endless: this.endless };
  }

  private expand(state: number): void {
    const { machine } = this.state;
    this.reached.enter(state);
    this.edges.startState();
    for (let thread = 0; thread < this.threads; thread += 1) {
      const timeout = machine.canTimeOut(thread);
      if (!timeout && !machine.canRun(thread)) continue;
      if (!this.ends(state, thread, timeout)) continue;
      const { arrival, crossing } = machine;
      this.edges.add(this.reached.add(), thread * 2 + (timeout ? 1 : 0), false);
      this.route.push(arrival < 0 ? -1 : this.routes.number(arrival, crossing));
      machine.undo();
    }
  }

  /** Moves a thread, if its step comes to an end. */
  private ends(state: number, thread: number, timeout: boolean): boolean {
    try {
      this.reached.move(state, thread, timeout);
      return true;
    } catch (error) {
      if (!(error instanceof UnboundedLoop)) throw error;
      this.state.machine.undo();
      this.endless += 1;
      return false;
    }
  }
}
