/** Programs on real worker threads, and the histories they leave. */
export {
  type CheckOptions,
  checkThreads,
  describeRejection,
  type NamedProgram,
  type PlannedRun,
  type Rejection,
  type ThreadsReport,
} from './check.ts';
export { type FindOnThreadsOptions, findOnThreads } from './faults.ts';
export { type HistoryTextOptions, historyText } from './history-text.ts';
export { JITTER_MODES, type JitterMode } from './jitter.ts';
export { WorkerPool } from './pool.ts';
export { whyNotOnThreads } from './probe.ts';
export {
  describeUnfinished,
  type Observation,
  observe,
  type Recording,
  type RunOptions,
  record,
  runOnThreads,
  ThreadsError,
  type Unfinished,
} from './run.ts';
export { SHOWINGS, type Showing, UNSEEN } from './showing.ts';
export type { SeededFault } from './subject.ts';
