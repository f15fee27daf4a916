// Every interleaving: breadth first over distinct states, so that the first violation met is one with the fewest steps.
import { type Choice, choiceOf } from './choice.ts';
import { countInterleavings, EdgeList, type Edges } from './edges.ts';
import { EndStateCounts, type EndStates } from './end-states.ts';
import { exhaustiveMerged } from './exhaustive-merged.ts';
import { byMessage, type Failure, type SortOf } from './failures.ts';
import { GoingOn } from './going-on.ts';
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
  /** Called now and then, with the states of each depth that is complete, too; `false` stops the search, undecided. */
  readonly onProgress?: (
    states: number,
    depth: number,
    transitions: number,
    levels: readonly number[],
  ) => boolean | undefined;
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
  /**
   * Go on after a violation, but not beyond it: a state in which something is wrong is not left, and one to which only
   * steps lead that are wrong is not entered. `true` tells failures apart by their messages. Default: false.
   */
  readonly keepGoing?: boolean | SortOf;
  readonly limits?: Limits;
}

/** What came of a search: the verdict, and how much was looked at. */
export interface ExhaustiveResult {
  readonly verdict: 'holds' | 'violated' | 'undecided';
  readonly violation?: Violation;
  /** The shortest way to the violation. */
  readonly schedule?: readonly Choice[];
  /** Where the search went on: all that is wrong, each sort once, the first first. */
  readonly failures?: readonly Failure[];
  /** Where the search went on: whether it came to its end, so that nothing else is wrong. */
  readonly complete?: boolean;
  /** What comes after `schedule` again and again, for ever, where a call never ends though nothing stands still. */
  readonly loop?: Loop;
  /** Distinct states. */
  readonly states: number;
  /** Atomic steps taken from distinct states. */
  readonly transitions: number;
  /** Steps of the longest of the shortest ways to a state. */
  readonly depth: number;
  /** How many states there are at each depth, of those that are complete. */
  readonly levels: readonly number[];
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
  const failures = result.failures?.map((failure) => ({ ...failure, violation: told(program, failure) }));
  const { violation, schedule } = result;
  if (violation === undefined || schedule === undefined) return result;
  return {
    ...result,
    violation: told(program, { violation, schedule }),
    ...(failures === undefined ? {} : { failures }),
  };
}

function told(program: Program, { violation, schedule }: Pick<Failure, 'violation' | 'schedule'>): Violation {
  return violation.kind === 'deadlock' ? (follow(program, schedule).violation ?? violation) : violation;
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
