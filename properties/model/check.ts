// The model section of the check: every world of a profile explored, every view of the caller compared, as plain data
// to print.
import type { Action, ClauseId, Property } from '../../model/index.ts';
import { ACTIONS, CLAUSE_IDS, GUARD_PROPERTIES, INVARIANTS, progress, STEP_PROPERTIES } from '../../model/index.ts';
import type { CallerView } from './caller-view.ts';
import { callerChooses, compareViews } from './caller-view.ts';
import type { Profile } from './configurations.ts';
import { CALLER_VIEWS, PROFILES } from './configurations.ts';
import type { World } from './environment.ts';
import type { Explored, ModelViolation } from './explore.ts';
import { explore } from './explore.ts';
import type { Counts } from './manifest.ts';
import { MANIFEST } from './manifest.ts';
import { WITNESSES } from './witnesses.ts';

/** Undecided: stopped before all was seen, and nothing wrong so far. */
export type Verdict = 'holds' | 'violated' | 'undecided';

export interface CheckModelOptions {
  readonly profile: Profile;
  /** Only the worlds whose names contain this. */
  readonly only?: string;
  /** Called now and then. */
  readonly onProgress?: (name: string, states: number) => void;
  /** Asked now and then; true stops, undecided. */
  readonly deadline?: () => boolean;
}

/** One world explored, or one view of the caller compared. */
export interface ModelRow extends Counts {
  readonly name: string;
  /** What was bounded, in words. */
  readonly bound: string;
  readonly verdict: Verdict;
  /** Whether the verdict is `holds`. */
  readonly ok: boolean;
  /** Names of the witnesses found. */
  readonly witnesses: readonly string[];
  readonly violation?: ModelViolation;
  /** What the manifest says, where the counts differ from it. */
  readonly pinned?: Counts;
}

export interface WitnessRow {
  readonly name: string;
  readonly clauses: readonly ClauseId[];
  /** The first world that showed it. */
  readonly foundIn: string | undefined;
}

export interface ModelReport {
  readonly rows: readonly ModelRow[];
  readonly witnesses: readonly WitnessRow[];
  /** How often each action was taken. */
  readonly actions: Readonly<Record<string, number>>;
  /** How often a state, a step or a visible run was held to a property of each clause. */
  readonly clauses: Readonly<Record<ClauseId, number>>;
  readonly verdict: Verdict;
  readonly ok: boolean;
}

/** Explores the worlds of a profile. Of all worlds together every witness must be found, and every action taken. */
export function checkModel(options: CheckModelOptions): ModelReport {
  const worlds = PROFILES[options.profile].filter(({ name }) => name.includes(options.only ?? ''));
  const views = CALLER_VIEWS.filter(({ name }) => name.includes(options.only ?? ''));
  const explored = worlds.map((world) => ({ world, result: exploreOne(world, options) }));
  const seen = views.map((view) => viewRow(view, options.deadline));
  const rows = [...explored.map(({ world, result }) => worldRow(world, result)), ...seen];
  const witnesses = WITNESSES.map(({ name, clauses }) => ({ name, clauses, foundIn: firstWith(rows, name) }));
  const results = explored.map(({ result }) => result);
  const actions = takenInAll(results);
  const partial = options.only !== undefined;
  const all =
    partial || (witnesses.every(({ foundIn }) => foundIn !== undefined) && Object.values(actions).every(Boolean));
  const verdict = verdictOf(rows, all);
  return { rows, witnesses, actions, clauses: exercised(results, seen), verdict, ok: verdict === 'holds' };
}

function exploreOne(world: World, { onProgress, deadline }: CheckModelOptions): Explored {
  return explore(world, {
    ...(onProgress === undefined ? {} : { onProgress: (states: number) => onProgress(world.name, states) }),
    ...(deadline === undefined ? {} : { deadline }),
  });
}

// ---------------------------------------------------------------------------------------------------------------- rows

function worldRow({ name, bound }: World, result: Explored): ModelRow {
  const { states, transitions, depth, complete, witnesses, violations } = result;
  return row({ name, bound, states, transitions, depth, witnesses }, complete, violations[0]);
}

function viewRow(view: CallerView, deadline?: () => boolean): ModelRow {
  const { states, transitions, depth, complete, difference } = compareViews(view, ACTIONS, deadline);
  const violation =
    difference === undefined
      ? undefined
      : {
          ...callerChooses,
          what: `only ${difference.only} of the two shows this run`,
          steps: difference.run.length,
          trace: difference.run,
        };
  const { name, bound } = view;
  return row({ name, bound, states, transitions, depth, witnesses: [] }, complete, violation);
}

/** A count that is not the pinned one is a violation: the model, or what explores it, has changed unseen. */
function row(
  found: Omit<ModelRow, 'verdict' | 'ok'>,
  complete: boolean,
  violation: ModelViolation | undefined,
): ModelRow {
  const pinned = MANIFEST[found.name];
  const { states, transitions, depth } = found;
  const same = pinned?.states === states && pinned.transitions === transitions && pinned.depth === depth;
  const verdict = violation !== undefined ? 'violated' : !complete ? 'undecided' : same ? 'holds' : 'violated';
  return {
    ...found,
    verdict,
    ok: verdict === 'holds',
    ...(violation === undefined ? {} : { violation }),
    ...(pinned === undefined || same || !complete ? {} : { pinned }),
  };
}

function verdictOf(rows: readonly ModelRow[], all: boolean): Verdict {
  if (rows.some(({ verdict }) => verdict === 'violated')) return 'violated';
  if (rows.length === 0 || rows.some(({ verdict }) => verdict === 'undecided')) return 'undecided';
  return all ? 'holds' : 'violated';
}

const firstWith = (rows: readonly ModelRow[], witness: string): string | undefined =>
  rows.find(({ witnesses }) => witnesses.includes(witness))?.name;

// ------------------------------------------------------------------------------------------------------------ coverage

function takenInAll(results: readonly Explored[]): Record<string, number> {
  const times = (action: Action): number => results.reduce((sum, { taken }) => sum + (taken[action.name] ?? 0), 0);
  return Object.fromEntries(ACTIONS.map((action) => [action.name, times(action)]));
}

/** Checks by clause. Of guard properties only the steps are counted that their actions were taken in. */
function exercised(results: readonly Explored[], views: readonly ModelRow[]): Record<ClauseId, number> {
  const counts = Object.fromEntries(CLAUSE_IDS.map((id) => [id, 0])) as Record<ClauseId, number>;
  const add = ({ clauses }: Pick<Property, 'clauses'>, times: number): void => {
    for (const id of clauses) counts[id] += times;
  };
  for (const { states, transitions, taken, complete } of results) {
    const taking = (of: readonly string[]): number =>
      of.length === 0 ? transitions : of.reduce((sum, name) => sum + (taken[name] ?? 0), 0);
    for (const invariant of INVARIANTS) add(invariant, states);
    for (const property of [...STEP_PROPERTIES, ...GUARD_PROPERTIES]) add(property, taking(property.of));
    if (complete) add(progress, states);
  }
  for (const { transitions } of views) add(callerChooses, transitions);
  return counts;
}
