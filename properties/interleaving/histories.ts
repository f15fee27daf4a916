// Proves that the classes of a merged automaton are right, or finds where they are wrong.
//
// To prove: each run of the program is also one of the merged program, step for step, with the same operations, results
// and ends of calls. By induction over the steps. Let it be so up to a point where thread t moves, having really read
// the results h since its call began; the merged program is then in state s. One walk for each thread goes through all
// steps of the merged program, but keeps the real history of that one thread beside the state. All other threads move in
// it as in the merged program, which by induction is how they really moved so far; so the walk for t has met (s, h). There
// it has run the real code on, and has compared all it did in the step with what the class does. So the step is the same,
// too.
//
// What makes this cheap: the histories of one thread are many, those of all threads at once are many more.

import { threadOf } from './edges.ts';
import type { MergedAutomaton } from './merged-automaton.ts';
import { END, isPlain } from './operations.ts';
import type { Program } from './program.ts';
import type { GoesOn, StateGraph } from './state-graph.ts';
import { StateStore } from './state-store.ts';

const CONTRADICTION = -1;
const NO_PARENT = -1;

/** How often a class was wrong: 0, and the merged program is the program. `undefined`: not to the end. */
export function contradictions(
  program: Program,
  automaton: MergedAutomaton,
  graph: StateGraph,
  goesOn: GoesOn,
): number | undefined {
  let found = 0;
  for (const [thread, start] of graph.start.entries()) {
    const walk = new HistoryWalk(program, automaton, graph, thread);
    if (!walk.run(start, goesOn)) return undefined;
    found += walk.contradictions;
  }
  return found;
}

class HistoryWalk {
  contradictions = 0;
  private readonly program: Program;
  private readonly automaton: MergedAutomaton;
  private readonly graph: StateGraph;
  private readonly thread: number;
  /** Pairs of a state and the real node of the thread. */
  private readonly pairs = new StateStore(2);
  private readonly pair = new Int32Array(2);
  private readonly moves = new Map<number, number>();
  private readonly paths = new Map<number, readonly number[]>();

  constructor(program: Program, automaton: MergedAutomaton, graph: StateGraph, thread: number) {
    this.program = program;
    this.automaton = automaton;
    this.graph = graph;
    this.thread = thread;
  }

  run(start: number, goesOn: GoesOn): boolean {
    const { pairs } = this;
    if (this.agree(start, this.automaton.canonical(start))) this.meet(0, start);
    for (let next = 0; next < pairs.count; next += 1) {
      const chunk = pairs.chunkOf(next);
      const offset = pairs.offsetOf(next);
      this.expand(chunk[offset] as number, chunk[offset + 1] as number);
      if (!goesOn(pairs.count)) return false;
    }
    return true;
  }

  private expand(state: number, node: number): void {
    const { first, to, label } = this.graph.edges;
    const end = first[state + 1] as number;
    for (let edge = first[state] as number; edge < end; edge += 1) {
      const route = this.graph.route[edge] as number;
      const moves = threadOf(label[edge] as number) === this.thread && route >= 0;
      const next = moves ? this.next(node, route) : node;
      if (next !== CONTRADICTION) this.meet(to[edge] as number, next);
    }
  }

  private meet(state: number, node: number): void {
    this.pair[0] = state;
    this.pair[1] = node;
    this.pairs.add(this.pair, (Math.imul(state, 0x9e3779b1) + Math.imul(node, 0x85ebca77)) | 0);
  }

  /** Where the code really comes to from `node` with the results of the route. */
  private next(node: number, route: number): number {
    const key = route * 2 ** 26 + node;
    let next = this.moves.get(key);
    if (next === undefined) {
      next = this.follow(node, route);
      this.moves.set(key, next);
    }
    return next;
  }

  private follow(node: number, route: number): number {
    const { automaton } = this;
    let at = node;
    for (const expected of this.pathOf(route)) {
      const parent = automaton.parent[expected] as number;
      // A call has ended before: its successor begins, and the two are the same where the ends are.
      at = parent === NO_PARENT ? automaton.afterEnd(at) : automaton.ownChild(at, automaton.via[expected] as number);
      if (!this.agree(at, expected)) return CONTRADICTION;
    }
    const expected = this.graph.routes.arrival[route] as number;
    if (expected === 0) return 0;
    if (!this.agree(at, automaton.canonical(expected))) return CONTRADICTION;
    if (automaton.isNew(at)) automaton.assign(at, expected);
    return automaton.canonical(at) === automaton.canonical(expected) ? at : this.contradict();
  }

  private agree(one: number, other: number): boolean {
    const { labels } = this.automaton;
    if (one === other || labels.of(one) === labels.of(other)) return true;
    this.contradict();
    return false;
  }

  private contradict(): number {
    this.contradictions += 1;
    return CONTRADICTION;
  }

  /** The nodes of a route, each with the result that leads to it: plain ones, ends of calls and their successors. */
  private pathOf(route: number): readonly number[] {
    const known = this.paths.get(route);
    if (known !== undefined) return known;
    const { crossing, arrival } = this.graph.routes;
    const last = arrival[route] as number;
    const ends = this.program.crossings.nodes(crossing[route] as number);
    const path = [...ends, ...(last === 0 ? [] : [last])].flatMap((node) => this.pathTo(node));
    this.paths.set(route, path);
    return path;
  }

  /** From the atomic operation that the step began with, or from the start of the call. */
  private pathTo(node: number): number[] {
    const { automaton } = this;
    const path: number[] = [];
    for (let at = node; at >= 0; at = automaton.parent[at] as number) {
      const kind = automaton.kind[at] as number;
      if (at !== node && !isPlain(kind) && kind < END) break;
      path.push(at);
    }
    return path.reverse();
  }
}
