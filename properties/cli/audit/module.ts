/** `lwkt audit <module>`: an implementation of one's own through everything that checks this project's. */
import { isModulePath, ModuleError, modulePath } from '../../audit/index.ts';
import { implementationNamed, type SectionName, type Settings, sectionsOf, UnknownName } from '../../check/index.ts';
import { freshSeed } from '../clock.ts';
import { UsageError } from '../exit.ts';
import { regressionsFolder } from '../options.ts';
import { runSession } from '../session.ts';
import type { AuditOptions, Way } from './way.ts';

export const ofModule: Way = {
  usage: 'lwkt audit <module>',
  options: () => [],
  isAsked: (module) => module !== undefined,
  async run(module = '', options) {
    const settings = await settingsOf(module, options);
    return runSession({
      command: 'audit',
      settings,
      sections: sectionsOf(settings, sectionsFor(settings)),
      options,
    });
  },
};

/** Loads it once here, so that what is wrong with it is said before anything is begun. */
async function settingsOf(module: string, options: AuditOptions): Promise<Settings> {
  const { profile, seed = freshSeed() } = options;
  const folder = regressionsFolder(options);
  const implementation = modulePath(module) ?? module;
  try {
    await implementationNamed(implementation);
  } catch (error) {
    if (error instanceof UnknownName) throw new UsageError(`There is no file and no implementation "${module}".`);
    throw error instanceof ModuleError ? new UsageError(error.message) : error;
  }
  const going = options.keepGoing === undefined ? {} : { keepGoing: options.keepGoing };
  return { profile, seed, implementation, ...going, ...(folder === undefined ? {} : { regressions: folder }) };
}

/** Faults and algorithms of other times have no module that a thread could load. */
function sectionsFor({ implementation }: Settings): readonly SectionName[] {
  return isModulePath(implementation) ? ['interleavings', 'sampled', 'threads'] : ['interleavings', 'sampled'];
}
