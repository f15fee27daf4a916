// Every interleaving: breadth first over distinct states, so that the first violation met is one with the fewest steps.
import { type Choice, choiceOf } from './choice.ts';
import { countInterleavings, EdgeList, type Edges } from './edges.ts';
import { EndStateCounts, type EndStates } from './end-states.ts';
import { exhaustiveMerged } from './exhaustive-merged.ts';
import { IntList } from './int-list.ts';
import type { Loop } from './lasso.ts';
import type { Monitor, Violation } from './monitor.ts';
import { type Program, programOf } from './program.ts';
import { ReachedStates } from './reached-states.ts';
import { follow } from './replay.ts';
import { RunState } from './run-state.ts';
import type { Limits, System } from './system.ts';
import { ToldOnce } from './told-once.ts';
import { unendingCall } from './unending.ts';

/** The bounds of a search, and who judges it. */
export interface ExhaustiveOptions {
  readonly monitor?: Monitor;
  /** Stop undecided beyond so many distinct states. Default 10 000 000. */
  readonly maxStates?: number;
  /** Called now and then; `false` stops the search, undecided. */
  readonly onProgress?: (states: number, depth: number, transitions: number) => boolean | undefined;
  /** Look for calls that never end in some weakly fair run. Default: as long as `maxEdges` allows. */
  readonly progressCheck?: boolean;
  /** Edges kept for the progress check and the number of interleavings. Default 10 000 000 (12 bytes each). */
  readonly maxEdges?: number;
  /** Keep the memory of every state in which nothing can move. */
  readonly keepFinals?: boolean;
  /**
   * Take states for one that differ only in what calls have read and forgotten: see `mergeHistories`. Default: false.
   * What is found is the same. It is worth it where threads retry, and states come by the hundred thousand.
   */
  readonly mergeHistories?: boolean;
  readonly limits?: Limits;
}

/** What came of a search: the verdict, and how much was looked at. */
export interface ExhaustiveResult {
  readonly verdict: 'holds' | 'violated' | 'undecided';
  readonly violation?: Violation;
  /** The shortest way to the violation. */
  readonly schedule?: readonly Choice[];
  /** What comes after `schedule` again and again, for ever, where a call never ends though nothing stands still. */
  readonly loop?: Loop;
  /** Distinct states. */
  readonly states: number;
  /** Atomic steps taken from distinct states. */
  readonly transitions: number;
  /** Steps of the longest of the shortest ways to a state. */
  readonly depth: number;
  /** States in which nothing can move. */
  readonly terminals: number;
  /** The same by who still waits in them, those in which nothing is wrong. */
  readonly ends: readonly EndStates[];
  /** Complete interleavings; Infinity where a run may go round in a circle. Absent where the edges were not kept. */
  readonly interleavings?: number;
  /** Whether it was checked that every call ends in every weakly fair run. */
  readonly progressChecked: boolean;
  /** States were counted up to what calls have forgotten. */
  readonly merged?: true;
  readonly finals?: readonly (readonly number[])[];
}

const MAX_STATES_DEFAULT = 10_000_000;
const MAX_EDGES_DEFAULT = 10_000_000;
const PROGRESS_INTERVAL = 4096;

/** Throws an Error where the code under test cannot be checked: not deterministic, unbounded, no plain data. */
export function exhaustive(from: System | Program, options: ExhaustiveOptions = {}): ExhaustiveResult {
  const program = programOf(from, options.limits);
  if (options.mergeHistories === true) return exhaustiveMerged(program, options, exhaustive);
  return explained(program, new Search(program, options).run());
}

/** Which kind of deadlock it is needs the whole run. */
function explained(program: Program, result: ExhaustiveResult): ExhaustiveResult {
  if (result.violation?.kind !== 'deadlock' || result.schedule === undefined) return result;
  const { violation } = follow(program, result.schedule);
  return violation === undefined ? result : { ...result, violation };
}

