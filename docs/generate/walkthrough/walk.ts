/**
 * Takes a run of a walkthrough: the implementation by its schedule, step by step, and the model beside it.
 *
 * After every step two judges must agree that the implementation's memory means what the model says: the checker's
 * refinement monitor, and the model alongside. Else there is no page, but a sentence that says where they part.
 */
import { ACTIONS, type Action, flagNames, NONE, type State } from '../../../model/index.ts';
import { IMPLEMENTATION, type Implementation } from '../../../properties/implementation.ts';
import { type CallEnd, type Execution, type Step, startExecution } from '../../../properties/interleaving/index.ts';
import { END } from '../../../properties/interleaving/operations.ts';
import { callAt, describeCall, type Local, shapeOf } from '../../../properties/programs/agent.ts';
import { type Call, configurationOf, type Result } from '../../../properties/programs/program.ts';
import { systemOf } from '../../../properties/programs/system.ts';
import { modelActions } from '../../../properties/refinement/explain.ts';
import { RefinementMonitor } from '../../../properties/refinement/monitor.ts';
import { Alongside, type CallsInStep, type Taken } from './alongside.ts';
import type { Run, Turn } from './story.ts';

/** The implementation did what the model does not, or the schedule is none of the program. */
export class Disagreement extends Error {}

export interface WalkedStep {
  /** Counted from 1; 0 is what a thread does before its first operation on a shared word. */
  readonly number: number;
  readonly thread: number;
  /** What the step is in the model: nothing, one action, or several. */
  readonly taken: readonly Taken[];
  readonly fellAsleep: boolean;
  readonly woke: readonly number[];
}

export interface Walked {
  readonly run: Run;
  readonly execution: Execution;
  readonly steps: readonly WalkedStep[];
}

export interface WalkOptions {
  /** Default: the one under `impl/`. */
  readonly implementation?: Implementation;
  /** Default: those of the model. */
  readonly actions?: readonly Action[];
  /** Without the refinement monitor, the model alongside is the only judge. Default: both judge. */
  readonly monitored?: boolean;
}

/** @throws Disagreement */
export function walk(run: Run, options: WalkOptions = {}): Walked {
  return new Walk(run, options).toTheEnd();
}

class Walk {
  readonly #run: Run;
  readonly #implementation: Implementation;
  readonly #execution: Execution;
  readonly #model: Alongside;
  readonly #steps: WalkedStep[] = [];

  constructor(run: Run, { implementation = IMPLEMENTATION, actions = ACTIONS, monitored = true }: WalkOptions) {
    const { program } = run;
    this.#run = run;
    this.#implementation = implementation;
    const monitor = new RefinementMonitor(program, implementation, modelActions(actions));
    const judge = monitored ? { monitor } : {};
    this.#execution = startExecution(systemOf(program, implementation), { ...judge, record: true });
    this.#model = new Alongside(configurationOf(program), actions);
  }

  toTheEnd(): Walked {
    this.#begin();
    for (const turn of this.#run.turns) this.#take(turn);
    this.#judge();
    const left = this.#execution.enabled().map(({ thread }) => this.#name(thread));
    if (left.length > 0) throw this.#disagreement(`the schedule is over, but ${left.join(' and ')} can go on`);
    this.#checkFinished();
    return { run: this.#run, execution: this.#execution, steps: this.#steps };
  }

  /** What the threads do before their first operations on shared words: each on its own messages, ports and calls. */
  #begin(): void {
    this.#judge();
    const after = this.#abstract();
    for (const thread of this.#run.program.threads.keys()) {
      const { ended, next } = this.#prologueOf(thread);
      const calls = this.#callsIn(thread, ended, next);
      const own = this.#onlyWith(thread, after);
      this.#keep(0, thread, this.#follow(own, calls, `before the first step of ${this.#name(thread)}`));
    }
  }

  #prologueOf(thread: number): { readonly ended: readonly CallEnd[]; readonly next: unknown } {
    const { prologue, program, system } = this.#execution;
    const { automaton } = program;
    const ended: CallEnd[] = prologue
      .filter(({ kind, node }) => kind === END && program.threadOf(node) === thread)
      .flatMap(({ node }) => automaton.ends[automaton.word[node] ?? NONE] ?? []);
    const last = ended.at(-1);
    return { ended, next: last === undefined ? system.threads[thread]?.start : last.next };
  }

