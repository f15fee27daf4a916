// The public face: the model explored, its properties checked, and the faults that prove them awake.
export { type CallerView, type CallerViewResult, callerChooses, compareViews } from './caller-view.ts';
export {
  type CheckModelOptions,
  checkModel,
  type ModelReport,
  type ModelRow,
  type Verdict,
  type WitnessRow,
} from './check.ts';
export {
  type AwakeRow,
  allProperties,
  type CheckModelFaultsOptions,
  checkModelFaults,
  type ModelFaultReport,
  type ModelFaultRow,
} from './check-faults.ts';
export { CALLER_VIEWS, PROFILES, type Profile, worldNamed } from './configurations.ts';
export type { Agent, World } from './environment.ts';
export { EXERCISED, WORLDS } from './exercised.ts';
export {
  ALL_PROPERTIES,
  type Explored,
  type ExploreOptions,
  explore,
  type ModelStep,
  type ModelViolation,
  type Properties,
} from './explore.ts';
export { MODEL_FAULTS, type ModelFault } from './faults/index.ts';
export { breaksGivingUp, givingUp } from './giving-up.ts';
export { type Counts, MANIFEST } from './manifest.ts';
export { WITNESSES, type Witness } from './witnesses.ts';
