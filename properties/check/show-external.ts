/** The token of a process as a screenful of text: its schedule taken again, or the history that it made judged again. */
import {
  type ExternalCounterexample,
  exploreStates,
  judgeHistory,
  laneLines,
  Peer,
  type ProcessOptions,
  type Taken,
  Walk,
} from '../audit/exec/index.ts';
import { dialectOf } from '../audit/held.ts';
import type { Rejection } from '../history/blame.ts';
import type { HistoryEvent } from '../history/history.ts';
import { historyText } from '../threads/index.ts';
import { ReplayError } from './counterexample.ts';
import { fold } from './fold.ts';
import { plural, programText } from './program-text.ts';
import { above, clauseText, happened, type ReportOptions } from './report.ts';
import type { Judged } from './show.ts';
import { type ExternalToken, unpackNames } from './token.ts';

/** How the process of a token may be run. */
export interface Running extends ProcessOptions {
  /** A token may come from anyone, so its own command is not run unless it is given here, too. */
  readonly command: string;
}

/** @throws ReplayError, ExternalError */
export async function showExternal(
  token: ExternalToken,
  text: string,
  options: ReportOptions & { readonly exec?: Running },
): Promise<Judged> {
  const { shown } = token;
  if ('steps' in shown) return showSteps(token, unpackNames(shown.steps), text, options);
  const { seed, events, end, promises } = shown;
  const history = { program: token.program, events, end };
  const rejection = judgeHistory(history, dialectOf({ promises }));
  const about = `The history, as the process made it with the seed ${seed}; the marked event cannot be explained.`;
  const mark = rejection === undefined ? {} : { mark: rejection.event };
  const lines = (height: number): string[] => historyText(history, { ...mark, lines: Math.max(8, height) });
  return page({ token, text, rejection, about, lines, steps: events.length, options });
}

async function showSteps(
  token: ExternalToken,
  schedule: readonly string[],
  text: string,
  options: ReportOptions & { readonly exec?: Running },
): Promise<Judged> {
  if (options.exec === undefined) {
    throw new ReplayError(
      `This token is of the process "${token.command}", which is not run unless you say so: ` +
        'add --exec and the command.',
    );
  }
  const peer = await Peer.start(options.exec);
  try {
    const round = 'round' in token.shown ? await goesRound(peer, token) : undefined;
    const retaken = await retake(peer, token, round?.schedule ?? schedule);
    const { opening, taken, rejection = round?.rejection } = retaken;
    const about = `The run: ${plural(taken.length, 'step')} of the process "${options.exec.command}".`;
    const width = options.width ?? 120;
    const lines = (height: number): string[] => laneLines(opening, taken, { width, height: Math.max(8, height) });
    return page({ token, text, rejection, about, lines, steps: taken.length, options });
  } finally {
    await peer.close();
  }
}

/** That threads only go round is a matter of all that may follow, so all of it is looked at again. */
async function goesRound(peer: Peer, { program }: ExternalToken): Promise<ExternalCounterexample | undefined> {
  const all = { maxStates: ROUND_STATES_MAX, onProgress: () => true };
  const { found } = await exploreStates(peer, program, { dialect: dialectOf(peer.hello), ...all });
  return found?.round === true ? found : undefined;
}

const ROUND_STATES_MAX = 1_000_000;

interface Retaken {
  readonly opening: readonly HistoryEvent[];
  readonly taken: readonly Taken[];
  readonly rejection: Rejection | undefined;
}

async function retake(peer: Peer, { program }: ExternalToken, schedule: readonly string[]): Promise<Retaken> {
  const walk = await Walk.start(peer, program, dialectOf(peer.hello));
  for (const [index, step] of schedule.entries()) {
    if (walk.rejection !== undefined) break;
    if (!walk.can(step)) {
      const able = walk.enabled.map((one) => `"${one.step}"`).join(' and ');
      const instead = able === '' ? 'nothing can move' : `only ${able} can be taken`;
      throw new ReplayError(
        `The replay diverges at step ${index + 1} of ${schedule.length}: it is "${step}", but ${instead} there. ` +
          'The usual cause is that the code has changed since.',
      );
    }
    await walk.take(step);
  }
  return { opening: walk.opening, taken: walk.taken, rejection: walk.rejection };
}

interface Page {
  readonly token: ExternalToken;
  readonly text: string;
  readonly rejection: Rejection | undefined;
  readonly about: string;
  readonly lines: (height: number) => string[];
  readonly steps: number;
  readonly options: ReportOptions;
}

function page({ token, text, rejection, about, lines, steps, options }: Page): Judged {
  const width = options.width ?? 120;
  const verdict =
    rejection === undefined
      ? ['Nothing is violated any more: the model can produce what this run shows.']
      : [`Violated: ${clauseText(rejection.clause)}`, ...happened(rejection.why)];
  const program = programText(token.program).map((line) => `  ${line}`);
  const again =
    'steps' in token.shown
      ? `Again: npx lwkt replay ${text} --exec ${quoted(token.command)}`
      : `Again: npx lwkt replay ${text}`;
  const told = [...verdict, '', about, ...program].flatMap((line) => (line === '' ? [''] : fold(line, width)));
  const head = [...above(options, width), ...told];
  const room = (options.height ?? 50) - head.length - 3 - Math.ceil(again.length / width);
  const page = [...head, '', ...lines(room), '', again].join('\n');
  if (rejection === undefined) return { text: page, violated: false, steps };
  return { text: page, violated: true, clause: rejection.clause, message: rejection.why, steps };
}

/** For a shell. */
function quoted(command: string): string {
  return `'${command.replaceAll("'", "'\\''")}'`;
}
