// A run without an end, as two finite ones: a prefix, and a loop that comes back to where it began and so can be repeated
// for ever. Whoever is shown one need not believe the search: taken again step by step, it is seen to close, to be fair,
// and to leave a call open.
import type { Choice } from './choice.ts';
import type { Execution } from './execution.ts';
import { explainSleeper } from './explain.ts';
import type { Monitor, Violation } from './monitor.ts';
import { type Program, programOf } from './program.ts';
import { follow } from './replay.ts';
import { describeCall, type System, threadAt, threadName, wordName } from './system.ts';

/** A part of a run that repeats for ever, and whose call never ends in it. */
export interface Loop {
  readonly choices: readonly Choice[];
  /** The thread whose call never ends; -1: it is no call, but something that the monitor awaits. */
  readonly thread: number;
}

/** What is seen of the loop while it is taken for the first time. */
export class LoopWatch {
  private readonly execution: Execution;
  private readonly from: number;
  private readonly start: readonly number[];
  /** Threads that have had their turn, or could not take it. */
  private readonly fair = new Set<number>();
  private readonly able = new Set<number>();
  private readonly moved = new Set<number>();
  private readonly completing = new Set<number>();
  private readonly done = new Set<string>();

  /** The execution is where the loop begins. It has to be recorded. */
  constructor(execution: Execution) {
    this.execution = execution;
    this.from = execution.length;
    this.start = execution.snapshot();
    this.meet();
  }

  /** A step was taken. */
  see(thread: number): void {
    const { execution } = this;
    const step = execution.steps[execution.length - 1];
    this.moved.add(thread);
    this.fair.add(thread);
    if (step?.calls.some(({ again }) => !again) === true) this.completing.add(thread);
    if (step !== undefined) this.done.add(`${thread} ${execution.program.automaton.operationAt(step.node)}`);
    this.meet();
  }

  private meet(): void {
    const able = new Set(this.execution.enabled().map((choice) => choice.thread));
    for (const thread of this.execution.system.threads.keys()) {
      if (able.has(thread)) this.able.add(thread);
      else this.fair.add(thread);
    }
  }

  get closes(): boolean {
    const { length } = this.execution;
    const end = this.execution.snapshot();
    return length > this.from && this.start.every((value, index) => value === end[index]);
  }

  /** What is wrong with it as a loop in which a call of the thread never ends; undefined: nothing. */
  flaw(thread: number): string | undefined {
    const { system } = this.execution;
    if (!this.closes) return 'the state after the loop is not the state before it';
    for (const each of system.threads.keys()) {
      if (!this.fair.has(each)) return `${threadName(system, each)} could go on all through the loop, and never does`;
    }
    if (thread < 0) return undefined;
    if (threadAt(system, thread).daemon === true)
      return `${threadName(system, thread)} is a daemon and need not end a call`;
    if (this.execution.isFinished(thread)) return `${threadName(system, thread)} has finished before the loop`;
    return this.completing.has(thread) ? `${threadName(system, thread)} completes a call in the loop` : undefined;
  }

  get someoneCompletes(): boolean {
    return this.completing.size > 0;
  }

  /** The call of the thread that never ends, in words. */
  sentence(thread: number): string {
    const { system, state } = this.execution;
    const call = describeCall(system, thread, state.local(thread));
    const others = [...this.completing].sort((one, other) => one - other).map((each) => threadName(system, each));
    const end =
      others.length === 0
        ? 'no call ends in the loop'
        : `${others.join(' and ')} ${others.length === 1 ? 'completes' : 'complete'} calls in the loop`;
    const how = `every thread has its turn or is blocked, and ${end}`;
    return `${threadName(system, thread)} never completes ${call}: ${this.does(thread)}; ${how}.`;
  }

