/** Programs on real worker threads, and the histories they leave. */
export type { JitterMode } from './jitter.ts';
export { WorkerPool } from './pool.ts';
export {
  describeUnfinished,
  type Observation,
  observe,
  type RunOptions,
  runOnThreads,
  ThreadsError,
  type Unfinished,
} from './run.ts';
