/** The check: sections, the rows they report, and counterexamples as tokens. */
export { comparedSection } from './compared.ts';
export { type Counterexample, ReplayError, type Replayed, replayRun, tokenOf } from './counterexample.ts';
export { externalSection, type Lend, type Part } from './external.ts';
export { fold } from './fold.ts';
export { type Counts, SCENARIO_COUNTS } from './manifest.ts';
export { programText } from './program-text.ts';
export { regressionOf } from './regressions.ts';
export { clauseText, type ReportOptions, runReport, traceReport } from './report.ts';
export { contextOf, type Execute, type Job, type RunOptions, runSections } from './run.ts';
export {
  type Context,
  isBad,
  PROFILES,
  type Profile,
  type Row,
  type Section,
  type SectionName,
  type Settings,
  type Verdict,
  verdictOf,
} from './section.ts';
export { SECTIONS, sectionNamed, sectionsOf } from './sections.ts';
export { type Shown, type ShowOptions, show } from './show.ts';
export type { Running } from './show-external.ts';
export {
  faultNamed,
  implementationNamed,
  isCheckerFault,
  modelFaultNamed,
  SOUND,
  scenariosFor,
  UnknownName,
} from './subject.ts';
export {
  decode,
  type ExternalToken,
  encode,
  type HistoryToken,
  type ModelToken,
  type RunToken,
  type SuiteToken,
  type Token,
  TokenError,
} from './token.ts';
export { VERSION } from './version.ts';
