// One run, taken step by step: what samplers and replays are made of.
import type { CallEnd } from './automaton.ts';
import { CallNames } from './call-names.ts';
import { type Choice, choiceCode, choiceOf } from './choice.ts';
import { explainSleepers } from './explain.ts';
import type { Access } from './machine.ts';
import type { Monitor, StateView, Violation } from './monitor.ts';
import { Program } from './program.ts';
import { RunState } from './run-state.ts';
import type { Limits, System } from './system.ts';
import { ToldOnce } from './told-once.ts';

/** Who judges the run, and whether it is recorded. */
export interface ExecutionOptions {
  readonly monitor?: Monitor;
  /** Keep what every step did, for reports. Default: false. */
  readonly record?: boolean;
}

/** The call a thread is in. */
export interface CallInProgress {
  /** Its identity, unique within the run: see `VirtualThread.identify`. */
  readonly operation: string;
  readonly local: unknown;
  /** Steps the thread has taken in it. */
  readonly steps: number;
}

/** What one step did. */
export interface Step {
  readonly choice: Choice;
  /** The call the thread was in, and the number of the step in that call, from 0. */
  readonly operation: string;
  readonly step: number;
  /** The atomic operation, then the plain ones and ends of calls that came with it. Empty: fell asleep. */
  readonly accesses: readonly Access[];
  readonly calls: readonly CallEnd[];
  /** Where the thread was in the program's automaton. */
  readonly node: number;
  /** The word the thread fell asleep on, or -1. */
  readonly asleepOn: number;
  /** The threads it woke. */
  readonly woke: readonly number[];
}

/** One run of a system, taken step by step. */
export class Execution {
  readonly program: Program;
  readonly system: System;
  readonly state: StateView;
  /** What every step did, if recorded. */
  steps: readonly Step[] = [];
  /** What the threads did before the first step, if recorded. */
  prologue: readonly Access[] = [];
  /** Set by the step that violated something; the run is over then. */
  violation: Violation | undefined;
  /** Steps taken. */
  length = 0;
  /** In the last step a call ended that has to be tried again. */
  retried = false;

  private readonly run: RunState;
  private readonly monitor: Monitor | undefined;
  private readonly record: boolean;
  private readonly names: CallNames;
  private readonly stepsInCall: Int32Array;
  private readonly choices: Choice[] = [];
  private choicesKnown = false;
  private tag = 0;
  private recorded: Step[] = [];
  private heard: Access[] = [];
  private readonly once: ToldOnce | undefined;
  /** The tag of the initial state, where it need not be judged again; -1: it has to be. */
  private soundTag = -1;

  /** Runs of one system share a `Program`: what one run has compiled the next one follows. */
  constructor(program: Program, options: ExecutionOptions = {}) {
    this.program = program;
    this.system = program.system;
    this.monitor = options.monitor;
    this.record = options.record === true;
    this.run = new RunState(program);
    this.state = this.run;
    const { monitor } = options;
    this.once = monitor?.pure === true ? new ToldOnce(monitor, program, this.run.machine) : undefined;
    this.names = new CallNames(program);
    this.stepsInCall = new Int32Array(this.system.threads.length);
    if (this.record) this.run.machine.listener = (access) => this.heard.push(access);
    this.restart();
  }

  /** Back to the initial state. */
  restart(): void {
    this.heard = [];
    const calls = this.record ? this.run.begin() : this.run.restart();
    this.prologue = this.heard;
    this.recorded = [];
    this.steps = this.recorded;
    this.length = 0;
    this.retried = false;
    this.choicesKnown = false;
    this.stepsInCall.fill(0);
    this.names.restart();
    for (const end of calls) this.names.enter(end.thread, end.next);
    this.judgeStart(calls);
  }

  /** The same each time; but a monitor that is not pure may want to be told each time. */
  private judgeStart(calls: readonly CallEnd[]): void {
    this.violation = undefined;
    if (this.soundTag >= 0) {
      this.tag = this.soundTag;
    } else {
      this.violation = this.run.judgeInitial() ?? this.tagState() ?? this.monitor?.begin?.(this.tag, calls);
      if (this.violation === undefined && (this.monitor === undefined || this.once !== undefined))
        this.soundTag = this.tag;
    }
    this.judgeStuck();
  }

  /** What can happen next; empty at the end of the run. Valid until the next `take`. */
  enabled(): readonly Choice[] {
    if (this.choicesKnown) return this.choices;
    this.choicesKnown = true;
    this.choices.length = 0;
    if (this.violation !== undefined) return this.choices;
    const { machine } = this.run;
    for (let thread = 0; thread < this.stepsInCall.length; thread += 1) {
      if (machine.canRun(thread)) this.choices.push(choiceOf(thread * 2));
      else if (machine.canTimeOut(thread)) this.choices.push(choiceOf(thread * 2 + 1));
    }
    return this.choices;
  }