class Search {
  private readonly program: Program;
  private readonly options: ExhaustiveOptions;
  private readonly state: RunState;
  private readonly reached: ReachedStates;
  private readonly parents = new IntList();
  private readonly tags = new IntList();
  private readonly once: ToldOnce | undefined;
  private readonly finals: number[][] = [];
  private edges: EdgeList | undefined;
  private readonly maxEdges: number;
  private transitions = 0;
  private depth = 0;
  /** The first state that is not of the present depth. */
  private levelEnd = 1;
  private terminals = 0;
  private violation: Violation | undefined;
  private schedule: Choice[] = [];
  private loop: Loop | undefined;
  private readonly ends = new EndStateCounts();

  constructor(program: Program, options: ExhaustiveOptions) {
    this.program = program;
    this.options = options;
    this.state = new RunState(program);
    this.reached = new ReachedStates(this.state.machine, program.system.threads.length);
    const { monitor } = options;
    this.once = monitor?.pure === true ? new ToldOnce(monitor, program, this.state.machine) : undefined;
    this.maxEdges = options.progressCheck === false ? 0 : (options.maxEdges ?? MAX_EDGES_DEFAULT);
    this.edges = this.maxEdges > 0 ? new EdgeList() : undefined;
  }

  run(): ExhaustiveResult {
    this.addInitial();
    const maxStates = this.options.maxStates ?? MAX_STATES_DEFAULT;
    for (let state = 0; state < this.reached.count && this.violation === undefined; state += 1) {
      if (state === this.levelEnd) {
        this.depth += 1;
        this.levelEnd = this.reached.count;
      }
      if (this.reached.count > maxStates) return this.result('undecided');
      if (state % PROGRESS_INTERVAL === PROGRESS_INTERVAL - 1 && !this.report()) return this.result('undecided');
      this.expand(state);
    }
    const edges = this.violation === undefined ? this.edges?.close() : undefined;
    const ways = edges === undefined ? undefined : countInterleavings(edges);
    // Where there is no circle every run comes to an end, and its end has been judged.
    if (edges !== undefined && ways === Number.POSITIVE_INFINITY) this.checkProgress(edges);
    return this.result(this.violation === undefined ? 'holds' : 'violated', ways);
  }

  private report(): boolean {
    return this.options.onProgress?.(this.reached.count, this.depth, this.transitions) !== false;
  }

  private addInitial(): void {
    this.reached.add();
    this.parents.push(-1);
    const violation = this.state.judgeInitial() ?? this.tagState() ?? this.judgeInitialCalls() ?? this.judgeStuck(0);
    if (violation !== undefined) this.fail(violation, 0, -1);
  }

  private judgeInitialCalls(): Violation | undefined {
    return this.options.monitor?.begin?.(this.tags.at(0), this.state.initialCalls);
  }

  private expand(state: number): void {
    const { machine } = this.state;
    this.reached.enter(state);
    this.edges?.startState();
    const threads = this.program.system.threads.length;
    for (let thread = 0; thread < threads && this.violation === undefined; thread += 1) {
      if (machine.canRun(thread)) {
        const node = machine.node(thread);
        machine.run(thread);
        while (machine.overflow) {
          this.reached.makeRoom(state);
          machine.run(thread);
        }
        this.arrive(state, thread, node, false);
      } else if (machine.canTimeOut(thread)) {
        const node = machine.node(thread);
        machine.timeOut(thread);
        while (machine.overflow) {
          this.reached.makeRoom(state);
          machine.timeOut(thread);
        }
        this.arrive(state, thread, node, true);
      }
    }
    if (this.edges !== undefined && this.edges.count > this.maxEdges) this.edges = undefined;
  }

  private arrive(from: number, thread: number, node: number, timeout: boolean): void {
    const { machine } = this.state;
    this.transitions += 1;
    const known = this.reached.count;
    const to = this.reached.add();
    const code = thread * 2 + (timeout ? 1 : 0);
    this.edges?.add(to, code, this.program.completes(machine.crossing));
    if (to === known) this.discover(from, thread, code);
    if (this.options.monitor !== undefined && this.violation === undefined) {
      const violation = this.judgeStep(this.options.monitor, from, thread, node, timeout, to);
      if (violation !== undefined) this.fail(violation, from, code);
    }
    if (to === known && this.violation === undefined) {
      const violation = this.judgeStuck(to);
      if (violation !== undefined) this.fail(violation, from, code);
    }
    machine.undo();
  }

