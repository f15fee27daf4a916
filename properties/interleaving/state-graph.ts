// All states that a program reaches, and the steps between them, judged by nobody: what is known of a program before
// anything is asked of it.
import { EdgeList, type Edges } from './edges.ts';
import { IntList } from './int-list.ts';
import type { Program } from './program.ts';
import { RunState } from './run-state.ts';
import { StateStore } from './state-store.ts';

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

export interface StateGraph {
  readonly edges: Edges;
  /** The route of each edge; -1 where the thread fell asleep. */
  readonly route: Int32Array;
  readonly routes: Routes;
  /** Where the threads are in the first state. */
  readonly start: readonly number[];
}

/** Asked after each state, with the number of states met so far: is it to go on? */
export type GoesOn = (states: number) => boolean;

/** `undefined`: not to the end. Throws where a value does not fit 32 bits. */
export function stateGraph(program: Program, goesOn: GoesOn): StateGraph | undefined {
  for (const bytes of [1, 2, 4] as const) {
    const search = new GraphSearch(program, bytes);
    const ended = search.run(goesOn);
    if (ended === 'stopped') return undefined;
    if (ended === 'complete') return search.graph();
  }
  throw new Error('A 32-bit word did not fit 32 bits.');
}

class GraphSearch {
  private readonly state: RunState;
  private readonly threads: number;
  private readonly store: StateStore;
  private readonly edges = new EdgeList();
  private readonly route = new IntList();
  private readonly routes = new Routes();

  constructor(program: Program, bytes: 1 | 2 | 4) {
    this.state = new RunState(program, bytes);
    this.threads = program.system.threads.length;
    this.store = new StateStore(this.state.machine.record.length);
  }

  run(goesOn: GoesOn): 'complete' | 'stopped' | 'overflow' {
    const { machine } = this.state;
    if (machine.overflow) return 'overflow';
    this.store.add(machine.record, machine.hash);
    for (let state = 0; state < this.store.count; state += 1) {
      if (!this.expand(state)) return 'overflow';
      if (!goesOn(this.store.count)) return 'stopped';
    }
    return 'complete';
  }

  graph(): StateGraph {
    const { machine } = this.state;
    machine.reset();
    const start = Array.from({ length: this.threads }, (_, thread) => {
      machine.begin(thread);
      return machine.arrival;
    });
    return { edges: this.edges.close(), route: this.route.view(), routes: this.routes, start };
  }

  private expand(state: number): boolean {
    const { machine } = this.state;
    machine.load(this.store.chunkOf(state), this.store.offsetOf(state), this.store.hashOf(state));
    this.edges.startState();
    for (let thread = 0; thread < this.threads; thread += 1) {
      const timeout = machine.canTimeOut(thread);
      if (timeout) machine.timeOut(thread);
      else if (machine.canRun(thread)) machine.run(thread);
      else continue;
      if (machine.overflow) return false;
      const { arrival, crossing } = machine;
      const to = this.store.add(machine.record, machine.hash);
      this.edges.add(to, thread * 2 + (timeout ? 1 : 0), false);
      this.route.push(arrival < 0 ? -1 : this.routes.number(arrival, crossing));
      machine.undo();
    }
    return true;
  }
}
