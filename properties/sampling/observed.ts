/**
 * A run under refinement, with its history written down and what it met counted. Of an implementation that does not say what
 * its memory means there is the history alone.
 */
import type { Observed } from '../behaviour/index.ts';
import type { HistoryEvent } from '../history/history.ts';
import type { Implementation } from '../implementation.ts';
import type { CallEnd, Monitor, Move, StateView, Violation } from '../interleaving/index.ts';
import { callAt, firstLocal, type Local } from '../programs/agent.ts';
import type { Program } from '../programs/program.ts';
import type { ModelActions } from '../refinement/explain.ts';
import { RefinementMonitor } from '../refinement/monitor.ts';
import type { Coverage } from './coverage.ts';

export class ObservedRuns implements Monitor {
  readonly #program: Program;
  readonly #refinement: RefinementMonitor | undefined;
  readonly #coverage: Coverage;
  #events: HistoryEvent[] = [];
  /** Nothing could move at the end. */
  quiescent = false;

  constructor(program: Program, implementation: Implementation, coverage: Coverage, actions?: ModelActions) {
    this.#program = program;
    if (implementation.abstraction !== undefined) {
      this.#refinement = new RefinementMonitor(program, implementation, actions);
    }
    this.#coverage = coverage;
  }

  /** The events of the run so far. */
  get events(): readonly HistoryEvent[] {
    return this.#events;
  }

  tag(state: StateView): number | Violation {
    return this.#refinement?.tag(state) ?? 0;
  }

  begin(tag: number, ends: readonly CallEnd[]): Violation | undefined {
    this.#events = [];
    this.quiescent = false;
    for (const [thread, operations] of this.#program.threads.entries()) {
      const first = firstLocal(operations);
      if (first !== undefined) this.#called(thread, first, tag);
      for (const end of ends) if (end.thread === thread && end.local !== null) this.#ended(end, tag, tag);
    }
    return this.#refinement?.begin(tag, ends);
  }

  step(before: number, move: Move, after: number, from: number, to: number): Violation | undefined {
    for (const end of move.calls) {
      if (end.thread < this.#program.threads.length) this.#ended(end, before, after);
    }
    return this.#refinement?.step(before, move, after, from, to);
  }

  stuck(tag: number, state: StateView): Violation | undefined {
    this.quiescent = true;
    return this.#refinement?.stuck(tag, state);
  }

  #called(thread: number, local: Local, tag: number): void {
    const call = callAt(this.#program, thread, local);
    this.#events.push({ thread, call });
    if (this.#refinement !== undefined) this.#coverage.called(call, this.#refinement.stateOf(tag));
  }

  #ended(end: CallEnd, before: number, after: number): void {
    const call = callAt(this.#program, end.thread, end.local as Local);
    const { seen, ...result } = end.result as Observed;
    this.#events.push({ thread: end.thread, result, ...(seen === undefined ? {} : { seen }) });
    if (this.#refinement !== undefined) {
      this.#coverage.returned(this.#program, call, result, this.#refinement.stateOf(before));
    }
    if (end.next !== undefined && end.next !== null) this.#called(end.thread, end.next as Local, after);
  }
}