  private discover(from: number, thread: number, code: number): void {
    this.parents.push(from);
    const violation = this.state.judge(thread) ?? this.tagState();
    if (violation !== undefined) this.fail(violation, from, code);
  }

  private judgeStep(
    monitor: Monitor,
    from: number,
    thread: number,
    node: number,
    timeout: boolean,
    to: number,
  ): Violation | undefined {
    const { machine } = this.state;
    const [before, after] = [this.tags.at(from), this.tags.at(to)];
    if (this.once !== undefined) return this.once.judge(before, after, thread, node, timeout, machine);
    const move = this.program.move(node, timeout, machine.crossing);
    return monitor.step(before, move, after, node, machine.node(thread));
  }

  private tagState(): Violation | undefined {
    const { monitor } = this.options;
    if (monitor === undefined) return undefined;
    const tag = this.once === undefined ? monitor.tag(this.state) : this.once.tag(this.state.machine, this.state);
    this.tags.push(typeof tag === 'number' ? tag : -1);
    return typeof tag === 'number' ? undefined : tag;
  }

  private judgeStuck(state: number): Violation | undefined {
    if (this.state.canMove()) return undefined;
    this.terminals += 1;
    if (this.options.keepFinals === true) this.finals.push([...this.state.memory]);
    const tag = this.options.monitor === undefined ? 0 : this.tags.at(state);
    const violation = this.state.judgeStuck(this.options.monitor, tag);
    if (violation === undefined) this.ends.add(this.state);
    return violation;
  }

  private fail(violation: Violation, from: number, code: number): void {
    this.violation = violation;
    this.schedule = this.wayTo(from);
    if (code >= 0) this.schedule.push(choiceOf(code));
  }

  private wayTo(state: number): Choice[] {
    const way: Choice[] = [];
    for (let at = state; this.parents.at(at) >= 0; at = this.parents.at(at)) {
      way.push(this.choiceBetween(this.parents.at(at), at));
    }
    return way.reverse();
  }

  /** Which choice it was is not kept for each state, but found again: the first one that leads there. */
  private choiceBetween(from: number, to: number): Choice {
    const { machine } = this.state;
    this.reached.enter(from);
    for (const thread of this.program.system.threads.keys()) {
      const timeout = !machine.canRun(thread);
      if (timeout && !machine.canTimeOut(thread)) continue;
      if (timeout) machine.timeOut(thread);
      else machine.run(thread);
      const leadsThere = !machine.overflow && this.reached.add() === to;
      machine.undo();
      if (leadsThere) return { thread, kind: timeout ? 'timeout' : 'run' };
    }
    throw new Error(`No step leads from state ${from} to state ${to}: this is a fault of the checker.`);
  }

  private checkProgress(edges: Edges): void {
    const { state: run, reached } = this;
    const tagOf = (state: number): number => this.tags.at(state);
    const searched = { run, reached, edges, monitor: this.options.monitor, tagOf };
    const found = unendingCall(searched, (state) => this.wayTo(state));
    if (found === undefined) return;
    this.fail(found.violation, found.state, -1);
    this.loop = found.loop;
  }

  private result(verdict: ExhaustiveResult['verdict'], ways?: number): ExhaustiveResult {
    return {
      verdict,
      ...(this.violation === undefined ? {} : { violation: this.violation, schedule: this.schedule }),
      ...(this.loop === undefined ? {} : { loop: this.loop }),
      states: this.reached.count,
      transitions: this.transitions,
      depth: this.depth + (this.reached.count > this.levelEnd ? 1 : 0),
      terminals: this.terminals,
      ends: this.ends.all(),
      ...(ways === undefined ? {} : { interleavings: ways }),
      progressChecked: ways !== undefined,
      ...(this.options.keepFinals === true ? { finals: this.finals } : {}),
    };
  }
}
