/** Scenarios by their size on the right implementation: the smallest is tried first. */
import { LARGE_SCENARIO_COUNTS, SCENARIO_COUNTS } from '../check/manifest.ts';
import { LARGE_SCENARIOS } from '../programs/large-scenarios.ts';
import { SCENARIOS, type Scenario } from '../programs/scenarios.ts';

export interface Sized {
  readonly scenario: Scenario;
  readonly states: number;
  readonly transitions: number;
  /** It is searched with its histories merged. */
  readonly merged: boolean;
}

/** Those of at most so many steps, the smallest first. */
export function scenariosUpTo(steps: number): Sized[] {
  const plain = SCENARIOS.map((scenario) => ({ scenario, counts: SCENARIO_COUNTS[scenario.name], merged: false }));
  const large = LARGE_SCENARIOS.map((scenario) => ({
    scenario,
    counts: LARGE_SCENARIO_COUNTS[scenario.name],
    merged: true,
  }));
  return [...plain, ...large]
    .flatMap(({ scenario, counts, merged }) => (counts === undefined ? [] : [{ scenario, merged, ...counts }]))
    .filter(({ transitions }) => transitions <= steps)
    .sort((one, other) => one.transitions - other.transitions);
}
