/** `lwkt audit --mutants`: how strong the properties are, measured by changes of the ports and of the model that they notice. */
import { Option } from 'commander';
import type { Row, Section, Settings } from '../../check/index.ts';
import { allMutants, type Mutant, NOT_CHANGED, PARTS, type Part } from '../../mutants/index.ts';
import { mutantsNeverRun } from '../../mutants/never-run.ts';
import { freshSeed } from '../clock.ts';
import { UsageError } from '../exit.ts';
import { matrix, score } from '../mutants/matrix.ts';
import { MutantPool } from '../mutants/pool.ts';
import { runSession } from '../session.ts';
import type { Way } from './way.ts';

const EVERY = 'all';

export const ofMutants: Way = {
  usage: 'lwkt audit --mutants',
  options: () => [
    new Option('--mutants [part]', 'change the ports and the model in every way there is, and see what notices')
      .choices([EVERY, ...PARTS])
      .preset(EVERY),
    new Option('--all', 'of mutants: list every one'),
    new Option('--match <text>', 'of mutants: only those with this in their names'),
  ],
  isAsked: (_, options) => options['mutants'] !== undefined,
  async run(_, options) {
    const { profile, seed = freshSeed() } = options;
    const asked = PARTS.filter((part) => options['mutants'] === EVERY || options['mutants'] === part);
    const match = String(options['match'] ?? '');
    const mutants = asked.flatMap((part) => allMutants(part)).filter(({ name }) => name.includes(match));
    const wanted = asked.filter((each) => mutants.some(({ part }) => part === each));
    if (mutants.length === 0) throw new UsageError(`No mutant has "${match}" in its name.`);
    const neverRun = await mutantsNeverRun(mutants);
    const settings: Settings = { profile, seed, implementation: 'mutants', mutants: true };
    return runSession({
      command: 'audit',
      settings,
      sections: wanted.map((part) => sectionOf(part, mutants)),
      options,
      runner: (_deadline, onProgress) => new MutantPool(settings, mutants, neverRun, onProgress),
      report: async (rows) => reportOf(rows, wanted, mutants),
      ...(options['all'] === true ? { all: true as const } : {}),
    });
  },
};

const TITLES: Readonly<Record<Part, string>> = {
  impl: 'The implementation, changed',
  model: 'The model, changed',
};

/** A job for each; they are run by the pool, and not by the section. */
function sectionOf(part: Part, mutants: readonly Mutant[]): Section {
  const names = mutants.filter((mutant) => mutant.part === part).map(({ name }) => name);
  return {
    name: `mutants of ${part}`,
    title: TITLES[part],
    jobs: () => names,
    run: () => Promise.reject(new Error('mutants are tried in processes of their own')),
  };
}

function reportOf(rows: readonly Row[], parts: readonly Part[], mutants: readonly Mutant[]): string {
  const operators = new Map(mutants.map(({ name, operator }) => [name, operator]));
  const pages = parts.flatMap((part) => {
    const mine = rows.filter(({ section }) => section === `mutants of ${part}`);
    const table = matrix(mine, (name) => operators.get(name));
    return [`${TITLES[part]}: mutants by the clause that they were first seen to break.\n\n${table}\n\n${score(mine)}`];
  });
  const fixed = mutants.filter(({ where }) => where === '').length;
  const rest = [
    `${fixed} of the mutants change what is computed once, when a module is loaded.`,
    `Not changed, since no property runs it: ${NOT_CHANGED.join(', ')} of impl/.`,
  ];
  return [...pages, rest.join('\n')].join('\n\n');
}
