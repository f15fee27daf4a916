// What decides between the steps of a run: random walk, PCT and schedules are strategies.
import type { Choice } from './choice.ts';
import type { Execution } from './execution.ts';

/** Decides which thread takes the next step of a run. */
export interface Strategy {
  /** A run starts. */
  begin(execution: Execution): void;
  /** One of `enabled`, which is not empty. */
  pick(enabled: readonly Choice[], execution: Execution): Choice;
}

/** Default bound on the steps of one run. */
export const STEPS_MAX_DEFAULT = 100_000;

/** Runs to the end, or to `maxSteps`. Gives the choices; `execution` holds the rest. */
export function runWith(strategy: Strategy, execution: Execution, maxSteps: number = STEPS_MAX_DEFAULT): Choice[] {
  const choices: Choice[] = [];
  strategy.begin(execution);
  while (choices.length < maxSteps) {
    const enabled = execution.enabled();
    if (enabled.length === 0) break;
    const choice = strategy.pick(enabled, execution);
    choices.push(choice);
    execution.take(choice);
  }
  return choices;
}
