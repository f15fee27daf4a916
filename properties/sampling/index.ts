/** fast-check programs and schedules beyond what can be exhausted. */
export { type Case, cases } from './arbitrary.ts';
export { callersCanTell, type Difference } from './caller-view.ts';
export { isCareful } from './careful.ts';
export { Coverage, FLOORS } from './coverage.ts';
export { type Draw, generateProgram, SIZE, type Size } from './generate.ts';
export { type Finding, runCase, type SampleOptions, type SampleReport, sampleImplementation } from './sample.ts';
