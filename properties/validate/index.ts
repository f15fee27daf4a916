/** Recorded histories: read, judged by the model, and written. */
export { Unreadable } from './fields.ts';
export { type Judgement, type JudgeOptions, judge, type Verdict } from './judge.ts';
export { linesOf } from './lines.ts';
export { EventReader, FORMAT, readHeader, type TraceEnd, type TraceHeader } from './read.ts';
export { traceLines } from './write.ts';
