// One search of every interleaving, from the first state to the last: what `exhaustive` runs.
import { type Choice, choiceOf } from './choice.ts';
import { countInterleavings, EdgeList, type Edges } from './edges.ts';
import { EndStateCounts } from './end-states.ts';
import type { ExhaustiveOptions, ExhaustiveResult } from './exhaustive.ts';
import { byMessage, type Failure } from './failures.ts';
import { GoingOn } from './going-on.ts';
import { IntList } from './int-list.ts';
import type { Loop } from './lasso.ts';
import type { Monitor, Violation } from './monitor.ts';
import type { Program } from './program.ts';
import { ReachedStates } from './reached-states.ts';
import { RunState } from './run-state.ts';
import { ToldOnce } from './told-once.ts';
import { unendingCall } from './unending.ts';

export const MAX_STATES_DEFAULT = 10_000_000;
const MAX_EDGES_DEFAULT = 10_000_000;
const PROGRESS_INTERVAL = 4096;

export class ExhaustiveSearch {
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
  /** The first state of the present depth, and the first that is not. */
  private levelStart = 0;
  private levelEnd = 1;
  private readonly levels: number[] = [];
  private terminals = 0;
  private violation: Violation | undefined;
  private schedule: Choice[] = [];
  private loop: Loop | undefined;
  private readonly ends = new EndStateCounts();
  private readonly goingOn: GoingOn | undefined;

  constructor(program: Program, options: ExhaustiveOptions) {
    this.program = program;
    this.options = options;
    this.state = new RunState(program);
    this.reached = new ReachedStates(this.state.machine, program.system.threads.length);
    const { monitor } = options;
    this.once = monitor?.pure === true ? new ToldOnce(monitor, program, this.state.machine) : undefined;
    const { keepGoing = false } = options;
    this.goingOn = keepGoing === false ? undefined : new GoingOn(keepGoing === true ? byMessage : keepGoing);
    this.maxEdges = options.progressCheck === false ? 0 : (options.maxEdges ?? MAX_EDGES_DEFAULT);
    this.edges = this.maxEdges > 0 ? new EdgeList() : undefined;
  }

  run(): ExhaustiveResult {
    this.addInitial();
    const maxStates = this.options.maxStates ?? MAX_STATES_DEFAULT;
    for (let next = 0; next < this.waiting && this.violation === undefined; next += 1) {
      if (next === this.levelEnd) {
        this.endLevel();
      }
      if (this.reached.count > maxStates) return this.result('undecided');
      if (next % PROGRESS_INTERVAL === PROGRESS_INTERVAL - 1 && !this.report()) return this.result('undecided');
      this.expand(this.goingOn?.queue.at(next) ?? next);
    }
    if (this.violation === undefined) this.levels.push(this.levelEnd - this.levelStart);
    const edges = this.violation === undefined ? this.edges?.close() : undefined;
    const ways = edges === undefined ? undefined : countInterleavings(edges);
    // Where there is no circle every run comes to an end, and its end has been judged.
    if (edges !== undefined && ways === Number.POSITIVE_INFINITY) this.checkProgress(edges);
    return this.result('holds', ways);
  }

  private endLevel(): void {
    this.levels.push(this.levelEnd - this.levelStart);
    this.levelStart = this.levelEnd;
    this.levelEnd = this.waiting;
    this.depth += 1;
  }

  /** States that have been or are to be expanded: all, in the order of their numbers, unless some are not entered. */
  private get waiting(): number {
    return this.goingOn?.queue.length ?? this.reached.count;
  }

  private report(): boolean {
    return this.options.onProgress?.(this.reached.count, this.depth, this.transitions, this.levels) !== false;
  }

  private addInitial(): void {
    this.reached.add();
    this.parents.push(-1);
    const wrong = this.state.judgeInitial();
    const violation = this.tagState(wrong) ?? this.judgeInitialCalls() ?? this.judgeStuck(0);
    if (violation !== undefined) this.fail(violation, 0, -1);
    else this.goingOn?.queue.push(0);
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
      const timeout = !machine.canRun(thread);
      if (timeout && !machine.canTimeOut(thread)) continue;
      const node = machine.node(thread);
      this.reached.move(state, thread, timeout);
      this.arrive(state, thread, node, timeout);
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
    const isNew = to === known;
    if (isNew) this.parents.push(from);
    const wrong = isNew ? this.tagState(this.state.judge(thread)) : undefined;
    const violation = wrong ?? this.judgeArrival(from, thread, node, timeout, to, isNew);
    if (this.goingOn?.enters(to, isNew, violation, wrong !== undefined) === true) this.parents.set(to, from);
    if (violation !== undefined) this.fail(violation, from, code);
    machine.undo();
  }

  private judgeArrival(
    from: number,
    thread: number,
    node: number,
    timeout: boolean,
    to: number,
    isNew: boolean,
  ): Violation | undefined {
    const { monitor } = this.options;
    // What is wrong with a state was said when it was met.
    if (this.goingOn?.isWrong(to) === true) return undefined;
    const violation = monitor === undefined ? undefined : this.judgeStep(monitor, from, thread, node, timeout, to);
    if (violation !== undefined) return violation;
    return isNew || this.goingOn?.isNotEntered(to) === true ? this.judgeStuck(to) : undefined;
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

  /** `wrong`: what is wrong with the state already; then it has no tag. */
  private tagState(wrong: Violation | undefined): Violation | undefined {
    const { monitor } = this.options;
    if (monitor === undefined) return wrong;
    const { machine } = this.state;
    const tag = wrong ?? (this.once === undefined ? monitor.tag(this.state) : this.once.tag(machine, this.state));
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
    if (this.goingOn !== undefined) {
      this.goingOn.failures.add(violation, from, code);
      // Of what is not entered nothing is known of how it goes on for ever.
      this.edges = undefined;
      return;
    }
    this.violation = violation;
    this.schedule = this.wayOn(from, code);
  }

  private wayOn(from: number, code: number): Choice[] {
    return code < 0 ? this.wayTo(from) : [...this.wayTo(from), choiceOf(code)];
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
      machine.move(thread, timeout);
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
    this.violation = found.violation;
    this.schedule = this.wayTo(found.state);
    this.loop = found.loop;
  }

  /** All that is wrong, where the search went on. */
  private failures(): readonly Failure[] | undefined {
    const { goingOn, violation, schedule, loop } = this;
    if (violation === undefined) return goingOn?.failures.all((from, code) => this.wayOn(from, code));
    const sort = goingOn?.sortOf(violation);
    return sort === undefined
      ? undefined
      : [{ sort, violation, schedule, times: 1, ...(loop === undefined ? {} : { loop }) }];
  }

  private result(verdict: 'holds' | 'undecided', ways?: number): ExhaustiveResult {
    const failures = this.failures();
    const [first] = failures ?? [];
    const violation = first?.violation ?? this.violation;
    const schedule = first?.schedule ?? this.schedule;
    return {
      verdict: violation === undefined ? verdict : 'violated',
      ...(violation === undefined ? {} : { violation, schedule }),
      ...(failures === undefined ? {} : { failures, complete: verdict === 'holds' }),
      ...(this.loop === undefined ? {} : { loop: this.loop }),
      states: this.reached.count,
      transitions: this.transitions,
      depth: this.depth + (this.waiting > this.levelEnd ? 1 : 0),
      levels: this.levels,
      terminals: this.terminals,
      ends: this.ends.all(),
      ...(ways === undefined ? {} : { interleavings: ways }),
      progressChecked: ways !== undefined,
      ...(this.options.keepFinals === true ? { finals: this.finals } : {}),
    };
  }
}
