// The exhaustive search with its report in words: what most users call.
import { endStatesText } from './end-states.ts';
import { type ExhaustiveOptions, type ExhaustiveResult, exhaustive } from './exhaustive.ts';
import { type LanesOptions, lanes } from './lanes.ts';
import { followLoop } from './lasso.ts';
import { type Program, programOf } from './program.ts';
import { follow } from './replay.ts';
import { type SampleOptions, type SampleResult, sample as sampleRuns } from './sample.ts';
import type { System } from './system.ts';

/** What came of `explore`. */
export interface Exploration extends ExhaustiveResult {
  /** The verdict with its bound, and where something was violated the run that led there, as lanes. */
  readonly report: string;
}

/** What came of `sample`. */
export interface SampledRuns extends SampleResult {
  readonly report: string;
}

/**
 * Every interleaving. Throws where the code under test cannot be checked: not deterministic, unbounded, no plain data.
 */
export function explore(from: System | Program, options: ExhaustiveOptions & LanesOptions = {}): Exploration {
  const program = programOf(from, options.limits);
  const result = exhaustive(program, options);
  return { ...result, report: report(program, options, result, verdictSentence(result)) };
}

/** Some interleavings, chosen at random. */
export function sample(from: System | Program, options: SampleOptions & LanesOptions): SampledRuns {
  const program = programOf(from, options.limits);
  const result = sampleRuns(program, options);
  const what = `${result.runs} sampled runs (${result.steps} steps, seed ${options.seed})`;
  const cut = result.cut === 0 ? '' : `; ${result.cut} were cut off`;
  const sentence = result.verdict === 'violated' ? `Violated in the last of ${what}.` : `None failed of ${what}${cut}.`;
  return { ...result, report: report(program, options, result, sentence) };
}

function verdictSentence(result: ExhaustiveResult): string {
  const merged = result.merged === true ? ', histories merged' : '';
  const seen = `${result.states} states, ${result.transitions} steps, depth ${result.depth}${merged}`;
  if (result.verdict === 'undecided') return `Undecided: stopped after ${seen}.`;
  if (result.verdict === 'violated')
    return `Violated (${seen}); ${result.loop === undefined ? 'a shortest run' : 'a shortest way to a fair loop'}:`;
  const progress = result.progressChecked ? '' : '; that threads get on was not checked';
  return [`Every interleaving: holds (${seen}${progress}).`, ...livenessSentences(result)].join('\n');
}

/** How runs end, where that says more than that all threads finish. */
export function livenessSentences({
  ends,
  interleavings,
}: Pick<ExhaustiveResult, 'ends' | 'interleavings'>): readonly string[] {
  const waiting = ends.some((end) => end.waiting.length > 0);
  const endless = interleavings === Number.POSITIVE_INFINITY;
  return [
    ...(waiting ? [endStatesText(ends)] : []),
    ...(endless ? ['Runs may go on for ever; in every weakly fair one, every call ends.'] : []),
  ];
}

function report(
  program: Program,
  options: LanesOptions & { readonly monitor?: ExhaustiveOptions['monitor'] },
  result: Pick<ExhaustiveResult, 'violation' | 'schedule' | 'loop'>,
  sentence: string,
): string {
  if (result.schedule === undefined || result.violation === undefined) return `${sentence}\n`;
  const { schedule, loop } = result;
  const judged = options.monitor === undefined ? {} : { monitor: options.monitor };
  if (loop !== undefined) {
    const { execution, loopAt } = followLoop(program, schedule, loop, judged);
    // The loop is a violation by its repetition: no step of it violates anything.
    execution.violation = result.violation;
    return `${sentence}\n\n${lanes(execution, { ...options, loopAt })}`;
  }
  const execution = follow(program, schedule, judged);
  execution.violation ??= result.violation;
  return `${sentence}\n\n${lanes(execution, options)}`;
}
