/** What a run did not look at, in sentences: every reporter says them, whatever the verdict. */
import { type Row, SECTIONS, type Section, type Settings, SOUND } from '../check/index.ts';

const NAMES_MAX = 6;

/** At least one sentence: beyond its bounds no run looks. */
export function unexplored(settings: Settings, sections: readonly Section[], rows: readonly Row[]): readonly string[] {
  return [
    ...otherSections(settings, sections),
    ...sections.flatMap((section) => beyondProfile(settings, section)),
    ...because('Undecided', rows, ({ verdict }) => verdict === 'undecided'),
    ...because('Left out', rows, ({ verdict }) => verdict === 'left out'),
    ...samples(rows),
    'Beyond the bounds that each row names nothing was looked at.',
  ];
}

/** Sections that tell something of what is under test, and were not asked for. */
function otherSections(settings: Settings, sections: readonly Section[]): string[] {
  const { implementation, modelFault, checkerFault, compared, external, mutants } = settings;
  if (
    external === true ||
    mutants === true ||
    modelFault !== undefined ||
    checkerFault !== undefined ||
    compared !== undefined
  )
    return [];
  const apart = implementation === SOUND ? [] : ['model', 'contracts', 'faults'];
  // What has failed before is tried wherever it is kept.
  const never: readonly string[] = [...apart, 'regressions'];
  const others = SECTIONS.filter((section) => !sections.includes(section) && !never.includes(section.name));
  return others.length === 0 ? [] : [`Sections not run: ${listed(others.map(({ name }) => name))}.`];
}

/** Parts that only a larger profile has. */
function beyondProfile(settings: Settings, section: Section): string[] {
  const jobs = section.jobs(settings);
  const more = section.jobs({ ...settings, profile: 'deep' }).filter((job) => !jobs.includes(job));
  return more.length === 0 ? [] : [`Not in the profile ${settings.profile}, of ${section.name}: ${listed(more)}.`];
}

/** Rows of one kind, a sentence for each reason. */
function because(what: string, rows: readonly Row[], is: (row: Row) => boolean): string[] {
  const reasons = new Map<string, string[]>();
  for (const { section, message = '', name } of rows.filter(is)) {
    const why = `${section}, ${message}`;
    reasons.set(why, [...(reasons.get(why) ?? []), name]);
  }
  return [...reasons].map(([why, names]) => `${what} in ${why}: ${listed(names)}.`);
}

function samples(rows: readonly Row[]): string[] {
  const sampled = rows.filter(({ verdict }) => verdict === 'none failed');
  if (sampled.length === 0) return [];
  return [
    `Samples only, not everything: ${listed(
      sampled.map(({ section, name }) => `${section}, ${name}`),
      '; ',
    )}.`,
  ];
}

function listed(names: readonly string[], between = ', '): string {
  const shown = names.slice(0, NAMES_MAX).join(between);
  return names.length <= NAMES_MAX ? shown : `${shown} and ${names.length - NAMES_MAX} more`;
}
