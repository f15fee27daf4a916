// A schedule as a short list of preemptions over a deterministic base scheduler. Each is addressed by the call and the
// step in it, not by the number of the step in the run, so it keeps its meaning when other calls are taken away: that
// is what lets programs and schedules be shrunk together.
//
// The base runs a thread until it blocks, finishes, or has to try a call again; then the lowest-numbered thread that
// can run, or (again) the next one round; time limits pass only when nothing can run.
import { type Choice, choiceOf, sameChoice } from './choice.ts';
import { Execution } from './execution.ts';
import type { Monitor, Violation } from './monitor.ts';
import { type Program, programOf } from './program.ts';
import { runWith, type Strategy } from './strategy.ts';
import type { System } from './system.ts';

/** When the base is about to run step `step` (from 0) of the call `op`, thread `to` goes instead, if it can. Once. */
export interface Preemption {
  /** Identity of the call: see `VirtualThread.identify`. */
  readonly op: string;
  readonly step: number;
  readonly to: number;
  /** The time limit of `to`'s wait passes, rather than its running on. */
  readonly timeout?: true;
}

/** A schedule as its preemptions; between them every thread runs as long as it can. */
export type Schedule = readonly Preemption[];

/** What a schedule has come to when it was run. */
export interface ScheduledRun {
  readonly choices: readonly Choice[];
  /** Preemptions that were never reached, or whose thread could not go. */
  readonly ignored: number;
  readonly violation?: Violation;
}

/** Runs a schedule: each thread as long as it can, and the preemptions where they are reached. */
export class ScheduleStrategy implements Strategy {
  private readonly waiting = new Map<string, Preemption[]>();
  private readonly schedule: Schedule;
  private applied = 0;
  private current = 0;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
  }

  get ignored(): number {
    return this.schedule.length - this.applied;
  }

  begin(): void {
    this.applied = 0;
    this.current = 0;
    this.waiting.clear();
    for (const preemption of this.schedule) {
      const key = address(preemption.op, preemption.step);
      const list = this.waiting.get(key);
      if (list === undefined) this.waiting.set(key, [preemption]);
      else list.push(preemption);
    }
  }

  pick(enabled: readonly Choice[], execution: Execution): Choice {
    const base = baseChoice(enabled, this.current, execution.retried);
    const choice = this.preempted(base, enabled, execution) ?? base;
    this.current = choice.thread;
    return choice;
  }

  private preempted(base: Choice, enabled: readonly Choice[], execution: Execution): Choice | undefined {
    const call = execution.call(base.thread);
    const list = call && this.waiting.get(address(call.operation, call.steps));
    for (let next = list?.shift(); next !== undefined; next = list?.shift()) {
      const choice = choiceOf(next.to * 2 + (next.timeout === true ? 1 : 0));
      if (choice === base || !enabled.includes(choice)) continue;
      this.applied += 1;
      return choice;
    }
    return undefined;
  }
}

/** The run of a schedule. `maxSteps`: see `runWith`. */
export function toChoices(
  from: System | Program,
  schedule: Schedule,
  options: { readonly monitor?: Monitor; readonly maxSteps?: number } = {},
): ScheduledRun {
  const execution = new Execution(programOf(from), options);
  const strategy = new ScheduleStrategy(schedule);
  const choices = runWith(strategy, execution, options.maxSteps);
  const { violation } = execution;
  return { choices, ignored: strategy.ignored, ...(violation === undefined ? {} : { violation }) };
}

/**
 * The preemptions with which `toChoices` takes these very choices (and then, if they stop short, runs on by the base).
 * Throws where the choices are no run of the system.
 */
export function fromChoices(from: System | Program, choices: readonly Choice[]): Schedule {
  const execution = new Execution(programOf(from));
  const schedule: Preemption[] = [];
  let current = 0;
  for (const choice of choices) {
    const base = baseChoice(execution.enabled(), current, execution.retried);
    // A step of a call is run once, so a preemption made for a step is used up before the step can come again: no
    // preemption is left that could strike where the run went the way of the base.
    if (!sameChoice(choice, base)) schedule.push(preemption(base, choice, execution));
    execution.take(choice);
    current = choice.thread;
  }
  return schedule;
}

function preemption(base: Choice, choice: Choice, execution: Execution): Preemption {
  const call = execution.call(base.thread);
  if (call === undefined) throw new Error(`Thread ${base.thread} has finished and cannot be preempted.`);
  const plain = { op: call.operation, step: call.steps, to: choice.thread };
  return choice.kind === 'timeout' ? { ...plain, timeout: true } : plain;
}

/** What the base scheduler takes. @param current the thread that went last @param retried it has to try its call again */
export function baseChoice(enabled: readonly Choice[], current: number, retried: boolean): Choice {
  let lowest: Choice | undefined;
  let next: Choice | undefined;
  let same: Choice | undefined;
  for (const choice of enabled) {
    if (choice.kind === 'timeout') continue;
    if (choice.thread === current) same = choice;
    lowest ??= choice;
    if (choice.thread > current) next ??= choice;
  }
  const chosen = retried ? (next ?? lowest) : (same ?? lowest);
  if (chosen !== undefined) return chosen;
  const first = enabled[0];
  if (first === undefined) throw new Error('Nothing can move: the run is over.');
  return first;
}

function address(op: string, step: number): string {
  return `${step} ${op}`;
}
