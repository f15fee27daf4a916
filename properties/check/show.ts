/** A token as a screenful of text, made by doing again what it says; and whether it still shows a violation. */
import type { ClauseId } from '../../model/index.ts';
import { compared, witnessOf } from '../audit/difference.ts';
import { revisionText } from '../audit/revision.ts';
import { accept } from '../history/accept.ts';
import type { Implementation } from '../implementation.ts';
import {
  CALLER_VIEWS,
  callerChooses,
  checkModelFaults,
  compareViews,
  explore,
  type ModelViolation,
  PROFILES,
} from '../model/index.ts';
import { clauseOf } from '../refinement/clause-of.ts';
import { replaySuite, suiteName } from '../suites/index.ts';
import { historyText } from '../threads/index.ts';
import { certificateText, certify } from './certify.ts';
import { ReplayError, type Replayed, replayRun, tokenOf } from './counterexample.ts';
import { whatChanged } from './fingerprints.ts';
import { programText } from './program-text.ts';
import { clauseText, happened, type ReportOptions, runReport, traceReport } from './report.ts';
import { type Running, showExternal } from './show-external.ts';
import { implementationNamed, UnknownName } from './subject.ts';
import {
  decode,
  fingerprintsNow,
  type HistoryToken,
  type ModelToken,
  type RunToken,
  type SuiteToken,
  type Token,
  unpackChoices,
  unpackLoop,
} from './token.ts';

/** A counterexample that was run again, as text and as what it shows. */
export interface Shown {
  readonly text: string;
  readonly violated: boolean;
  readonly clause?: ClauseId;
  readonly message?: string;
  readonly steps: number;
  /** Sentences on what is not as it was when the token was made. */
  readonly changed?: readonly string[];
}

/** The page, where implementations come from, and what may be run. */
export interface ShowOptions extends ReportOptions {
  /** Loads what a token names. Default: afresh each time. */
  readonly implementation?: (name: string) => Promise<Implementation>;
  /** The process that may be run, where the token is of one. */
  readonly exec?: Running;
  /** Make a run as small as it gets, and say what of it is needed. */
  readonly certify?: boolean;
}

/**
 * @param text the token as it was given
 * @throws UnknownName, ReplayError, ExternalError: it cannot be done again
 */
export async function show(token: Token, text: string, options: ShowOptions = {}): Promise<Shown> {
  const changed = whatChanged(token.prints, fingerprintsNow(token));
  if (changed.length === 0) return shown(token, text, options);
  try {
    const now = await shown(token, text, options);
    return { ...now, text: [...changed, 'What follows is how it runs today.', '', now.text].join('\n'), changed };
  } catch (error) {
    throw error instanceof ReplayError ? new ReplayError([...changed, error.message].join(' ')) : error;
  }
}

function shown(token: Token, text: string, options: ShowOptions): Promise<Shown> | Shown {
  switch (token.kind) {
    case 'run':
      return showRun(token, text, options);
    case 'model':
      return showModel(token, text, options);
    case 'history':
      return showHistory(token, text, options);
    case 'suite':
      return showSuite(token, text, options);
    case 'external':
      return showExternal(token, text, options);
  }
}

async function showRun(token: RunToken, text: string, options: ShowOptions): Promise<Shown> {
  const named = options.implementation ?? implementationNamed;
  const implementation = await named(token.implementation);
  const taken = replayRun(token, implementation);
  const replayed =
    token.against === undefined ? taken : await stillDiffers(taken, token, implementation, await named(token.against));
  const { violation, execution } = replayed;
  if (violation !== undefined && options.certify === true) {
    const smallest = showSmallest(token, replayed, implementation, options);
    if (smallest !== undefined) return smallest;
  }
  const page = runReport(token, text, replayed, options);
  const steps = execution.length;
  if (violation === undefined) return { text: page, violated: false, steps };
  const clause = clauseOf(violation);
  return { text: page, violated: true, ...(clause === undefined ? {} : { clause }), message: violation.message, steps };
}

/** The run in its smallest form, with a certificate. Undefined: there is none to be had. */
function showSmallest(
  token: RunToken,
  { violation, execution }: Replayed,
  implementation: Implementation,
  options: ReportOptions,
): Shown | undefined {
  if (violation === undefined || token.against !== undefined) return undefined;
  const { program, schedule, loop } = token;
  const choices = unpackChoices(schedule).slice(0, execution.length);
  const given = { implementation, program, choices, violation, ...(loop && { loop: unpackLoop(loop) }) };
  const certified = certify(given);
  if (certified === undefined) return undefined;
  const text = tokenOf(certified.counterexample);
  const smallest = decode(text) as RunToken;
  const replayed = replayRun(smallest, implementation);
  const page = runReport(smallest, text, replayed, { ...options, certificate: certificateText(certified) });
  const { message } = certified.counterexample.violation;
  const clause = clauseOf(certified.counterexample.violation);
  return {
    text: page,
    violated: true,
    ...(clause === undefined ? {} : { clause }),
    message,
    steps: replayed.execution.length,
  };
}

