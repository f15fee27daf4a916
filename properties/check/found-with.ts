/** What a counterexample is found with, as fingerprints: those that its token carries, and those that a replay compares. */
import {
  canonical,
  type Fingerprints,
  fingerprint,
  fingerprintOfModel,
  fingerprintOfModelFaults,
  fingerprintsOf,
} from '../fingerprints/index.ts';
import type { Implementation } from '../implementation.ts';
import { CALLER_VIEWS, MODEL_FAULTS, PROFILES } from '../model/index.ts';
import type { Program } from '../programs/program.ts';
import type { ModelToken } from './token.ts';

/** Of a run. @param against the implementation that does not show it, where that is all there is to it */
export function runFingerprints(
  program: Program,
  implementation: Implementation,
  against?: Implementation,
): Fingerprints {
  return fingerprintsOf({
    program: programFingerprint(program),
    implementation: implementation.fingerprint?.(),
    against: against?.fingerprint?.(),
    model: fingerprintOfModel(),
  });
}

/** Of a history that is only judged. @param implementation that made it, where that is known */
export function historyFingerprints(program: Program, implementation?: Implementation): Fingerprints {
  return fingerprintsOf({
    program: programFingerprint(program),
    implementation: implementation?.fingerprint?.(),
    model: fingerprintOfModel(),
  });
}

/** Of a violation of the model: the world is what runs, and a seeded fault is a part of the model. */
export function modelFingerprints({ configuration, fault }: Pick<ModelToken, 'configuration' | 'fault'>): Fingerprints {
  const named = [...PROFILES.deep, ...CALLER_VIEWS].find(({ name }) => name === configuration);
  const world = MODEL_FAULTS.find(({ name }) => name === fault)?.world ?? named;
  return fingerprintsOf({
    program: world === undefined ? undefined : fingerprint([canonical(world)]),
    model: fault === undefined ? fingerprintOfModel() : fingerprintOfFaultyModel(fault),
  });
}

function fingerprintOfFaultyModel(fault: string): string | undefined {
  const [model, faults] = [fingerprintOfModel(), fingerprintOfModelFaults()];
  return model === undefined || faults === undefined ? undefined : fingerprint([model, faults, fault]);
}

function programFingerprint(program: Program): string {
  return fingerprint([canonical(program)]);
}
