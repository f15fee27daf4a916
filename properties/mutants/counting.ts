/** On a thread of its own: loads a module, and tells how often each part of each module has run since. */
import { type Profiler, Session } from 'node:inspector/promises';
import { parentPort, workerData } from 'node:worker_threads';

/** What V8 counts of one module. */
export type Counted = Profiler.ScriptCoverage;

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
await import(workerData);
const { result } = await session.post('Profiler.takePreciseCoverage');
parentPort?.postMessage(result);
