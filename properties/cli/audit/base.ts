/** `lwkt audit --base <revision>`: what a change of the ports does to what their callers can see, and what it costs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import {
  buildRevision,
  type Costs,
  costText,
  loadBuilt,
  mergeCosts,
  RevisionError,
  revisionNamed,
  WORKING_TREE,
} from '../../audit/index.ts';
import { comparedSection, type Row, type Settings, sectionNamed } from '../../check/index.ts';
import { freshSeed } from '../clock.ts';
import type { Counterexamples } from '../counterexamples.ts';
import { UsageError } from '../exit.ts';
import { regressionsFolder } from '../options.ts';
import { runSession } from '../session.ts';
import { plainTable } from '../tables.ts';
import type { AuditOptions, Way } from './way.ts';

export const ofBase: Way = {
  usage: 'lwkt audit --base <revision>',
  options: () => [new Option('--base <revision>', 'compare the working tree with this revision, as git names it')],
  isAsked: (_, options) => options['base'] !== undefined,
  async run(_, options) {
    const parent = mkdtempSync(join(tmpdir(), 'lwkt-'));
    const remove = (): void => rmSync(parent, { recursive: true, force: true });
    process.once('exit', remove);
    try {
      return await compare(await built(String(options['base']), parent), options);
    } finally {
      process.removeListener('exit', remove);
      remove();
    }
  },
};

/** Both are compiled, and loaded once here, so that what is wrong with them is said before anything is begun. */
async function built(ref: string, parent: string): Promise<NonNullable<Settings['compared']>> {
  try {
    const name = revisionNamed(ref);
    const before = { name, folder: buildRevision(name, parent) };
    const after = { name: WORKING_TREE, folder: buildRevision(WORKING_TREE, parent) };
    await Promise.all([before, after].map((each) => loadBuilt(each.name, each.folder)));
    return { before, after };
  } catch (error) {
    throw error instanceof RevisionError ? new UsageError(error.message) : error;
  }
}

function compare(compared: NonNullable<Settings['compared']>, options: AuditOptions): Promise<number> {
  const { profile, seed = freshSeed() } = options;
  const folder = regressionsFolder(options);
  const memory = folder === undefined ? {} : { regressions: folder };
  return runSession({
    command: 'audit',
    settings: { profile, seed, implementation: WORKING_TREE, compared, ...memory },
    sections: [sectionNamed('awake'), sectionNamed('regressions'), comparedSection],
    options,
    report: reportOf,
  });
}

/** A run for what is added and one for what is removed, each the shortest there is; and what calls cost. */
async function reportOf(rows: readonly Row[], found: Counterexamples): Promise<string> {
  const added = await found.shortestOf(rows.filter(({ verdict }) => verdict === 'adds'));
  const removed = await found.shortestOf(rows.filter(({ verdict }) => verdict === 'removes'));
  const parts = [`Atomic operations of a call, over all these runs:\n${costsTable(rows)}`];
  if (added !== undefined) parts.push(`Added:\n\n${added}`);
  if (removed !== undefined) parts.push(`Removed:\n\n${removed}`);
  if (added === undefined && removed === undefined) parts.push(nothing(rows));
  return parts.join('\n\n');
}

function costsTable(rows: readonly Row[]): string {
  const all = rows.flatMap(({ costs }) => costs ?? []);
  const before = all.reduce<Costs>((sum, each) => mergeCosts(sum, each.before), {});
  const after = all.reduce<Costs>((sum, each) => mergeCosts(sum, each.after), {});
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return plainTable(
    ['call', 'before', 'after'],
    names.map((name) => [name, costText(before[name]), costText(after[name])]),
  );
}

/** What was looked at, and what was not. */
function nothing(rows: readonly Row[]): string {
  const compared = rows.filter(({ section }) => section === 'compared');
  const same = compared.filter(({ verdict }) => verdict === 'same').length;
  const others = compared.length - same;
  const rest = others === 0 ? '' : `; ${others} others were not compared, see above`;
  return `No observable difference in ${same} scenarios, each run through every interleaving${rest}.`;
}
