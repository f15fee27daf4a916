/** The sections of the check, in the order in which they are run and reported. */
import { awake } from './awake.ts';
import { comparedSection } from './compared.ts';
import { contracts } from './contracts.ts';
import { faults } from './faults.ts';
import { interleavings } from './interleavings.ts';
import { model } from './model.ts';
import { regressions } from './regressions.ts';
import { sampled } from './sampled.ts';
import type { Section, SectionName, Settings } from './section.ts';
import { SOUND } from './subject.ts';
import { threads } from './threads.ts';

/** All sections, in the order in which they are run and reported. */
export const SECTIONS: readonly Section[] = [
  awake,
  regressions,
  model,
  interleavings,
  contracts,
  sampled,
  threads,
  faults,
];

/** The section of that name. @throws Error if there is none */
export function sectionNamed(name: string): Section {
  const found = [...SECTIONS, comparedSection].find((section) => section.name === name);
  if (found === undefined) throw new RangeError(`There is no section ${name}.`);
  return found;
}

/** The sections of a run: the checker is always woken first, and then asked what has failed before. */
export function sectionsOf(settings: Settings, only: readonly SectionName[]): readonly Section[] {
  const wanted = only.length > 0 ? only : shownBy(settings);
  const always = (name: SectionName): boolean => name === 'awake' || (name === 'regressions' && remembers(settings));
  return SECTIONS.filter(({ name }) => always(name) || (name !== 'regressions' && wanted.includes(name)));
}

/** What has failed before is a matter of implementations: the model is explored as a whole each time. */
function remembers({ regressions: folder, modelFault, checkerFault }: Settings): boolean {
  return folder !== undefined && modelFault === undefined && checkerFault === undefined;
}

/** The sections that show something of what is under test, and the quickest is enough for a fault. */
function shownBy({ implementation, modelFault, checkerFault }: Settings): readonly SectionName[] {
  if (checkerFault !== undefined) return ['faults'];
  if (modelFault !== undefined) return ['model'];
  return implementation === SOUND ? SECTIONS.map(({ name }) => name) : ['interleavings'];
}
