// The public face: concurrent programs over shared memory, run through every interleaving, or through many.
export type { CallEnd } from './automaton.ts';
export { type Choice, sameChoice } from './choice.ts';
export { type EndStates, endStatesText, type Waiting } from './end-states.ts';
export { type EveryStep, type EveryStepOptions, everyStep, type Teller, type ToldStep } from './every-step.ts';
export { type CallInProgress, Execution, type ExecutionOptions, type Step, startExecution } from './execution.ts';
export { type ExhaustiveOptions, type ExhaustiveResult, exhaustive } from './exhaustive.ts';
export { type Explanation, explainSleepers } from './explain.ts';
export { type Exploration, explore, livenessSentences, type SampledRuns, sample } from './explore.ts';
export { byMessage, type Failure, failuresOf, type SortOf } from './failures.ts';
export { type Fewest, type FewestOptions, fewestPreemptions } from './fewest-preemptions.ts';
export {
  CannotCheck,
  checkSuite,
  type InterleaveOptions,
  interleave,
  LookAlikes,
  onSuite,
  SUITE_LIMITS,
  type Suite,
  withLookAlikes,
} from './globals/index.ts';
export { type LanesOptions, lanes } from './lanes.ts';
export { closedPrefix, type FollowedLoop, followLoop, type Loop, LoopWatch, violationOf } from './lasso.ts';
export type { Access } from './machine.ts';
export { type FullMemory, fullMemory, type SharedMemory } from './memory.ts';
export { type MergeOptions, mergeHistories } from './merge-histories.ts';
export type { Monitor, Move, StateView, Violation, ViolationKind } from './monitor.ts';
export { type NaiveResult, naive } from './naive.ts';
export { Pct } from './pct.ts';
export { Portfolio } from './portfolio.ts';
export { Pos } from './pos.ts';
export { type Estimate, estimate, type ProbeOptions } from './probes.ts';
export { Program } from './program.ts';
export { Random, type RandomState } from './random.ts';
export { RandomWalk } from './random-walk.ts';
export { replay } from './replay.ts';
export type { SampleOptions, SampleResult } from './sample.ts';
export {
  fromChoices,
  type Preemption,
  type Schedule,
  type ScheduledRun,
  ScheduleStrategy,
  toChoices,
} from './schedule.ts';
export { SelectiveWalk } from './selective-walk.ts';
export {
  type Coverage,
  coverageOf,
  estimateStates,
  type RunLengths,
  type StatesEstimate,
} from './state-estimate.ts';
export { STRATEGY_NAMES, type StrategyName, strategyNamed } from './strategies.ts';
export { runWith, type Strategy } from './strategy.ts';
export {
  AGAIN,
  type Limits,
  type Outcome,
  plainThread,
  type System,
  sequence,
  type Update,
  type VirtualThread,
} from './system.ts';
export { UniformWalk } from './uniform-walk.ts';