/** A run that only one of two implementations shows: whether the other has come to show it is seen by comparing again. */
async function stillDiffers(
  { execution }: Replayed,
  { program }: RunToken,
  implementation: Implementation,
  against: Implementation,
): Promise<Replayed> {
  const { before, after } = compared(program, against, implementation);
  const witness = witnessOf(after, before);
  if (witness === undefined) return { execution };
  const { what, clause, allowed } = witness;
  const judged = allowed
    ? `The model allows it; of such things speaks ${clauseText(clause)}`
    : `It breaks ${clauseText(clause)}`;
  const message = `Seen of ${revisionText(implementation.name)}, and never of ${revisionText(against.name)}: ${what}. ${judged}`;
  const violation = { kind: 'difference', message, detail: { clause } };
  execution.violation = violation;
  return { execution, violation };
}

function showModel(token: ModelToken, text: string, options: ReportOptions): Shown {
  const violation = violationOfModel(token);
  const { configuration, fault } = token;
  const where = `The run, in the world "${configuration}"${fault === undefined ? '' : ` of the model with the fault "${fault}"`}:`;
  if (violation === undefined) {
    const head = [`Nothing is violated any more in the world "${configuration}".`];
    return { text: traceReport(head, [], text, options), violated: false, steps: 0 };
  }
  const { clauses, sentence, what, trace, steps } = violation;
  const [clause] = clauses;
  const title = clause === undefined ? 'Violated' : `Violated: ${clauseText(clause)}`;
  const head = [title, `Property "${violation.name}": ${sentence}`, `Here ${what}.`, '', where];
  const page = traceReport(head, trace, text, options);
  const message = `${sentence} Here ${what}.`;
  return { text: page, violated: true, ...(clause === undefined ? {} : { clause }), message, steps };
}

async function showSuite(token: SuiteToken, text: string, options: ReportOptions): Promise<Shown> {
  const { message, lanes, steps } = await replaySuite(token, options);
  const where = suiteName(token.file, token.suite);
  const head = [message === undefined ? `Nothing is violated any more in ${where}.` : `Violated in ${where}:`];
  const page = traceReport(head, lanes.trimEnd().split('\n'), text, options);
  return { text: page, violated: message !== undefined, ...(message === undefined ? {} : { message }), steps };
}

function violationOfModel({ configuration, fault }: ModelToken): ModelViolation | undefined {
  if (fault !== undefined) {
    const row = checkModelFaults({ only: fault }).rows.find(({ name }) => name === fault);
    if (row === undefined) throw new UnknownName(`There is no fault "${fault}" of the model any more.`);
    return row.violation;
  }
  const world = PROFILES.deep.find(({ name }) => name === configuration);
  if (world !== undefined) return explore(world).violations[0];
  const view = CALLER_VIEWS.find(({ name }) => name === configuration);
  if (view === undefined) throw new UnknownName(`There is no world "${configuration}" of the model any more.`);
  const { difference } = compareViews(view);
  if (difference === undefined) return undefined;
  const { only, run } = difference;
  return { ...callerChooses, what: `only ${only} of the two shows this run`, steps: run.length, trace: run };
}

function showHistory({ history }: HistoryToken, text: string, options: ReportOptions): Shown {
  const { verdict, clause, why = '', event = history.events.length } = accept(history);
  const steps = history.events.length;
  if (verdict !== 'violates') {
    const head = ['Nothing is violated any more: the model can produce this history.'];
    return { text: traceReport(head, historyText(history), text, options), violated: false, steps };
  }
  const title = clause === undefined ? 'Violated' : `Violated: ${clauseText(clause)}`;
  const program = programText(history.program).map((line) => `  ${line}`);
  const made = 'The history, as real threads made it; the marked event cannot be explained. Of the program:';
  const head = [title, ...happened(why), '', made, ...program];
  const page = traceReport(head, historyText(history, { mark: event }), text, options);
  return { text: page, violated: true, ...(clause === undefined ? {} : { clause }), message: why, steps };
}
