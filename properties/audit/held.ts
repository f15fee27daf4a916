/**
 * How an implementation is held to the model: by its steps, if it says what its memory means; else by the histories that
 * its callers see.
 */
import { Events, HistoryMonitor, observedSystem, StepRecorder } from '../behaviour/index.ts';
import type { AcceptorOptions } from '../history/acceptor.ts';
import type { Implementation } from '../implementation.ts';
import type { Monitor, System } from '../interleaving/index.ts';
import type { Program } from '../programs/program.ts';
import { systemOf } from '../programs/system.ts';
import { RefinementMonitor } from '../refinement/monitor.ts';

/** What is run: where steps are not judged, there is the more to be seen. */
export function judgedSystem(program: Program, implementation: Implementation): System {
  return (implementation.abstraction === undefined ? observedSystem : systemOf)(program, implementation);
}

/** For one run of a program: what is run, and who judges it. */
export function heldRun(program: Program, implementation: Implementation): { system: System; monitor: Monitor } {
  const system = judgedSystem(program, implementation);
  if (implementation.abstraction !== undefined) {
    return { system, monitor: new RefinementMonitor(program, implementation) };
  }
  return { system, monitor: new HistoryMonitor(program, dialectOf(implementation)) };
}

/** For one run that is only looked at. */
export function seenRun(program: Program, implementation: Implementation): { system: System; monitor: Monitor } {
  const monitor = new StepRecorder(program.threads.length, new Events());
  return { system: observedSystem(program, implementation), monitor };
}

/** What its histories need not show. */
export function dialectOf({ promises = {} }: Pick<Implementation, 'promises'>): AcceptorOptions {
  const { refusals = true, storesSynchronousCode = true } = promises;
  return { refusals, storesSynchronousCode };
}
