/** What is under test, by the name that settings and tokens carry: the implementation, or one with a seeded fault. */
import { isModulePath, loadModule } from '../audit/module.ts';
import { isRevision, loadRevision } from '../audit/revision.ts';
import { CHECKER_FAULTS, FAULTS, loadFault } from '../faults/index.ts';
import * as of2003 from '../faults/lwkt-2003/index.ts';
import { IMPLEMENTATION, type Implementation } from '../implementation.ts';
import { MODEL_FAULTS, type ModelFault } from '../model/index.ts';
import { SCENARIOS, type Scenario } from '../programs/scenarios.ts';
import { namesMeant } from './meant.ts';

/** The name of what is checked when nothing is said. */
export const SOUND: string = IMPLEMENTATION.name;

/** The message is a sentence for the person who gave the name. */
export class UnknownName extends Error {}

const HISTORICAL: readonly Implementation[] = [of2003.LWKT_2003, of2003.LWKT_2003_COARSE, of2003.LWKT_2007];

/** @throws UnknownName, ModuleError, RevisionError */
export async function implementationNamed(name: string): Promise<Implementation> {
  if (name === SOUND) return IMPLEMENTATION;
  if (isModulePath(name)) return loadModule(name);
  if (isRevision(name)) return loadRevision(name);
  const found = HISTORICAL.find((each) => each.name === name);
  if (found !== undefined) return found;
  const fault = FAULTS.find((each) => each.name === name);
  if (fault === undefined) throw new UnknownName(`There is no implementation "${name}".`);
  return loadFault(fault);
}

/** The scenarios that show something of it. */
export function scenariosFor(name: string): readonly Scenario[] {
  if (name === SOUND || isModulePath(name)) return SCENARIOS;
  const fault = FAULTS.find((each) => each.name === name);
  return fault === undefined ? [THE_STORY_OF_2003] : SCENARIOS.filter(({ name: one }) => fault.scenarios.includes(one));
}

/** The algorithm of 2003 knows no refusals and no time limits, so it has a scenario of its own. */
export const THE_STORY_OF_2003: Scenario = {
  name: 'one synchronous request',
  about: 'one client, one server on another cpu',
  program: of2003.SYNCHRONOUS,
};

/** Undefined: the model as it is. */
export function modelFaultNamed(name: string | undefined): ModelFault | undefined {
  return MODEL_FAULTS.find((fault) => fault.name === name);
}

/** Whether the name is that of a seeded fault of the checker itself. */
export function isCheckerFault(name: string): boolean {
  return CHECKER_FAULTS.some((fault) => fault.name === name);
}

/** What a person may have meant by the name of a fault: letters and digits count, and the name may be cut short. */
export function faultNamed(text: string): string {
  const meant = namesMeant(text, faultNames());
  const [only] = meant;
  if (only === undefined)
    throw new UnknownName(`There is no fault "${text}": lwkt check --only faults --all lists them.`);
  if (meant.length > 1) throw new UnknownName(`"${text}" may be any of these faults: ${meant.join(', ')}.`);
  return only;
}

function faultNames(): string[] {
  return [...FAULTS, of2003.LWKT_2003, ...MODEL_FAULTS, ...CHECKER_FAULTS].map(({ name }) => name);
}
