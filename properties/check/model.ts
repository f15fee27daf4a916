/** The section that explores the model: every clause in every reachable state of bounded worlds, every witness found. */
import {
  checkModel,
  checkModelFaults,
  type ModelReport,
  type ModelRow,
  type ModelViolation,
  type WitnessRow,
} from '../model/index.ts';
import { modelFingerprints } from './found-with.ts';
import { laps } from './laps.ts';
import type { Context, Row, Section } from './section.ts';
import { modelFaultNamed } from './subject.ts';
import { encode } from './token.ts';
import { VERSION } from './version.ts';

export const model: Section = {
  name: 'model',
  title: 'The model, every reachable state',
  jobs: () => ['worlds'],
  async run(_, context) {
    const { modelFault } = context.settings;
    if (modelFault === undefined) exploreWorlds(context);
    else exploreFault(modelFault, context);
  },
};

function exploreWorlds(context: Context): void {
  const lap = laps(context);
  const seconds = new Map<string, number>();
  let current: string | undefined;
  const report = checkModel({
    profile: context.settings.profile,
    deadline: () => context.expired(),
    onProgress: (name, states) => {
      if (current !== undefined && name !== current) seconds.set(current, lap());
      current = name;
      context.progress(`${name}: ${states} states`);
    },
  });
  // The views of the caller, which tell nothing of their progress, come after the last world.
  if (current !== undefined) seconds.set(current, lap());
  for (const row of report.rows) context.emit({ ...rowOf(row), seconds: seconds.get(row.name) ?? 0 });
  emitWitnesses(report, context);
}

function rowOf(row: ModelRow): Omit<Row, 'section' | 'seconds'> {
  const { name, bound, states, transitions, depth, verdict, violation, pinned } = row;
  const common = { name, bound, states, transitions, depth };
  if (violation !== undefined) return { ...common, ...violated(name, violation) };
  if (pinned !== undefined) {
    const was = `${pinned.states} states, ${pinned.transitions} steps, depth ${pinned.depth}`;
    return { ...common, verdict: 'changed', message: `holds, but the manifest says ${was}` };
  }
  if (verdict === 'violated')
    return { ...common, verdict: 'changed', message: 'holds, but the manifest does not have it' };
  return { ...common, verdict };
}

function violated(
  configuration: string,
  violation: ModelViolation,
  fault?: string,
): Omit<Row, 'section' | 'seconds' | 'name' | 'bound'> {
  const { clauses, sentence, what, steps } = violation;
  const [clause] = clauses;
  const world = { configuration, ...(fault === undefined ? {} : { fault }) };
  return {
    verdict: 'violated',
    ...(clause === undefined ? {} : { clause }),
    message: `${sentence} Here ${what}.`,
    steps,
    token: encode({
      v: 2,
      kind: 'model',
      version: VERSION,
      fingerprints: modelFingerprints(world),
      ...world,
      violation: violation.name,
    }),
  };
}

/** Properties that hold because nothing happens are worth nothing. */
function emitWitnesses({ witnesses, actions, rows }: ModelReport, context: Context): void {
  const complete = rows.every(({ verdict }) => verdict !== 'undecided');
  const missing = witnesses.filter(({ foundIn }) => foundIn === undefined);
  const idle = Object.keys(actions).filter((name) => actions[name] === 0);
  const bound = `${witnesses.length} witnesses, ${Object.keys(actions).length} actions`;
  const row = { name: 'everything that can happen did', bound, seconds: 0 };
  if (missing.length + idle.length === 0) context.emit({ ...row, verdict: 'found' });
  else if (!complete) context.emit({ ...row, verdict: 'undecided', message: 'the budget ended the search' });
  else context.emit({ ...row, verdict: 'missed', message: missingText(missing, idle) });
}

function missingText(missing: readonly WitnessRow[], idle: readonly string[]): string {
  const never = missing.map(({ name }) => `"${name}"`).join(', ');
  const parts = missing.length === 0 ? [] : [`never met: ${never}`];
  if (idle.length > 0) parts.push(`never taken: ${idle.join(', ')}`);
  return parts.join('; ');
}

/** The model with a fault in it: its world, which must be violated. */
function exploreFault(name: string, context: Context): void {
  const start = context.now();
  const fault = modelFaultNamed(name);
  const row = checkModelFaults({ only: name }).rows.find((each) => each.name === name);
  if (fault === undefined || row === undefined) throw new Error(`There is no fault ${name} of the model.`);
  const seconds = context.now() - start;
  const common = { name, bound: row.bound, states: row.states, seconds };
  if (row.violation === undefined) context.emit({ ...common, verdict: 'holds' });
  else context.emit({ ...common, ...violated(fault.world.name, row.violation, name) });
}
