/** Looks for a fault in every interleaving of its scenarios, until the first violation. */
import type { ClauseId } from '../../model/index.ts';
import type { Implementation } from '../implementation.ts';
import { type Choice, type ExhaustiveOptions, exhaustive, type Loop, type Violation } from '../interleaving/index.ts';
import { SCENARIOS, type Scenario } from '../programs/scenarios.ts';
import { systemOf } from '../programs/system.ts';
import { clauseOf } from '../refinement/clause-of.ts';
import { RefinementMonitor } from '../refinement/monitor.ts';
import type { Fault } from './fault.ts';

export interface FindOptions extends Pick<ExhaustiveOptions, 'maxStates' | 'onProgress'> {
  /** Milliseconds, for `seconds`. Default: time is not measured. */
  readonly now?: () => number;
}

/** What came of the search for a fault. */
export interface FaultReport {
  readonly fault: Fault;
  readonly found: boolean;
  /** The clause that was broken is the one that the fault was expected to break. */
  readonly asExpected: boolean;
  readonly finding?: Finding;
  /** States of all scenarios that were run. */
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
}

export interface Finding {
  readonly violation: Violation;
  readonly clause: ClauseId;
  readonly scenario: Scenario;
  /** The shortest way to the violation in that scenario. */
  readonly schedule: readonly Choice[];
  /** What repeats after it for ever, where a call never ends. */
  readonly loop?: Loop;
}

/** @param implementation as `loadFault` gives it; another one, to see that the scenarios do not accuse it */
export function findFault(fault: Fault, implementation: Implementation, options: FindOptions = {}): FaultReport {
  const { now = () => 0, ...search } = options;
  const started = now();
  let states = 0;
  let transitions = 0;
  let finding: Finding | undefined;
  for (const name of fault.scenarios) {
    const scenario = scenarioOf(fault, name);
    const monitor = new RefinementMonitor(scenario.program, implementation);
    const result = exhaustive(systemOf(scenario.program, implementation), { ...search, monitor });
    states += result.states;
    transitions += result.transitions;
    if (result.violation === undefined) continue;
    const { violation, schedule = [], loop } = result;
    const clause = clauseOf(violation);
    if (clause === undefined) throw new Error(`no clause speaks of this violation: ${violation.message}`);
    finding = { violation, clause, scenario, schedule, ...(loop && { loop }) };
    break;
  }
  return {
    fault,
    found: finding !== undefined,
    asExpected: finding?.clause === fault.clause,
    ...(finding === undefined ? {} : { finding }),
    states,
    transitions,
    seconds: (now() - started) / 1000,
  };
}

function scenarioOf(fault: Fault, name: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`${fault.name}: there is no scenario "${name}"`);
  return scenario;
}
