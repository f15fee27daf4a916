/** The section that compares two revisions: what callers can see of the one and not of the other, scenario by scenario. */
import { costsOf } from '../audit/costs.ts';
import { compared, type Witness, witnessOf } from '../audit/difference.ts';
import { loadBuilt } from '../audit/revision.ts';
import { type Behaviour, countHistories } from '../behaviour/index.ts';
import type { Implementation } from '../implementation.ts';
import { SCENARIOS, type Scenario } from '../programs/scenarios.ts';
import { systemOf } from '../programs/system.ts';
import { findingOf } from './finding.ts';
import { SCENARIO_COUNTS } from './manifest.ts';
import { sizeText } from './program-text.ts';
import { SearchProgress } from './search-progress.ts';
import type { Context, Profile, Row, Section } from './section.ts';

/** Scenarios beyond so many steps are for the deep profile. */
const TRANSITIONS_MAX: Readonly<Record<Profile, number>> = {
  smoke: 2_000,
  normal: 150_000,
  deep: Number.POSITIVE_INFINITY,
};

type Found = Omit<Row, 'section'>;

/** The section that `lwkt audit --base` runs. */
export const comparedSection: Section = {
  name: 'compared',
  title: 'What callers can see, before and after',
  jobs: () => SCENARIOS.map(({ name }) => name),
  async run(job, context) {
    const { profile, compared: built } = context.settings;
    const scenario = SCENARIOS.find(({ name }) => name === job);
    if (scenario === undefined || built === undefined) throw new Error(`There is nothing to compare in ${job}.`);
    if ((SCENARIO_COUNTS[job]?.transitions ?? 0) > TRANSITIONS_MAX[profile]) {
      const why = `not in the profile ${profile}`;
      context.emit({
        name: job,
        bound: sizeText(scenario.program),
        group: why,
        message: why,
        verdict: 'left out',
        seconds: 0,
      });
      return;
    }
    const before = await loadBuilt(built.before.name, built.before.folder);
    const after = await loadBuilt(built.after.name, built.after.folder);
    for (const row of compareIn(scenario, before, after, context)) context.emit(row);
  },
  work: (job) => SCENARIO_COUNTS[job]?.transitions ?? 0,
};

/** One row if nothing differs, else one for what is added and one for what is removed. */
function compareIn(
  { name, program }: Scenario,
  before: Implementation,
  after: Implementation,
  context: Context,
): Found[] {
  const start = context.now();
  const progress = new SearchProgress(systemOf(program, after), context.settings.seed, () => context.now());
  const both = compared(program, before, after, {
    onProgress: (...reached) => {
      context.progress(progress.text(...reached));
      return !context.expired();
    },
  });
  const { states, transitions, depth } = both.after.search;
  const row = {
    name,
    states,
    transitions,
    depth,
    seconds: context.now() - start,
    costs: { before: costsOf(both.before), after: costsOf(both.after) },
  };
  const broken = brokenIn(both, before, after);
  if (broken !== undefined) return [{ ...row, ...broken, bound: bound(both) }];
  const cut = [both.before.search, both.after.search].find(({ verdict }) => verdict === 'undecided');
  if (cut !== undefined) return [{ ...row, bound: sizeText(program), ...progress.cut(cut) }];
  const added = witnessOf(both.after, both.before);
  const removed = witnessOf(both.before, both.after);
  const rows: Found[] = [];
  if (added !== undefined)
    rows.push({ ...row, bound: bound(both), verdict: 'adds', ...told(added, program, after, before) });
  if (removed !== undefined) {
    rows.push({ ...row, bound: bound(both), verdict: 'removes', ...told(removed, program, before, after) });
  }
  return rows.length > 0 ? rows : [{ ...row, bound: bound(both), verdict: 'same' }];
}

interface Both {
  readonly before: Behaviour;
  readonly after: Behaviour;
}

/** `165 -> 165 states, 2 -> 3 histories`. */
function bound({ before, after }: Both): string {
  const states = `${before.search.states} -> ${after.search.states} states`;
  if (before.seen === undefined || after.seen === undefined) return states;
  const histories = [before.seen, after.seen].map((seen) => countText(countHistories(seen.lateWords())));
  return `${states}, ${histories.join(' -> ')} histories`;
}

function countText(count: number): string {
  return Number.isFinite(count) ? String(count) : 'endless';
}

/** Where a search ends with a race, an error or a livelock, there is more to say than what callers see. */
function brokenIn(
  { before, after }: Both,
  one: Implementation,
  other: Implementation,
): (Pick<Row, 'verdict'> & Partial<Row>) | undefined {
  const was = before.search.violation;
  const is = after.search.violation;
  if (was !== undefined && is !== undefined) {
    return { verdict: 'undecided', message: `broken before (${was.kind}) and after (${is.kind}): ${is.message}` };
  }
  const { search, program } = was === undefined ? after : before;
  const { violation, schedule = [], loop } = search;
  if (violation === undefined) return undefined;
  const implementation = was === undefined ? other : one;
  const found = findingOf({ implementation, program, choices: schedule, violation, ...(loop && { loop }) });
  return { ...found, verdict: was === undefined ? 'adds' : 'removes' };
}

/** @param by which shows it @param against which does not */
function told(
  witness: Witness,
  program: Behaviour['program'],
  by: Implementation,
  against: Implementation,
): Partial<Row> {
  const { what, clause, allowed, own, histories, choices } = witness;
  const violation = { kind: 'difference', message: what, detail: { clause } };
  const many = Number.isFinite(own) ? `${own} of ${histories} histories; ` : '';
  const judged = allowed ? 'which the model allows' : `which breaks ${clause}`;
  return {
    ...findingOf({ implementation: by, program, choices, violation, against }),
    message: `${many}shortest: ${what}, ${judged}`,
  };
}
