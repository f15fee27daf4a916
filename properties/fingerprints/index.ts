/** Fingerprints of programs, implementations and the model: whether a counterexample is of what there is today. */
export { fingerprintOf2003, fingerprintOfModel, fingerprintOfModelFaults, fingerprintOfPorts } from './built.ts';
export { canonical, fingerprint } from './fingerprint.ts';
export {
  type Changed,
  changedSince,
  changedText,
  type Fingerprints,
  fingerprintsOf,
  fingerprintsText,
  type Part,
  packFingerprints,
  unpackFingerprints,
} from './fingerprints.ts';
export { fingerprintOfFile, fingerprintOfImports, fingerprintOfModules } from './modules.ts';
