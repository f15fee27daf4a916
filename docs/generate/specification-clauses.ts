/** The clauses, each with what it comes from, what states it, what checks it and what would break it. */
import type { Clause, ClauseId, ClauseSource, Property } from '../../model/index.ts';
import { ACTIONS, CLAUSE_IDS, CLAUSES, GUARD_PROPERTIES, INVARIANTS, STEP_PROPERTIES } from '../../model/index.ts';
import { FAULTS } from '../../properties/faults/index.ts';
import {
  allProperties,
  CALLER_VIEWS,
  callerChooses,
  EXERCISED,
  MANIFEST,
  MODEL_FAULTS,
  type ModelFault,
  WITNESSES,
} from '../../properties/model/index.ts';
import { actionLink, blocks, type Cell, heading, link, list, number, table } from './markdown.ts';
import { facts } from './specification-facts.ts';

export function clauseSections(): string {
  return blocks(
    heading(2, 'Clauses'),
    'What holds, one sentence each, and who says so:',
    list([
      'M, said in the mail: Matt Dillon to the list *kernel* of DragonFly BSD, 19 November 2003, “Re: messaging questions...”.',
      'S, established from the kernel source as it stood then: `sys/kern/lwkt_msgport.c` 1.6 of 22 October 2003, ' +
        '`sys/sys/msgport.h` 1.5, `sys/sys/msgport2.h` 1.3.',
      'D, decided here, where both leave it open.',
    ]),
    table(
      ['clause', 'title', 'from', 'properties', 'faults'],
      CLAUSE_IDS.map((id) => [
        link(id, `#${id.toLowerCase()}`),
        CLAUSES[id].title,
        sourcesOf(CLAUSES[id])
          .map(([kind]) => LETTERS[kind])
          .join(', '),
        propertiesOf(id).length,
        FAULTS.filter(({ clause }) => clause === id).length + modelFaultsOf(id).length,
      ]),
    ),
    ...CLAUSE_IDS.map(section),
  );
}

const LETTERS: Readonly<Record<ClauseSource, string>> = { mail: 'M', source: 'S', decision: 'D' };
const KINDS: Readonly<Record<ClauseSource, string>> = {
  mail: 'Said in the mail',
  source: 'From the source',
  decision: 'Decided here',
};

const sourcesOf = ({ sources }: Clause): [ClauseSource, string][] =>
  Object.entries(sources) as [ClauseSource, string][];

function section(id: ClauseId): string {
  const { title, sentence } = CLAUSES[id];
  return blocks(
    heading(3, id),
    `**${title}.** ${sentence}`,
    origin(id),
    happensIn(id),
    propertyTable(id),
    witnessTable(id),
    faultTable(id),
    modelFaultTable(id),
  );
}

function origin(id: ClauseId): string {
  const sentences = sourcesOf(CLAUSES[id]).map(([kind, where]) => `${KINDS[kind]}: ${where}.`);
  const crossing = link('A run that would break it', `what-cannot-happen.md#${id.toLowerCase()}`);
  return `${sentences.join(' ')} ${crossing} is shown beside the nearest one that may happen.`;
}

function happensIn(id: ClauseId): string {
  if (id === 'C24') return 'Brought about by the [refusals](#refusals) of every call.';
  const actions = ACTIONS.filter(({ clauses }) => clauses.includes(id));
  if (actions.length === 0) return '';
  const total = actions.reduce((sum, { name }) => sum + (facts().taken[name] ?? 0), 0);
  return `Brought about by ${actions.map(({ name }) => actionLink(name)).join(', ')}: ${number(total)} steps.`;
}

export function propertiesOf(id: ClauseId): readonly Property[] {
  return allProperties().filter(({ clauses }) => clauses.includes(id));
}

const named = (all: readonly Property[], { name }: Property): boolean => all.some((each) => each.name === name);

function kindOf(property: Property): string {
  if (named(INVARIANTS, property)) return 'every state';
  if (named(STEP_PROPERTIES, property)) return 'every step';
  if (named(GUARD_PROPERTIES, property)) return 'what is possible';
  return property.name === callerChooses.name ? 'all visible runs' : 'the graph of states';
}

/** In how many states, steps or candidates of a full check a property could have failed. */
export function couldFail({ name }: Property): number {
  if (name === callerChooses.name)
    return CALLER_VIEWS.reduce((total, view) => total + (MANIFEST[view.name]?.transitions ?? 0), 0);
  return (EXERCISED[name] ?? []).reduce((total, each) => total + each, 0);
}

function propertyTable(id: ClauseId): string {
  return table(
    ['property', 'says', 'looks at', 'could have failed'],
    propertiesOf(id).map((property): Cell[] => [
      property.name,
      property.sentence,
      kindOf(property),
      couldFail(property),
    ]),
  );
}

function witnessTable(id: ClauseId): string {
  const witnesses = WITNESSES.filter(({ clauses }) => clauses.includes(id));
  if (witnesses.length === 0) return '';
  return table(
    ['must happen, and does', 'steps'],
    witnesses.map(({ name }): Cell[] => [name, facts().witnesses.get(name) ?? 0]),
  );
}

function faultTable(id: ClauseId): string {
  const faults = FAULTS.filter(({ clause }) => clause === id);
  if (faults.length === 0) return '';
  return table(
    ['fault of the implementation', 'what is wrong'],
    faults.map(({ name, about }) => [name, about]),
  );
}

/** Those that one of its properties must report. */
export function modelFaultsOf(id: ClauseId): readonly ModelFault[] {
  return MODEL_FAULTS.filter((fault) => reporters(id, fault).length > 0);
}

function reporters(id: ClauseId, { caughtBy }: ModelFault): readonly Property[] {
  return propertiesOf(id).filter(({ name }) => caughtBy.includes(name));
}

function modelFaultTable(id: ClauseId): string {
  const faults = modelFaultsOf(id);
  if (faults.length === 0) return '';
  return table(
    ['fault of the model', 'reported by'],
    faults.map((fault) => [
      fault.name,
      reporters(id, fault)
        .map(({ name }) => name)
        .join('; '),
    ]),
  );
}
