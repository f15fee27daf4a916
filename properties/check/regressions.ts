/** The section of what has failed before: it is tried before anything else. */

import { judgedSystem } from '../audit/held.ts';
import { loadBuilt } from '../audit/revision.ts';
import { whyLeftOut } from '../audit/scenarios.ts';
import type { Implementation } from '../implementation.ts';
import { fromChoices } from '../interleaving/index.ts';
import { type Regression, type Remembered, remembered, tryAgain } from '../regressions/index.ts';
import { isCareful } from '../sampling/index.ts';
import { findingOf } from './finding.ts';
import { plural, sizeText } from './program-text.ts';
import type { Context, Row, Section, Settings } from './section.ts';
import { implementationNamed } from './subject.ts';
import { decode, unpackChoices } from './token.ts';
import { VERSION } from './version.ts';

export const regressions: Section = {
  name: 'regressions',
  title: 'What has failed before',
  jobs: ({ regressions: folder }) => (folder === undefined ? [] : remembered(folder).map(({ name }) => name)),
  async run(job, context) {
    const { regressions: folder = '' } = context.settings;
    const found = remembered(folder).find(({ name }) => name === job);
    if (found === undefined) throw new Error(`There is no regression ${job} in ${folder}.`);
    context.emit(rowOf(found, await subject(context.settings), context));
  },
};

/** Of two revisions that are compared, the one after the change. */
function subject({ compared, implementation }: Settings): Promise<Implementation> {
  if (compared === undefined) return implementationNamed(implementation);
  return loadBuilt(compared.after.name, compared.after.folder);
}

function rowOf(
  { name, regression }: Remembered,
  implementation: Implementation,
  context: Context,
): Omit<Row, 'section'> {
  const { program, schedule, found, clause } = regression;
  const start = context.now();
  const how = schedule === undefined ? 'every interleaving' : plural(schedule.length, 'preemption');
  const row = {
    name,
    bound: `${sizeText(program)}, ${how}; failed on "${found.on}"`,
    ...(clause === undefined ? {} : { clause }),
  };
  const why = whyLeftOut({ name: '', program }, implementation) ?? whyNotAsked(regression, implementation);
  if (why !== undefined) return { ...row, seconds: 0, group: why, message: why, verdict: 'left out' };
  const { again, steps, states, ignored, cut } = tryAgain(regression, implementation);
  const counts = {
    ...(steps === undefined ? {} : { transitions: steps, runs: 1 }),
    ...(states === undefined ? {} : { states }),
    seconds: context.now() - start,
  };
  if (again !== undefined) {
    const told = findingOf({ implementation, program, ...again });
    return { ...row, ...counts, ...told, verdict: 'violated', message: `failed before, and again: ${told.message}` };
  }
  const looked = cut === true ? `the first ${states} states of all` : 'every interleaving';
  const lost = `${name}: ${plural(ignored, 'preemption')} of its schedule cannot be taken any more; instead: ${looked}.`;
  return {
    ...row,
    ...counts,
    ...(ignored === 0 ? {} : { notes: [lost] }),
    group: 'each has failed before',
    verdict: cut === true ? 'none failed' : 'holds',
  };
}

/** Who does not promise to refuse misuse is not asked what only misuse shows. */
function whyNotAsked({ program }: Regression, { promises }: Implementation): string | undefined {
  return promises?.refusals === false && !isCareful(program, 0) ? 'it does not promise to refuse misuse' : undefined;
}

/** What failed where there are no choices to be made again. */
const OTHERS = { history: 'worker threads', external: 'a process' } as const;

/**
 * What to remember of a row that tells of a failure; undefined: it cannot be run again by itself, as a violation of the model,
 * which is explored as a whole every time.
 */
export async function regressionOf({ token, message = '', clause, section }: Row): Promise<Regression | undefined> {
  if (token === undefined || section === 'regressions') return undefined;
  const told = decode(token);
  if (told.kind === 'model' || told.kind === 'suite') return undefined;
  const program = told.kind === 'history' ? told.history.program : told.program;
  const on = told.kind === 'run' ? told.implementation : OTHERS[told.kind];
  const common = {
    kind: told.violation,
    what: message,
    found: { on, version: VERSION, fingerprints: told.fingerprints },
    program,
  };
  const regression = clause === undefined ? common : { clause, ...common };
  // What only all interleavings show, or what threads did that nobody has scheduled, has no schedule of its own.
  if (told.kind !== 'run' || told.violation === 'livelock' || told.loop !== undefined) return regression;
  if (told.against !== undefined) return undefined;
  const implementation = await implementationNamed(told.implementation);
  return { ...regression, schedule: fromChoices(judgedSystem(program, implementation), unpackChoices(told.schedule)) };
}
