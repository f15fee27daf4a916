/** Implementations in any language, as processes that speak lwkt-port/1. */
export { type Counterexample as ExternalCounterexample, type Explored, exploreStates } from './exhaustive.ts';
export { laneLines } from './lanes.ts';
export { Peer } from './peer.ts';
export { Closed, ExternalError, LineProcess, type ProcessOptions } from './process.ts';
export { type Hello, type Mode, type Position, PROTOCOL, type Request } from './protocol.ts';
export { judgeHistory, type Ran, run } from './runs.ts';
export { atRandom, inOrder, type Sampled } from './schedules.ts';
export { shrink } from './shrink.ts';
export { type Taken, Walk } from './walk.ts';
