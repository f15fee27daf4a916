// Every step of every interleaving, told one by one: what a transition system is made of. `exhaustive` judges the same
// steps and forgets them.
import { accessText, wakeText } from './access-text.ts';
import type { CallEnd } from './automaton.ts';
import type { Access } from './machine.ts';
import type { StateView, Violation } from './monitor.ts';
import { operationName } from './operations.ts';
import { type Program, programOf } from './program.ts';
import { RunState } from './run-state.ts';
import { StateStore } from './state-store.ts';
import type { Limits, System } from './system.ts';

/** One step between two distinct states. Valid only during the call it is given to. */
export interface ToldStep {
  /** States are numbered from 0 in the order they are met. */
  readonly from: number;
  readonly to: number;
  readonly thread: number;
  /** The local of the call that the thread is in. */
  readonly local: unknown;
  /** It is the first atomic operation of that call. */
  readonly opens: boolean;
  /** The calls that ended, in order: the one it was in, and those that came after it without an atomic operation. */
  readonly calls: readonly CallEnd[];
  /** The name of the atomic operation. */
  readonly operation: string;
  /** The operation in words, with what it read and wrote and whom it woke. */
  text(): string;
}

/** Is told every step of every interleaving, each once. */
export interface Teller {
  /** The calls that end before the first step, in the order of the threads. */
  begin(calls: readonly CallEnd[]): void;
  step(step: ToldStep): void;
  /** Nothing can move in this state. */
  stuck(state: number, view: StateView): void;
}

/** Where to stop. */
export interface EveryStepOptions {
  /** Stop beyond so many distinct states. */
  readonly maxStates: number;
  /** Called now and then with the number of states so far; `false` stops. */
  readonly onProgress?: (states: number) => boolean;
  readonly limits?: Limits;
}

/** What came of telling every step. */
export interface EveryStep<T extends Teller> {
  readonly teller: T;
  readonly states: number;
  /** Every state was reached. */
  readonly complete: boolean;
  /** A data race, an error or a broken invariant: nothing is told beyond it. */
  readonly violation?: Violation;
}

const PROGRESS_INTERVAL = 4096;

/**
 * Runs a system through every interleaving, breadth first, and tells each step from each distinct state.
 *
 * Locals, accesses and results are those of the system; a teller that wants more has to have them recorded there.
 *
 * @param start makes a teller. A teller is thrown away, and a new one made, where a value did not fit the width that
 *   words were packed to.
 * @throws Error where the code under test cannot be run: not deterministic, unbounded, no plain data
 */
export function everyStep<T extends Teller>(
  from: System | Program,
  start: () => T,
  options: EveryStepOptions,
): EveryStep<T> {
  const program = programOf(from, options.limits);
  for (const bytes of [1, 2, 4] as const) {
    const told = new Walk(program, start(), options, bytes).run();
    if (told !== undefined) return told;
  }
  throw new Error('A 32-bit word did not fit 32 bits.');
}

class Walk<T extends Teller> {
  private readonly program: Program;
  private readonly teller: T;
  private readonly options: EveryStepOptions;
  private readonly state: RunState;
  private readonly store: StateStore;
  private readonly heard: Access[] = [];
  private violation: Violation | undefined;

  constructor(program: Program, teller: T, options: EveryStepOptions, bytes: 1 | 2 | 4) {
    this.program = program;
    this.teller = teller;
    this.options = options;
    this.state = new RunState(program, bytes);
    this.store = new StateStore(this.state.machine.record.length);
    this.state.machine.listener = (access) => this.heard.push(access);
  }

  /** Undefined: a value did not fit. */
  run(): EveryStep<T> | undefined {
    const { machine } = this.state;
    if (machine.overflow) return undefined;
    this.store.add(machine.record, machine.hash);
    this.teller.begin(this.state.initialCalls);
    this.violation = this.state.judgeInitial();
    let next = 0;
    for (; next < this.store.count && !this.stops(next); next += 1) if (!this.expand(next)) return undefined;
    return {
      teller: this.teller,
      states: this.store.count,
      complete: next === this.store.count,
      ...(this.violation === undefined ? {} : { violation: this.violation }),
    };
  }

  private stops(next: number): boolean {
    const { maxStates, onProgress } = this.options;
    if (this.violation !== undefined || this.store.count > maxStates) return true;
    return next % PROGRESS_INTERVAL === PROGRESS_INTERVAL - 1 && onProgress?.(this.store.count) === false;
  }

  private expand(from: number): boolean {
    const { store } = this;
    const { machine } = this.state;
    machine.load(store.chunkOf(from), store.offsetOf(from));
    if (!this.state.canMove()) this.teller.stuck(from, this.state);
    for (let thread = 0; thread < this.program.system.threads.length && this.violation === undefined; thread += 1) {
      const timeout = !machine.canRun(thread);
      if (timeout && !machine.canTimeOut(thread)) continue;
      if (!this.take(from, thread, timeout)) return false;
      machine.undo();
    }
    return true;
  }

  private take(from: number, thread: number, timeout: boolean): boolean {
    const { machine } = this.state;
    const node = machine.node(thread);
    const opens = !timeout && !machine.isWoken(thread) && this.program.automaton.atomics[node] === 0;
    const asleep = [...this.program.system.threads.keys()].filter((other) => machine.isAsleep(other));
    const local = this.state.local(thread);
    this.heard.length = 0;
    machine.move(thread, timeout);
    if (machine.overflow) return false;
    const known = this.store.count;
    const to = this.store.add(machine.record, machine.hash);
    if (to === known) this.violation = this.state.judge(thread);
    const calls = this.program.callsOf(machine.crossing);
    const operation = operationName(this.program.automaton.kind[node] as number);
    const text = (): string => this.textOf(node, timeout, asleep);
    this.teller.step({ from, to, thread, local, opens, calls, operation, text });
    return true;
  }

  private textOf(node: number, timeout: boolean, asleep: readonly number[]): string {
    const { system, automaton } = this.program;
    const [access] = this.heard;
    if (access === undefined) return `${automaton.operationAt(node)} -> asleep`;
    const woke = asleep.filter((thread) => this.state.machine.isWoken(thread));
    return accessText(system, access, timeout ? 'timeout' : 'run') + wakeText(system, access, woke);
  }
}
