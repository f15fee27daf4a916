/** What is to be explored, by the names that a person writes. */
import { ModuleError, modulePath } from '../../audit/index.ts';
import {
  faultNamed,
  implementationNamed,
  isCheckerFault,
  modelFaultNamed,
  programText,
  SOUND,
  UnknownName,
} from '../../check/index.ts';
import { namesMeant } from '../../check/meant.ts';
import { sizeText } from '../../check/program-text.ts';
import { THE_STORY_OF_2003 } from '../../check/subject.ts';
import { PROFILES, type World } from '../../model/index.ts';
import { SCENARIOS, type Scenario } from '../../programs/scenarios.ts';
import {
  type FindOptions,
  type Found,
  findConfiguration,
  findImplementation,
  findModelOf,
} from '../../transitions/index.ts';
import { UsageError } from '../exit.ts';

export interface Subject {
  readonly name: string;
  /** What the system is one of: `implementation`, or that with a fault; `configuration`; `model`. */
  readonly of: string;
  /** What a person should know of it, in lines. */
  readonly about: readonly string[];
  find(options: FindOptions): Found;
}

export interface SubjectOptions {
  /** A scenario whose program the model runs. */
  readonly modelOf?: string;
  /** A seeded fault of the implementation. */
  readonly fault?: string;
  /** Another implementation. */
  readonly implementation?: string;
}

export const CONFIGURATIONS: readonly World[] = PROFILES.deep;
export const EXPLORED_SCENARIOS: readonly Scenario[] = [...SCENARIOS, THE_STORY_OF_2003];

/**
 * @param name of a configuration or a scenario; where both have the name, with `configuration:` or `scenario:` before it
 * @throws UsageError for a name that means nothing, or more than one thing
 */
export async function subjectNamed(name: string | undefined, options: SubjectOptions): Promise<Subject> {
  const { modelOf, fault, implementation } = options;
  if (modelOf !== undefined) {
    const extra = name === undefined ? (fault ?? implementation) : name;
    if (extra !== undefined)
      throw new UsageError(`--model-of explores the model alone: leave "${extra}" out, or leave out --model-of.`);
    return modelSubject(scenarioNamed(modelOf));
  }
  const found = foundNamed(name ?? '');
  if ('program' in found) return implementationSubject(found, await implementationMeant(options));
  if (fault !== undefined || implementation !== undefined)
    throw new UsageError(
      `"${found.name}" is a configuration of the model: --fault and --implementation are for scenarios.`,
    );
  return {
    name: found.name,
    of: 'configuration',
    about: ['a configuration of the model: every run of its actions', found.bound],
    find: (find) => findConfiguration(found, find),
  };
}

function modelSubject(scenario: Scenario): Subject {
  const { name, program } = scenario;
  return {
    name,
    of: 'model',
    about: ['the model of a program: everything it allows threads that make these calls', ...programLines(scenario)],
    find: (find) => findModelOf(program, find),
  };
}

type Named = Awaited<ReturnType<typeof implementationNamed>>;

function implementationSubject(scenario: Scenario, implementation: Named): Subject {
  const { name, program } = scenario;
  const sound = implementation.name === SOUND;
  return {
    name,
    of: sound ? 'implementation' : `implementation: ${implementation.name}`,
    about: [
      `every interleaving of the implementation${sound ? '' : ` "${implementation.name}"`}`,
      ...programLines(scenario),
    ],
    find: (find) => findImplementation(program, implementation, find),
  };
}

function programLines({ about, program }: Scenario): string[] {
  return [`${about} (${sizeText(program)})`, ...programText(program)];
}

async function implementationMeant({ fault, implementation }: SubjectOptions): Promise<Named> {
  if (fault !== undefined && implementation !== undefined)
    throw new UsageError('--fault is one of the implementation of this project: leave out --implementation.');
  try {
    if (fault !== undefined) return await implementationNamed(faultOfImplementation(fault));
    if (implementation === undefined) return await implementationNamed(SOUND);
    return await implementationNamed(modulePath(implementation) ?? implementation);
  } catch (error) {
    throw error instanceof UnknownName || error instanceof ModuleError ? new UsageError(error.message) : error;
  }
}

function faultOfImplementation(text: string): string {
  const name = faultNamed(text);
  const whose = isCheckerFault(name) ? 'checker' : modelFaultNamed(name) === undefined ? undefined : 'model';
  if (whose === undefined) return name;
  throw new UsageError(`"${name}" is a fault of the ${whose}: explore takes faults of the implementation.`);
}

const KINDS = /^\s*(configuration|scenario)\s*:/;

function foundNamed(text: string): World | Scenario {
  const [prefix = '', kind] = KINDS.exec(text) ?? [];
  const rest = text.slice(prefix.length);
  const configurations = kind === 'scenario' ? [] : CONFIGURATIONS;
  const scenarios = kind === 'configuration' ? [] : EXPLORED_SCENARIOS;
  const all = [...configurations, ...scenarios];
  const names = new Set(
    namesMeant(
      rest,
      all.map(({ name }) => name),
    ),
  );
  const meant = all.filter(({ name }) => names.has(name));
  const [only] = meant;
  if (only === undefined) {
    const what = kind === undefined ? 'configuration or scenario' : kind;
    throw new UsageError(`There is no ${what} "${rest.trim()}": lwkt explore --list lists them.`);
  }
  if (meant.length === 1) return only;
  if (names.size === 1) {
    const choice = `write "configuration: ${only.name}" or "scenario: ${only.name}"`;
    throw new UsageError(`"${only.name}" is a configuration of the model and a scenario: ${choice}.`);
  }
  throw new UsageError(`"${rest.trim()}" may be any of these: ${[...names].join(', ')}.`);
}

function scenarioNamed(text: string): Scenario {
  const found = foundNamed(`scenario: ${text.replace(KINDS, '')}`);
  if ('program' in found) return found;
  throw new Error(`"${found.name}" is no scenario`);
}
