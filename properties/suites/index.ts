/** Somebody's own concurrent code: files that export suites, and what every interleaving of them shows. */

export { SuiteError, suiteName, suitesIn } from './load.ts';
export { type Finding, type Look, type Looked, lookAt } from './look.ts';
export { replaySuite } from './replay.ts';
