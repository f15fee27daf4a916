/** One scenario of an implementation that is known from outside only: all its histories are held to the model. */
import { dialectOf } from '../audit/held.ts';
import { behaviourOf, countHistories, judge, type Language, observedSystem, runThatShows } from '../behaviour/index.ts';
import type { Implementation } from '../implementation.ts';
import type { Scenario } from '../programs/scenarios.ts';
import { findingOf } from './finding.ts';
import { countsOf } from './interleavings.ts';
import { sizeText } from './program-text.ts';
import { aboutText, SearchProgress } from './search-progress.ts';
import type { Context, Profile, Row } from './section.ts';

/** One row: the verdict on a scenario. */
export function checkHistories(
  { name, program }: Scenario,
  implementation: Implementation,
  context: Context,
): Omit<Row, 'section'> {
  const start = context.now();
  const progress = new SearchProgress(observedSystem(program, implementation), context.settings.seed, () =>
    context.now(),
  );
  const { search, events, seen } = behaviourOf(program, implementation, undefined, {
    maxStates: STATES_MAX[context.settings.profile],
    mergeHistories: true,
    onProgress: (...reached) => {
      context.progress(progress.text(...reached));
      return !context.expired();
    },
  });
  const size = sizeText(program);
  const row = (bound: string): Omit<Row, 'section' | 'verdict'> => ({
    name,
    bound,
    ...countsOf(search),
    seconds: context.now() - start,
  });
  const { violation, schedule, loop } = search;
  if (violation !== undefined && schedule !== undefined) {
    return {
      ...row(size),
      verdict: 'violated',
      ...findingOf({ implementation, program, choices: schedule, violation, ...(loop && { loop }) }),
    };
  }
  if (seen === undefined) throw new Error(`nothing was seen of ${name}`);
  const limits = { ...dialectOf(implementation), expired: () => context.expired() };
  const judgement = judge(program, events, seen.words, limits);
  switch (judgement.verdict) {
    case 'violates': {
      const { word, clause, why } = judgement.unexplained;
      const choices = runThatShows(seen.atOnce, word);
      const found = { kind: 'history', message: why, detail: { clause } };
      return {
        ...row(size),
        verdict: 'violated',
        ...findingOf({ implementation, program, choices, violation: found }),
      };
    }
    case 'undecided':
      return { ...row(size), verdict: 'undecided', message: judgement.why };
    case 'conforms':
      if (context.expired()) {
        const judged = { verdict: 'undecided', message: 'the budget ended the search' } as const;
        return { ...row(size), ...(search.verdict === 'undecided' ? progress.cut(search) : judged) };
      }
      if (search.verdict === 'undecided') {
        const { verdict: _, message: __, ...coverage } = progress.cut(search);
        const about = aboutText(coverage);
        const of = about === undefined ? '' : `, ${about} of all`;
        return { ...row(`${size}: the first ${search.states} states${of}`), ...coverage, verdict: 'none failed' };
      }
      return { ...row(`${size}: ${historiesText(seen.words)}`), verdict: 'holds' };
  }
}

/** So many states of a scenario are looked at. A state of an implementation that is not made to be checked is easily had. */
const STATES_MAX: Readonly<Record<Profile, number>> = { smoke: 10_000, normal: 200_000, deep: 10_000_000 };

function historiesText(words: Language): string {
  const count = countHistories(words);
  if (!Number.isFinite(count)) return 'histories without end';
  return count === 1 ? '1 history' : `${count} histories`;
}
