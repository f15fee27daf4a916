// Many single runs by one strategy. What sampling does not find is not thereby absent: there is no verdict "holds".
import type { Choice } from './choice.ts';
import { Execution } from './execution.ts';
import type { Monitor, Violation } from './monitor.ts';
import { type Program, programOf } from './program.ts';
import { Random } from './random.ts';
import { follow } from './replay.ts';
import { type StrategyName, strategyNamed } from './strategies.ts';
import { runWith, STEPS_MAX_DEFAULT } from './strategy.ts';
import type { Limits, System } from './system.ts';

/** How many runs, drawn how, and who judges them. */
export interface SampleOptions {
  readonly seed: number;
  /** How many runs. Default 1000. */
  readonly runs?: number;
  /** Default: random-walk. */
  readonly strategy?: StrategyName;
  /** Of PCT. Default 3. */
  readonly depth?: number;
  /** Steps after which a run is cut off. Default 100 000. */
  readonly maxSteps?: number;
  readonly monitor?: Monitor;
  /** Called after every run; `false` stops. */
  readonly onProgress?: (runs: number, steps: number) => boolean | undefined;
  readonly limits?: Limits;
}

/** What came of a sample. Runs that none failed of leave it undecided. */
export interface SampleResult {
  readonly verdict: 'violated' | 'undecided';
  readonly violation?: Violation;
  /** The run that failed. */
  readonly schedule?: readonly Choice[];
  readonly runs: number;
  readonly steps: number;
  /** Runs that were cut off at `maxSteps`. */
  readonly cut: number;
}

export function sample(from: System | Program, options: SampleOptions): SampleResult {
  const program = programOf(from, options.limits);
  const execution = new Execution(program, options.monitor === undefined ? {} : { monitor: options.monitor });
  const random = new Random(options.seed);
  const strategy = strategyNamed(options.strategy ?? 'random-walk', random, options.depth);
  const maxSteps = options.maxSteps ?? STEPS_MAX_DEFAULT;
  let steps = 0;
  let cut = 0;
  for (let runs = 1; runs <= (options.runs ?? 1000); runs += 1) {
    execution.restart();
    const schedule = runWith(strategy, execution, maxSteps);
    steps += schedule.length;
    const { violation } = execution;
    if (violation !== undefined) {
      const told = violation.kind === 'deadlock' ? (follow(program, schedule).violation ?? violation) : violation;
      return { verdict: 'violated', violation: told, schedule, runs, steps, cut };
    }
    if (execution.enabled().length > 0) cut += 1;
    if (options.onProgress?.(runs, steps) === false) return { verdict: 'undecided', runs, steps, cut };
  }
  return { verdict: 'undecided', runs: options.runs ?? 1000, steps, cut };
}
