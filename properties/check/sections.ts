/** The sections of the check, in the order in which they are run and reported. */
import { awake } from './awake.ts';
import { interleavings } from './interleavings.ts';
import type { Section, SectionName, Settings } from './section.ts';

export const SECTIONS: readonly Section[] = [awake, interleavings];

/** Sections that look at the implementation under test, and so say something of a faulty one. */
const OF_IMPLEMENTATION: readonly SectionName[] = ['awake', 'interleavings'];

export function sectionNamed(name: string): Section {
  const found = SECTIONS.find((section) => section.name === name);
  if (found === undefined) throw new RangeError(`There is no section ${name}.`);
  return found;
}

/** The sections of a run: the checker is always woken first. */
export function sectionsOf(settings: Settings, only: readonly SectionName[]): readonly Section[] {
  const wanted = only.length > 0 ? only : SECTIONS.map(({ name }) => name);
  const able = settings.implementation === 'impl' ? wanted : wanted.filter((name) => OF_IMPLEMENTATION.includes(name));
  return SECTIONS.filter(({ name }) => name === 'awake' || able.includes(name));
}