  private does(thread: number): string {
    const { system, state } = this.execution;
    if (this.moved.has(thread)) {
      const own = [...this.done].filter((text) => text.startsWith(`${thread} `));
      return `all it does in the loop is ${own.map((text) => `"${text.slice(`${thread} `.length)}"`).join(', ')}`;
    }
    if (this.able.has(thread)) return 'it could go on now and then, and is passed over each time';
    const word = state.asleepOn(thread);
    return word < 0
      ? 'it spins, and never finds what it looks for'
      : `it sleeps on ${wordName(system, word)} all the while`;
  }

  /** Why the thread sleeps all through the loop, if it does. */
  explanation(thread: number): ReturnType<typeof explainSleeper> | undefined {
    if (thread < 0 || this.able.has(thread) || this.execution.state.asleepOn(thread) < 0) return undefined;
    return explainSleeper(this.execution, thread);
  }
}

/** Which kind it is, as far as one loop tells. Steps of a sleeper are not asked here: see `explanation`. */
export function violationOf(watch: LoopWatch, thread: number): Violation {
  const explanation = watch.explanation(thread);
  const lost = explanation?.kind === 'lost-wakeup';
  const kind = lost ? 'lost-wakeup' : watch.someoneCompletes ? 'starvation' : 'livelock';
  const sentences = explanation === undefined ? {} : { explanation: explanation.sentences };
  return { kind, message: watch.sentence(thread), detail: { thread, ...sentences } };
}

/** A run with its loop, taken once. */
export interface FollowedLoop {
  readonly execution: Execution;
  readonly watch: LoopWatch;
  /** Steps before the loop that closes. */
  readonly loopAt: number;
}

/**
 * Takes the prefix, and the loop once. A round more goes before it where the loop does not close the first time: it was
 * found in states that are one up to what calls have read and forgotten. In a round each thread that moves ends a call, or
 * it would read without a bound, and begins one anew; so from the second round on it has read the same as in the one before.
 *
 * @throws Error where it is no run of the system, or does not close
 */
export function followLoop(
  from: System | Program,
  prefix: readonly Choice[],
  { choices, thread }: Loop,
  options: { readonly monitor?: Monitor } = {},
): FollowedLoop {
  const execution = follow(programOf(from), prefix, options);
  const first = { execution, watch: new LoopWatch(execution), loopAt: execution.length };
  const at = round(first, choices);
  if (at < choices.length) throw new Error(divergence(execution, choices, at));
  if (first.watch.closes) return checked(first, thread);
  const second = { execution, watch: new LoopWatch(execution), loopAt: execution.length };
  round(second, choices);
  return checked(second, thread);
}

/** The steps before the loop, with which it closes at once. @throws Error as `followLoop` */
export function closedPrefix(from: System | Program, prefix: readonly Choice[], loop: Loop): readonly Choice[] {
  const { loopAt } = followLoop(from, prefix, loop);
  return loopAt === prefix.length ? prefix : [...prefix, ...loop.choices];
}

/** How many of the choices could be taken. */
function round({ execution, watch }: FollowedLoop, choices: readonly Choice[]): number {
  const at = choices.findIndex((choice) => {
    if (!execution.isEnabled(choice)) return true;
    execution.take(choice);
    watch.see(choice.thread);
    return false;
  });
  return at < 0 ? choices.length : at;
}

function divergence({ system }: Execution, choices: readonly Choice[], index: number): string {
  const thread = choices[index]?.thread ?? 0;
  const name = system.threads[thread] === undefined ? 'no such thread' : threadName(system, thread);
  return (
    `The replay diverges at step ${index + 1} of the ${choices.length} of the loop: thread ${thread} (${name}) cannot move there. ` +
    'The usual cause is that the code has changed since the recording.'
  );
}

function checked(followed: FollowedLoop, thread: number): FollowedLoop {
  const flaw = followed.watch.flaw(thread);
  if (flaw === undefined) return followed;
  throw new Error(
    `This is no run that goes on for ever as it was recorded: ${flaw}. ` +
      'The usual cause is that the code has changed since the recording.',
  );
}
