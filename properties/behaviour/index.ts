/** What the callers of an implementation can see, as a set of histories: explored, compared, judged. */
export { countHistories, type Surplus, surplus } from './compare.ts';
export { END, Events, type Returned, type Word } from './events.ts';
export { type Behaviour, type BehaviourOptions, behaviourOf, type Seen } from './explore.ts';
export { type Judgement, judge, type Unexplained } from './judge.ts';
export { type Language, languageOf } from './language.ts';
export { HistoryMonitor } from './monitor.ts';
export { type Observed, observedSystem } from './observed.ts';
export { StepRecorder } from './steps.ts';
export { runThatShows } from './witness.ts';
