// Asks a monitor once about what it has to answer alike: a search comes to many states with the same memory and the same
// calls, and takes many steps that look alike to a model.
import type { Machine } from './machine.ts';
import type { Monitor, StateView, Violation } from './monitor.ts';
import type { Packing } from './packing.ts';
import type { Program } from './program.ts';
import { StateStore } from './state-store.ts';

/** Beyond so many it forgets, and asks again: what is remembered must not outgrow what it is remembered of. */
const REMEMBERED_MAX = 1_000_000;

/** Equal for two states exactly where memory, the call of each thread, and who sleeps where, are equal. */
export class ToldOnce {
  private readonly monitor: Monitor;
  private readonly program: Program;
  private packing: Packing;
  private views: StateStore;
  private view: Int32Array;
  private tags: (number | Violation)[] = [];
  private steps = new StateStore(5);
  /** Of the few steps that violate something. */
  private violations = new Map<number, Violation>();
  private readonly step = new Int32Array(5);

  constructor(monitor: Monitor, program: Program, machine: Machine) {
    this.monitor = monitor;
    this.program = program;
    this.packing = machine.packing;
    this.view = new Int32Array(machine.record.length);
    this.views = new StateStore(this.view.length);
  }

  tag(machine: Machine, state: StateView): number | Violation {
    if (machine.packing !== this.packing || this.views.count > REMEMBERED_MAX) this.forget(machine);
    const threads = this.program.system.threads.length;
    const { view } = this;
    let hash = machine.wordsHash;
    for (let thread = 0; thread < threads; thread += 1) {
      const seen = this.seen(machine, thread);
      view[thread] = seen;
      hash = (Math.imul(hash, 31) + seen) | 0;
    }
    for (let index = threads; index < view.length; index += 1) view[index] = machine.record[index] as number;
    const known = this.views.count;
    const number = this.views.add(view, hash);
    if (number < known) return this.tags[number] as number | Violation;
    const tag = this.monitor.tag(state);
    this.tags.push(tag);
    return tag;
  }

  /** What is packed otherwise cannot be compared. */
  private forget(machine: Machine): void {
    this.packing = machine.packing;
    this.view = new Int32Array(machine.record.length);
    this.views = new StateStore(this.view.length);
    this.tags = [];
  }

  /** As `Monitor.step`, of the step that the machine has just made. */
  judge(
    before: number,
    after: number,
    thread: number,
    from: number,
    timeout: boolean,
    machine: Machine,
  ): Violation | undefined {
    const { step } = this;
    const to = machine.node(thread);
    step[0] = before;
    step[1] = after;
    step[2] = from;
    step[3] = to;
    step[4] = machine.crossing * 2 + (timeout ? 1 : 0);
    if (this.steps.count > REMEMBERED_MAX) this.forgetSteps();
    const hash = Math.imul(Math.imul(Math.imul(before, 31) + after, 31) + from, 31) + to;
    const known = this.steps.count;
    const number = this.steps.add(step, (Math.imul(hash, 31) + (step[4] as number)) | 0);
    if (number < known) return this.violations.get(number);
    const move = this.program.move(from, timeout, machine.crossing);
    const violation = this.monitor.step(before, move, after, from, to);
    if (violation !== undefined) this.violations.set(number, violation);
    return violation;
  }

  private forgetSteps(): void {
    this.steps = new StateStore(5);
    this.violations = new Map();
  }

  /** The call of the thread, and the word it sleeps on. */
  private seen(machine: Machine, thread: number): number {
    const node = machine.node(thread);
    const { automaton } = this.program;
    const call = automaton.call[node] as number;
    return machine.isAsleep(thread)
      ? -2 - call * automaton.system.memory.length - (automaton.word[node] as number)
      : call;
  }
}
