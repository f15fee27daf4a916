/** Somebody's own concurrent code: files that export suites, and what every interleaving of them shows. */

export { SuiteError, suiteFingerprints, suiteName, suitesIn } from './load.ts';
export { type Finding, type Look, type Looked, lookAt } from './look.ts';
export { type Others, type Retaken, replaySuite } from './replay.ts';
