/** `lwkt check`: the sections that hold the implementation to the specification. */
import { Command, Option } from 'commander';
import {
  faultNamed,
  isCheckerFault,
  modelFaultNamed,
  type SectionName,
  type Settings,
  SOUND,
  sectionsOf,
  UnknownName,
} from '../check/index.ts';
import { freshSeed } from './clock.ts';
import { EXIT_CODES, type Finish, UsageError } from './exit.ts';
import {
  type RegressionsOption,
  type RunOptions,
  regressionsFolder,
  regressionsOptions,
  runOptions,
  sections,
} from './options.ts';
import { runSession } from './session.ts';

export interface CheckOptions extends RunOptions, RegressionsOption {
  readonly only: readonly SectionName[];
  readonly fault?: string;
  /** List every row. */
  readonly all?: true;
}

/** Gives the exit code. */
export function check(options: CheckOptions): Promise<number> {
  const { only, fault, all } = options;
  const settings = settingsOf(options);
  const sections = sectionsOf(settings, only);
  return runSession({
    command: 'check',
    settings,
    sections,
    options,
    brief: fault !== undefined,
    ...(all === undefined ? {} : { all }),
  });
}

function settingsOf({ profile, seed = freshSeed(), fault, ...options }: CheckOptions): Settings {
  const folder = regressionsFolder(options, fault !== undefined);
  const memory = folder === undefined ? {} : { regressions: folder };
  const going = options.keepGoing === undefined ? {} : { keepGoing: options.keepGoing };
  const settings = { profile, seed, implementation: SOUND, ...memory, ...going };
  if (fault === undefined) return settings;
  try {
    const name = faultNamed(fault);
    if (isCheckerFault(name)) return { ...settings, checkerFault: name };
    return modelFaultNamed(name) === undefined
      ? { ...settings, implementation: name }
      : { ...settings, modelFault: name };
  } catch (error) {
    throw error instanceof UnknownName ? new UsageError(error.message) : error;
  }
}

export function checkCommand(finish: Finish): Command {
  const command = new Command('check').description('hold the implementation to the specification');
  for (const option of [...runOptions(), ...regressionsOptions()]) command.addOption(option);
  return command
    .addOption(new Option('--only <sections>', 'only these sections, and always awake').argParser(sections).default([]))
    .addOption(
      new Option('--fault <name>', 'check with this seeded fault of the implementation, the model or the checker'),
    )
    .addOption(new Option('--all', 'list every seeded fault, not only how many there are'))
    .addHelpText('after', EXIT_CODES)
    .action(async (options: CheckOptions) => finish(await check(options)));
}