  isEnabled(choice: Choice): boolean {
    return this.enabled().includes(choiceOf(choiceCode(choice)));
  }

  /** Takes a step. Throws where it is not enabled. */
  take(choice: Choice): Violation | undefined {
    if (!this.isEnabled(choice)) {
      throw new Error(
        `Thread ${choice.thread} cannot ${choice.kind === 'run' ? 'run' : 'time out'} at step ${this.length}.`,
      );
    }
    const { machine } = this.run;
    const { thread } = choice;
    const node = machine.node(thread);
    const asleep = this.record ? this.sleepers() : [];
    this.heard = [];
    if (choice.kind === 'run') machine.run(thread);
    else machine.timeOut(thread);
    if (this.record) this.keep(choice, node, asleep);
    this.length += 1;
    this.choicesKnown = false;
    this.countStep(thread);
    this.judge(thread, node, choice.kind === 'timeout');
    return this.violation;
  }

  /** `undefined`: the thread has finished. */
  call(thread: number): CallInProgress | undefined {
    const local = this.run.local(thread);
    if (local === undefined) return undefined;
    return { operation: this.names.current(thread), local, steps: this.stepsInCall[thread] ?? 0 };
  }

  /** Equal for two states of this run exactly where the states are equal: memory, where the threads are, who sleeps. */
  snapshot(): readonly number[] {
    return [...this.run.machine.record];
  }

  /** The node of the program's automaton that the thread is at. */
  nodeOf(thread: number): number {
    return this.run.machine.node(thread);
  }

  isFinished(thread: number): boolean {
    return this.run.finished(thread);
  }

  private countStep(thread: number): void {
    const { crossing } = this.run.machine;
    this.retried = crossing !== 0 && !this.program.completes(crossing);
    if (crossing === 0) {
      this.stepsInCall[thread] = (this.stepsInCall[thread] as number) + 1;
      return;
    }
    this.stepsInCall[thread] = 0;
    for (const end of this.program.callsOf(crossing)) this.names.enter(thread, end.next);
  }

  private judge(thread: number, node: number, timeout: boolean): void {
    const before = this.tag;
    this.violation = this.run.judge(thread) ?? this.tagState();
    const { machine } = this.run;
    if (this.violation === undefined && this.once !== undefined) {
      this.violation = this.once.judge(before, this.tag, thread, node, timeout, machine);
    } else if (this.violation === undefined && this.monitor !== undefined) {
      const move = this.program.move(node, timeout, machine.crossing);
      this.violation = this.monitor.step(before, move, this.tag, node, machine.node(thread));
    }
    this.judgeStuck();
  }

  private judgeStuck(): void {
    if (this.violation === undefined && !this.run.canMove()) {
      this.violation = this.run.judgeStuck(this.monitor, this.tag);
      if (this.record && this.violation?.kind === 'deadlock') this.violation = this.explained(this.violation);
    }
  }

  /** With the whole run at hand, a lost wakeup can be told from other deadlocks. */
  private explained(violation: Violation): Violation {
    const { kind, sentences } = explainSleepers(this);
    return { ...violation, kind, detail: { explanation: sentences } };
  }

  private tagState(): Violation | undefined {
    if (this.monitor === undefined) return undefined;
    const tag = this.once === undefined ? this.monitor.tag(this.run) : this.once.tag(this.run.machine, this.run);
    if (typeof tag !== 'number') return tag;
    this.tag = tag;
    return undefined;
  }

  private sleepers(): number[] {
    return [...this.system.threads.keys()].filter((thread) => this.run.machine.isAsleep(thread));
  }

  private keep(choice: Choice, node: number, asleep: readonly number[]): void {
    const { machine } = this.run;
    const { thread } = choice;
    this.recorded.push({
      choice: choiceOf(choiceCode(choice)),
      operation: this.names.current(thread),
      step: this.stepsInCall[thread] ?? 0,
      node,
      accesses: this.heard,
      calls: this.program.callsOf(machine.crossing),
      asleepOn: this.run.asleepOn(thread),
      woke: asleep.filter((sleeper) => sleeper !== thread && machine.isWoken(sleeper)),
    });
  }
}

/** A run at its start. Several runs of one system are faster with `new Execution` and one `Program`. */
export function startExecution(
  system: System,
  options: ExecutionOptions & { readonly limits?: Limits } = {},
): Execution {
  return new Execution(new Program(system, options.limits), options);
}
