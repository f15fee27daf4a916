/** The section that runs every scenario through every interleaving, each step held to the model. */
import { isModulePath } from '../audit/module.ts';
import { whyLeftOut } from '../audit/scenarios.ts';
import type { Implementation } from '../implementation.ts';
import { type ExhaustiveResult, endStatesText, exhaustive, failuresOf, type Violation } from '../interleaving/index.ts';
import { LARGE_SCENARIOS } from '../programs/large-scenarios.ts';
import type { Scenario } from '../programs/scenarios.ts';
import { systemOf } from '../programs/system.ts';
import { clauseOf } from '../refinement/clause-of.ts';
import { RefinementMonitor } from '../refinement/monitor.ts';
import { smallestOf } from './certify.ts';
import { findingOf } from './finding.ts';
import { checkHistories } from './histories.ts';
import { type Counts, LARGE_SCENARIO_COUNTS, SCENARIO_COUNTS } from './manifest.ts';
import { sizeText } from './program-text.ts';
import { happened } from './report.ts';
import { SearchProgress } from './search-progress.ts';
import type { Context, Row, Section, Settings } from './section.ts';
import { implementationNamed, SOUND, scenariosFor } from './subject.ts';

/** Scenarios beyond so many steps are left out of the smoke profile. */
const SMOKE_TRANSITIONS_MAX = 50_000;

export const interleavings: Section = {
  name: 'interleavings',
  title: 'The implementation, every interleaving',
  jobs: (settings) => scenariosOf(settings).map(({ name }) => name),
  async run(job, context) {
    const { implementation } = context.settings;
    const scenario = [...scenariosFor(implementation), ...LARGE_SCENARIOS].find(({ name }) => name === job);
    if (scenario === undefined) throw new Error(`There is no scenario ${job}.`);
    const subject = await implementationNamed(implementation);
    const why = whyLeftOut(scenario, subject);
    if (why !== undefined) context.emit(leftOut(scenario, why));
    else if (subject.abstraction === undefined) context.emit(checkHistories(scenario, subject, context));
    else for (const row of scenarioRows(scenario, subject, context)) context.emit(row);
  },
  work: (job) =>
    (SCENARIO_COUNTS[job]?.transitions ?? 0) + (LARGE_SCENARIO_COUNTS[job]?.transitions ?? 0) * MERGED_WORK,
};

/** What a merged step costs more than another: the histories are gone through one by one, too. */
const MERGED_WORK = 6;

function scenariosOf({ profile, implementation }: Settings): readonly Scenario[] {
  const all = scenariosFor(implementation);
  if (profile !== 'smoke' && implementation === SOUND) return [...all, ...LARGE_SCENARIOS];
  if (profile !== 'smoke' || !(implementation === SOUND || isModulePath(implementation))) return all;
  return all.filter(({ name }) => (SCENARIO_COUNTS[name]?.transitions ?? 0) <= SMOKE_TRANSITIONS_MAX);
}

function leftOut({ name, program }: Scenario, why: string): Omit<Row, 'section'> {
  return { name, bound: sizeText(program), group: why, message: why, verdict: 'left out', seconds: 0 };
}

/** One row: the verdict on a scenario. */
export function checkScenario(
  scenario: Scenario,
  implementation: Implementation,
  context: Context,
): Omit<Row, 'section'> {
  const [row] = scenarioRows(scenario, implementation, context);
  if (row === undefined) throw new Error(`There is no verdict on ${scenario.name}.`);
  return row;
}

/** The verdict on a scenario; and a row more for each other sort of failure, where all of them are wanted. */
function scenarioRows(
  scenario: Scenario,
  implementation: Implementation,
  context: Context,
): readonly Omit<Row, 'section'>[] {
  const { name, program } = scenario;
  const start = context.now();
  const merged = LARGE_SCENARIOS.includes(scenario);
  const system = systemOf(program, implementation);
  const progress = new SearchProgress(system, context.settings.seed, () => context.now());
  const result = exhaustive(system, {
    mergeHistories: merged,
    monitor: new RefinementMonitor(program, implementation),
    keepGoing: context.settings.keepGoing === true ? sortOfFailure : false,
    onProgress: (...reached) => {
      context.progress(progress.text(...reached));
      return !context.expired();
    },
  });
  const row = {
    name,
    bound: merged ? `${sizeText(program)}; histories merged` : sizeText(program),
    ...countsOf(result),
    seconds: context.now() - start,
  };
  const failed = failuresOf(result).map(({ violation, schedule: choices, loop, sort, times }): Omit<Row, 'section'> => {
    const found = smallestOf({ implementation, program, choices, ...(loop && { loop }), violation });
    return { ...row, verdict: 'violated', ...(sort === '' ? {} : { sort, times }), ...findingOf(found) };
  });
  if (failed.length > 0) return failed;
  if (result.verdict === 'undecided') return [{ ...row, ...progress.cut(result) }];
  return [{ ...row, ...endsOf(name, result), ...compare(name, result, implementation) }];
}

/** The clause, and what is different first, whatever the numbers of threads, messages and ports in it. */
function sortOfFailure(violation: Violation): string {
  const [first = ''] = happened(violation.message);
  return `${clauseOf(violation) ?? violation.kind}: ${first.replaceAll(/\d+/g, '#')}`;
}

/** How runs end; and that calls do where runs need not. */
function endsOf(name: string, { ends, interleavings }: ExhaustiveResult): Pick<Row, 'ends' | 'notes'> {
  const text = endStatesText(ends);
  const endless = `${name}: runs may go on for ever; in every weakly fair one, every call ends and every message comes back.`;
  return {
    ...(text === '' ? {} : { ends: text }),
    ...(interleavings === Number.POSITIVE_INFINITY ? { notes: [endless] } : {}),
  };
}

export function countsOf({
  states,
  transitions,
  depth,
  interleavings: ways,
}: ExhaustiveResult): Counts & Pick<Row, 'interleavings'> {
  const counts = { states, transitions, depth };
  if (ways === undefined) return counts;
  return { ...counts, interleavings: Number.isFinite(ways) ? ways : 'unbounded' };
}

/** Counts are pinned: a state space that grew or shrank is looked at by a person, even if all of it holds. */
function compare(name: string, found: Counts, implementation: Implementation): Pick<Row, 'verdict' | 'message'> {
  const pinned = SCENARIO_COUNTS[name] ?? LARGE_SCENARIO_COUNTS[name];
  if (implementation.name !== SOUND) return { verdict: 'holds' };
  const same =
    pinned !== undefined &&
    pinned.states === found.states &&
    pinned.transitions === found.transitions &&
    pinned.depth === found.depth;
  if (same) return { verdict: 'holds' };
  const was =
    pinned === undefined
      ? 'does not have it'
      : `says ${pinned.states} states, ${pinned.transitions} steps, depth ${pinned.depth}`;
  const message = `holds, but properties/check/manifest.ts ${was}; if the change is meant, run npm run manifest`;
  return { verdict: 'changed', message };
}
