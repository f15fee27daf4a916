/** The checker: the model explored, an implementation held to it, and the parts it is made of. */
export * from './audit/index.ts';
export {
  type Behaviour,
  behaviourOf,
  countHistories,
  type Judgement,
  judge,
  type Seen as SeenHistories,
  surplus,
} from './behaviour/index.ts';
export * from './check/index.ts';
export { accept } from './history/accept.ts';
export type { History, HistoryEvent, Seen } from './history/history.ts';
export {
  type Begins,
  type Concrete,
  IMPLEMENTATION,
  type Implementation,
  type Ports,
  type Shape,
  withThread,
} from './implementation.ts';
export { checkModel, checkModelFaults } from './model/index.ts';
export { exhaustiveInParallel, type ParallelOptions, type Source as SystemSource } from './parallel/index.ts';
export * as build from './programs/build.ts';
export {
  type BeginSpec,
  type Call,
  configurationOf,
  type Operation,
  type PortSpec,
  type Program,
  type Result,
  type Serve,
} from './programs/program.ts';
export { SCENARIOS, type Scenario } from './programs/scenarios.ts';
export { systemOf } from './programs/system.ts';
export { RefinementMonitor } from './refinement/monitor.ts';
export {
  FOLDER as REGRESSIONS,
  type Regression,
  RegressionError,
  type Remembered,
  remember,
  remembered,
  type Tried,
  tryAgain,
} from './regressions/index.ts';
export { type SampleReport, sampleImplementation } from './sampling/index.ts';
export { checkThreads, runOnThreads, type ThreadsReport } from './threads/index.ts';
export * from './transitions/index.ts';
