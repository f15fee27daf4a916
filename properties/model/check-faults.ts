// The wrong models, each of which has to be noticed by the properties it names: and each property by one of them.
import type { ClauseId, Property } from '../../model/index.ts';
import { progress } from '../../model/index.ts';
import { callerChooses, compareViews } from './caller-view.ts';
import type { Verdict } from './check.ts';
import { CALLER_VIEWS } from './configurations.ts';
import type { ModelViolation, Properties } from './explore.ts';
import { ALL_PROPERTIES, explore } from './explore.ts';
import type { ModelFault } from './faults/index.ts';
import { MODEL_FAULTS } from './faults/index.ts';

export interface CheckModelFaultsOptions {
  /** Only the faults whose names contain this. */
  readonly only?: string;
  readonly onProgress?: (name: string) => void;
  /** Asked before each fault; true stops, undecided. */
  readonly deadline?: () => boolean;
  /** The properties under test; default: all, as they are. */
  readonly properties?: Properties;
}

export interface ModelFaultRow {
  readonly name: string;
  readonly clause: ClauseId;
  readonly bound: string;
  readonly states: number;
  /** Whether every property that must report it did, and one of its clause. */
  readonly caught: boolean;
  /** Names of all properties that reported it. */
  readonly by: readonly string[];
  /** Names of those that should have and did not. */
  readonly missed: readonly string[];
  /** The first report. */
  readonly violation?: ModelViolation;
}

/** A property, and the faults that it reported. */
export interface AwakeRow extends Property {
  readonly faults: readonly string[];
}

export interface ModelFaultReport {
  readonly rows: readonly ModelFaultRow[];
  readonly awake: readonly AwakeRow[];
  readonly verdict: Verdict;
  readonly ok: boolean;
}

/** So many states show every fault. */
const MAX_STATES = 3000;

/** Explores the model with each of its seeded faults, every one of which must be found by a property of its clause. */
export function checkModelFaults(options: CheckModelFaultsOptions = {}): ModelFaultReport {
  const faults = MODEL_FAULTS.filter(({ name }) => name.includes(options.only ?? ''));
  const rows: ModelFaultRow[] = [];
  for (const fault of faults) {
    if (options.deadline?.() === true) break;
    options.onProgress?.(fault.name);
    rows.push(faultRow(fault, options.properties ?? ALL_PROPERTIES));
  }
  const awake = allProperties().map((property) => awakeRow(property, rows));
  const complete = rows.length === faults.length && faults.length > 0;
  const asleep = options.only === undefined && awake.some((row) => row.faults.length === 0);
  const failed = rows.some(({ caught }) => !caught) || (complete && asleep);
  const verdict = failed ? 'violated' : complete ? 'holds' : 'undecided';
  return { rows, awake, verdict, ok: verdict === 'holds' };
}

/** Everything that the model is held to, in order. */
export function allProperties(): Property[] {
  const { invariants, steps, guards } = ALL_PROPERTIES;
  return [...invariants, ...steps, ...guards, progress, callerChooses];
}

function faultRow(fault: ModelFault, properties: Properties): ModelFaultRow {
  const { name, clause, world, actions, caughtBy } = fault;
  const explored = explore(world, { actions, properties, goOn: true, maxStates: MAX_STATES, witnesses: [] });
  const violations = [...explored.violations, ...seenByTheCaller(fault)];
  const by = violations.map((violation) => violation.name);
  const missed = caughtBy.filter((property) => !by.includes(property));
  const ofClause = violations.some(({ clauses }) => clauses.includes(clause));
  const violation = violations.find((each) => each.name === caughtBy[0]);
  return {
    name,
    clause,
    bound: world.bound,
    states: explored.states,
    caught: missed.length === 0 && ofClause,
    by,
    missed,
    ...(violation === undefined ? {} : { violation }),
  };
}

/** C9 takes two targets to see; only where the fault says so. */
function seenByTheCaller({ actions, caughtBy }: ModelFault): ModelViolation[] {
  if (!caughtBy.includes(callerChooses.name)) return [];
  return CALLER_VIEWS.flatMap((view) => {
    const { difference } = compareViews(view, actions);
    if (difference === undefined) return [];
    return [
      {
        ...callerChooses,
        what: `only ${difference.only} of the two shows this run`,
        steps: difference.run.length,
        trace: difference.run,
      },
    ];
  }).slice(0, 1);
}

function awakeRow({ name, clauses, sentence }: Property, rows: readonly ModelFaultRow[]): AwakeRow {
  return { name, clauses, sentence, faults: rows.filter(({ by }) => by.includes(name)).map((row) => row.name) };
}