  /** The state of the model, but what is of this thread is as in `after`. */
  #onlyWith(thread: number, after: State): State {
    const { messages, ports, threads } = this.#model.state;
    const { program } = this.#run;
    const merged = <T>(mine: readonly T[], theirs: readonly T[], whose: (index: number) => number | undefined): T[] =>
      mine.map((one, index) => (whose(index) === thread ? (theirs[index] ?? one) : one));
    return {
      messages: merged(messages, after.messages, (message) => program.messages[message]),
      ports: merged(ports, after.ports, (port) => program.ports[port]?.owner),
      threads: merged(threads, after.threads, (id) => id),
    };
  }

  #take(turn: Turn): void {
    const { thread, until, steps } = turn;
    const from = this.#steps.length;
    while (!isOver(turn, this.#steps.slice(from))) {
      const choice = this.#execution.enabled().find((one) => one.thread === thread && one.kind === 'run');
      if (choice === undefined) {
        if (until === undefined && steps === undefined && this.#steps.length > from) return;
        const what = until === undefined ? 'its turn' : `the action ${until}`;
        throw this.#disagreement(`${this.#name(thread)} cannot go on, before ${what}`);
      }
      this.#execution.take(choice);
      this.#judge();
      this.#afterStep();
    }
  }

  #afterStep(): void {
    const step = this.#execution.steps.at(-1);
    if (step === undefined) throw this.#disagreement('no step was recorded');
    const { thread } = step.choice;
    const calls = this.#callsIn(thread, step.calls, this.#execution.call(thread)?.local);
    const taken = this.#follow(this.#abstract(), calls, `after a step of ${this.#name(thread)}`);
    this.#keep(this.#execution.length, thread, taken, step);
  }

  #keep(number: number, thread: number, taken: readonly Taken[], step?: Step): void {
    this.#steps.push({ number, thread, taken, fellAsleep: (step?.asleepOn ?? -1) >= 0, woke: step?.woke ?? [] });
  }

  #callsIn(thread: number, ends: readonly CallEnd[], local: unknown): CallsInStep {
    const { program } = this.#run;
    const at = (where: unknown): Call => callAt(program, thread, where as Local);
    const ended = ends
      .filter((end) => end.local !== null)
      .map((end) => ({ call: at(end.local), result: end.result as Result }));
    return { thread, ended, goesOn: local === undefined || local === null ? undefined : at(local) };
  }

  #follow(after: State, calls: CallsInStep, when: string): readonly Taken[] {
    const before = this.#model.state;
    const taken = this.#model.follow(after, calls);
    if (taken !== undefined) return taken;
    const returned = calls.ended.map(({ call, result }) => `${describeCall(call)} gives ${resultText(result)}`);
    const ends = returned.length === 0 ? '' : `, and ${returned.join(', ')}`;
    throw this.#disagreement(
      `${when} the memory means ${stateText(after)}${ends}; no actions of the model lead there from ${stateText(before)}`,
    );
  }

  #abstract(): State {
    const { program } = this.#run;
    const { state } = this.#execution;
    const calls = program.threads.map((_, thread) => {
      const local = state.local(thread);
      return local === undefined || local === null ? undefined : callAt(program, thread, local as Local);
    });
    const { owners } = configurationOf(program);
    const concrete = { memory: state.memory, calls, originators: program.messages, owners };
    const abstract =
      this.#implementation.abstraction?.(shapeOf(program), concrete) ?? 'there is no abstraction function';
    if (typeof abstract === 'string') throw this.#disagreement(`the memory means nothing: ${abstract}`);
    return abstract;
  }

  /** The first of the two judges. */
  #judge(): void {
    const { violation } = this.#execution;
    if (violation !== undefined) throw this.#disagreement(violation.message);
  }

  #checkFinished(): void {
    for (const [thread, { daemon }] of this.#execution.system.threads.entries()) {
      if (daemon !== true && !this.#execution.isFinished(thread))
        throw this.#disagreement(`${this.#name(thread)} waits for ever`);
    }
  }

  #name(thread: number): string {
    return this.#run.threads[thread] ?? `thread ${thread}`;
  }

  #disagreement(what: string): Disagreement {
    const who = this.#implementation === IMPLEMENTATION ? 'impl/' : `"${this.#implementation.name}"`;
    return new Disagreement(
      `Walkthrough "${this.#run.title}", step ${this.#execution.length}: ${who} and the model do not agree: ` +
        `${what.replace(/\.$/, '')}. Repair whichever is wrong; no page is written until then.`,
    );
  }
}

/** A turn without a bound is over where its thread cannot go on. */
function isOver({ until, steps }: Turn, taken: readonly WalkedStep[]): boolean {
  if (steps !== undefined) return taken.length === steps;
  return until !== undefined && taken.some((step) => step.taken.some(({ action }) => action.name === until));
}

function resultText(result: Result): string {
  return 'value' in result ? `${result.value ?? 'nothing'}` : result.refused;
}

/** `message 0 {QUEUED} queued; thread 0 in domsg`. */
function stateText({ messages, threads }: State): string {
  const each = messages.map(({ flags, place, error }, id) => {
    const code = error === 0 ? '' : ` with error ${error}`;
    return `message ${id} {${flagNames(flags).join(' ')}} ${place}${code}`;
  });
  const inside = threads.flatMap(({ calls }, id) =>
    calls.length === 0 ? [] : [`thread ${id} in ${calls.at(-1)?.name}`],
  );
  return [...each, ...inside].join('; ');
}
