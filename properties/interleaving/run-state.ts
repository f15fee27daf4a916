// A machine with the judgements that every search makes of a state: threw, race, invariant, stuck.
import type { CallEnd } from './automaton.ts';
import { Machine } from './machine.ts';
import type { Monitor, StateView, Violation } from './monitor.ts';
import { THREW } from './operations.ts';
import type { Program } from './program.ts';
import { describeCall, type System, threadAt, threadName, wordName } from './system.ts';

export class RunState implements StateView {
  readonly program: Program;
  readonly machine: Machine;
  readonly memory: Int32Array;
  /** The calls that ended before the first step. */
  readonly initialCalls: readonly CallEnd[];
  private readonly system: System;
  private readonly initial: Int32Array;

  constructor(program: Program, bytes: 1 | 2 | 4 = 4) {
    this.program = program;
    this.system = program.system;
    this.machine = new Machine(program.automaton, program.positions, program.crossings, bytes);
    this.memory = this.machine.memory;
    this.initialCalls = this.begin();
    this.initial = this.machine.record.slice();
  }

  /** As `begin`, without running anything. Only while the machine packs its words as it did at first. */
  restart(): readonly CallEnd[] {
    this.machine.load(this.initial, 0);
    return this.initialCalls;
  }

  /** Back to the initial state. */
  begin(): readonly CallEnd[] {
    this.machine.reset();
    return this.system.threads.flatMap((_, thread) => {
      this.machine.begin(thread);
      return this.program.callsOf(this.machine.crossing);
    });
  }

  local(thread: number): unknown {
    return this.program.automaton.localAt(this.machine.node(thread));
  }

  asleepOn(thread: number): number {
    return this.machine.isAsleep(thread) ? (this.program.automaton.word[this.machine.node(thread)] as number) : -1;
  }

  finished(thread: number): boolean {
    return this.machine.node(thread) === 0;
  }

  canMove(): boolean {
    for (let thread = 0; thread < this.system.threads.length; thread += 1) {
      if (this.machine.canRun(thread) || this.machine.canTimeOut(thread)) return true;
    }
    return false;
  }

  /** Threw, race, invariant: what may be wrong with the state after a move of `thread`. */
  judge(thread: number): Violation | undefined {
    return this.threw(thread) ?? this.race(thread) ?? this.invariant();
  }

  judgeInitial(): Violation | undefined {
    for (const thread of this.system.threads.keys()) {
      const violation = this.threw(thread) ?? this.race(thread);
      if (violation !== undefined) return violation;
    }
    return this.invariant();
  }

  /** Threw, race, invariant, whoever moved last; without words. */
  isWrong(): boolean {
    const { machine, program } = this;
    const threads = this.system.threads.length;
    for (let thread = 0; thread < threads; thread += 1) {
      if (program.automaton.kind[machine.node(thread)] === THREW || machine.racesWith(thread, thread) >= 0) return true;
    }
    return this.invariant() !== undefined;
  }

  /** Of a state in which nothing can move. */
  judgeStuck(monitor: Monitor | undefined, tag: number): Violation | undefined {
    const blocked = monitor?.stuck === undefined ? this.judgeBlocked() : monitor.stuck(tag, this);
    return blocked ?? this.judgeFinal();
  }

  /** Of a state in which nothing can move: the engine's own verdict on the threads that have not finished. */
  judgeBlocked(): Violation | undefined {
    const blocked = [...this.system.threads.keys()].filter((thread) => !this.mayRest(thread));
    if (blocked.length === 0) return undefined;
    const who = blocked.map((thread) => {
      const call = describeCall(this.system, thread, this.local(thread));
      return `${threadName(this.system, thread)} ${this.stateOf(thread)} in ${call}`;
    });
    return { kind: 'deadlock', message: `Nothing can move: ${who.join('; ')}.` };
  }

  private stateOf(thread: number): string {
    if (!this.machine.isSpinning(thread)) return `sleeps on ${wordName(this.system, this.asleepOn(thread))}`;
    const word = this.program.automaton.word[this.machine.node(thread)] as number;
    return `spins on ${wordName(this.system, word)}`;
  }

  /** Of a state in which nothing can move: the system's own word on how a run may end. */
  judgeFinal(): Violation | undefined {
    if (this.system.final === undefined) return undefined;
    if (![...this.system.threads.keys()].every((thread) => this.mayRest(thread))) return undefined;
    const message = this.system.final(this.memory);
    return message === undefined ? undefined : { kind: 'final', message };
  }

  private mayRest(thread: number): boolean {
    return this.finished(thread) || threadAt(this.system, thread).daemon === true;
  }

  private threw(thread: number): Violation | undefined {
    const { automaton } = this.program;
    const node = this.machine.node(thread);
    if (automaton.kind[node] !== THREW) return undefined;
    const call = describeCall(this.system, thread, automaton.localAt(node));
    const error = automaton.errors[automaton.word[node] as number] ?? '';
    return {
      kind: 'threw',
      message: `${threadName(this.system, thread)} threw in ${call}: ${error}`,
      detail: { thread },
    };
  }

  private race(thread: number): Violation | undefined {
    const other = this.machine.racesWith(thread);
    if (other < 0) return undefined;
    const conflict = this.program.positions.explain(this.machine.reach(thread), this.machine.reach(other));
    if (conflict === undefined) return undefined;
    const { word } = conflict;
    const first = this.accessText(thread, conflict.first);
    const second = this.accessText(other, conflict.second);
    const message = `Data race on ${wordName(this.system, word)}: ${first}, and ${second}; nothing orders the two.`;
    return {
      kind: 'race',
      message,
      detail: { word, threads: [thread, other], first: conflict.first, second: conflict.second },
    };
  }

  private accessText(thread: number, access: { readonly writes: boolean; readonly plain: boolean }): string {
    const local = this.local(thread);
    const call = local === undefined ? 'its last call' : describeCall(this.system, thread, local);
    const verb = access.writes ? 'writes' : 'reads';
    return `${threadName(this.system, thread)} ${verb} it ${access.plain ? 'plainly' : 'atomically'} in ${call}`;
  }

  private invariant(): Violation | undefined {
    const message = this.system.invariant?.(this.memory);
    return message === undefined ? undefined : { kind: 'invariant', message };
  }
}
