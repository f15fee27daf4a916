/** A token as a screenful of text, made by doing again what it says; and whether it still shows a violation. */
import type { ClauseId } from '../../model/index.ts';
import { type Changed, changedSince, changedText, type Fingerprints } from '../fingerprints/index.ts';
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
import { replaySuite, suiteFingerprints, suiteName } from '../suites/index.ts';
import { historyText } from '../threads/index.ts';
import { historyFingerprints, modelFingerprints, runFingerprints } from './found-with.ts';
import { programText } from './program-text.ts';
import { clauseText, happened, type ReportOptions, traceReport } from './report.ts';
import { type Running, showExternal } from './show-external.ts';
import { type ShowRun, showRun } from './show-run.ts';
import { implementationNamed, UnknownName } from './subject.ts';
import { encode, type HistoryToken, type ModelToken, type SuiteToken, type Token } from './token.ts';

/** A counterexample that was run again, as text and as what it shows. */
export interface Shown {
  readonly text: string;
  readonly violated: boolean;
  readonly clause?: ClauseId;
  readonly message?: string;
  readonly steps: number;
  /** Whether it still is violated is not known: the schedule does not fit any more, and there are too many others. */
  readonly undecided?: true;
  /** Of what it was found with. */
  readonly fingerprints: Fingerprints;
  /** The parts that are others today. */
  readonly changed: readonly Changed[];
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
  const ports = await portsOf(token, options.implementation ?? implementationNamed);
  const changed = changedSince(token.fingerprints, today(token, ports));
  const sentence = changedText(changed, FOLLOWS[token.kind]);
  const told = sentence === undefined ? options : { ...options, before: [sentence] };
  return { ...(await judged(token, text, told, ports)), fingerprints: token.fingerprints, changed };
}

/** What a run runs on. */
type Ports = Pick<ShowRun, 'implementation' | 'against'>;

async function portsOf(token: Token, named: (name: string) => Promise<Implementation>): Promise<Ports | undefined> {
  if (token.kind !== 'run') return undefined;
  const implementation = await named(token.implementation);
  return token.against === undefined ? { implementation } : { implementation, against: await named(token.against) };
}

/** What a token of today would carry. */
function today(token: Token, ports: Ports | undefined): Fingerprints {
  switch (token.kind) {
    case 'run':
      return ports === undefined ? {} : runFingerprints(token.program, ports.implementation, ports.against);
    case 'model':
      return modelFingerprints(token);
    case 'history':
      return historyFingerprints(token.history.program);
    case 'suite':
      return suiteFingerprints(token.file);
    case 'external':
      return historyFingerprints(token.program);
  }
}

/** What is shown of each kind, though something has changed since it was found. */
const FOLLOWS: Readonly<Record<Token['kind'], string>> = {
  run: "how the schedule runs on today's, judged by today's model",
  model: 'what the model of today does',
  history: 'how the model of today judges the history',
  suite: "how the schedule runs on today's",
  external: 'how the model of today judges the process',
};

/** As it is shown, before it is said what it was found with. */
export type Judged = Omit<Shown, 'fingerprints' | 'changed'>;

async function judged(token: Token, text: string, options: ShowOptions, ports: Ports | undefined): Promise<Judged> {
  switch (token.kind) {
    case 'run':
      if (ports === undefined) throw new UnknownName(`There is no implementation "${token.implementation}".`);
      return showRun({ token, text, options, ...ports });
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

function showModel(token: ModelToken, text: string, options: ReportOptions): Judged {
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

async function showSuite(token: SuiteToken, text: string, options: ReportOptions): Promise<Judged> {
  const { message, lanes, steps, others } = await replaySuite(token, options);
  const where = suiteName(token.file, token.suite);
  const told = others === undefined ? options : { ...options, before: [...(options.before ?? []), others.sentence] };
  const well = `Nothing is violated any more in ${where}.`;
  const head = [message === undefined ? well : `Violated in ${where}:`];
  const shown = others?.token === undefined ? text : encode(others.token);
  const page = traceReport(head, lanes.trimEnd().split('\n'), shown, told);
  const undecided = others?.cut === true && message === undefined ? { undecided: true as const } : {};
  return {
    text: page,
    violated: message !== undefined,
    ...(message === undefined ? {} : { message }),
    steps,
    ...undecided,
  };
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

function showHistory({ history }: HistoryToken, text: string, options: ReportOptions): Judged {
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
