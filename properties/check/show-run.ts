/** The token of a run as a screenful of text: the run taken again, or made small, or where it does not fit any more, all others. */
import { compared, witnessOf } from '../audit/difference.ts';
import { revisionText } from '../audit/revision.ts';
import { fingerprintsText } from '../fingerprints/index.ts';
import type { Implementation } from '../implementation.ts';
import { clauseOf } from '../refinement/clause-of.ts';
import { everyInterleaving } from '../regressions/index.ts';
import { certificateText, certify } from './certify.ts';
import { othersText, type Replayed, replayRun, tokenOf } from './counterexample.ts';
import { clauseText, type ReportOptions, runReport } from './report.ts';
import type { Judged } from './show.ts';
import { decode, type RunToken, unpackChoices, unpackLoop } from './token.ts';

/** What is asked of a run, and what it runs on. */
export interface ShowRun {
  readonly token: RunToken;
  /** The token as it was given. */
  readonly text: string;
  readonly implementation: Implementation;
  /** The one that does not show the run, where that is all there is to it. */
  readonly against?: Implementation;
  readonly options: ReportOptions & { readonly certify?: boolean };
}

/** @throws ReplayError */
export function showRun(asked: ShowRun): Judged {
  const { token, implementation, against, options } = asked;
  const taken = replayRun(token, implementation);
  const replayed = against === undefined ? taken : stillDiffers(taken, token, implementation, against);
  if (replayed.violation === undefined) {
    // What is compared has been looked at as a whole already.
    const isOther = against === undefined && (replayed.changed ?? []).some(({ part }) => part !== 'model');
    return isOther ? showOthers(asked, replayed) : page(asked, replayed);
  }
  return (options.certify === true ? showSmallest(asked, replayed) : undefined) ?? page(asked, replayed);
}

function page({ token, text, options }: Omit<ShowRun, 'implementation'>, replayed: Replayed): Judged {
  const { violation, execution } = replayed;
  const report = runReport(token, text, replayed, options);
  const steps = execution.length;
  if (violation === undefined) return { text: report, violated: false, steps };
  const clause = clauseOf(violation);
  const { message } = violation;
  return { text: report, violated: true, ...(clause === undefined ? {} : { clause }), message, steps };
}

/** The run in its smallest form, with a certificate. Undefined: there is none to be had. */
function showSmallest(asked: ShowRun, { violation, execution }: Replayed): Judged | undefined {
  const { token, implementation, options } = asked;
  if (violation === undefined || token.against !== undefined) return undefined;
  const { program, schedule, loop } = token;
  const choices = unpackChoices(schedule).slice(0, execution.length);
  const given = { implementation, program, choices, violation, ...(loop && { loop: unpackLoop(loop) }) };
  const certified = certify(given);
  if (certified === undefined) return undefined;
  const text = tokenOf(certified.counterexample);
  const smallest = decode(text) as RunToken;
  const replayed = replayRun(smallest, implementation);
  const certificate = `${certificateText(certified)} Of the ${fingerprintsText(smallest.fingerprints)}.`;
  return page({ token: smallest, text, options: { ...options, certificate } }, replayed);
}

/** One schedule of other code says little where it shows nothing wrong, so all are looked at. */
function showOthers(asked: ShowRun, replayed: Replayed): Judged {
  const { token, implementation, options } = asked;
  const { program } = token;
  const { again, states = 0, cut } = everyInterleaving(program, implementation);
  const sentence = othersText(replayed.stopped, states, cut === true, again !== undefined);
  const told = { ...options, before: [...(options.before ?? []), sentence] };
  if (again === undefined) {
    const shown = page({ ...asked, options: told }, replayed);
    return cut === true ? { ...shown, undecided: true } : shown;
  }
  const text = tokenOf({ implementation, program, ...again });
  const other = decode(text) as RunToken;
  return page({ token: other, text, options: told }, replayRun(other, implementation));
}

/** A run that only one of two implementations shows: whether the other has come to show it is seen by comparing again. */
function stillDiffers(
  taken: Replayed,
  { program }: RunToken,
  implementation: Implementation,
  against: Implementation,
): Replayed {
  const { before, after } = compared(program, against, implementation);
  const witness = witnessOf(after, before);
  if (witness === undefined) return taken;
  const { what, clause, allowed } = witness;
  const judged = allowed
    ? `The model allows it; of such things speaks ${clauseText(clause)}`
    : `It breaks ${clauseText(clause)}`;
  const message = `Seen of ${revisionText(implementation.name)}, and never of ${revisionText(against.name)}: ${what}. ${judged}`;
  const violation = { kind: 'difference', message, detail: { clause } };
  taken.execution.violation = violation;
  return { ...taken, violation };
}
