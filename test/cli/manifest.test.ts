// The counts of the scenarios are pinned. `npm run manifest` runs all of them and writes the manifest anew; otherwise
// all but the largest are compared here, and all of them by `lwkt check`.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Counts, LARGE_SCENARIO_COUNTS, SCENARIO_COUNTS } from '../../properties/check/manifest.ts';
import { IMPLEMENTATION } from '../../properties/implementation.ts';
import { exhaustive } from '../../properties/interleaving/index.ts';
import { LARGE_SCENARIOS } from '../../properties/programs/large-scenarios.ts';
import { SCENARIOS, type Scenario } from '../../properties/programs/scenarios.ts';
import { systemOf } from '../../properties/programs/system.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';

const FILE = new URL('../../properties/check/manifest.ts', import.meta.url);
const SMALL = 200_000;
const update = process.env['UPDATE_MANIFEST'] !== undefined;

if (update) {
  it('write the manifest', { timeout: 600_000 }, () => {
    const record = (scenarios: readonly Scenario[], merged: boolean): string =>
      scenarios
        .map((scenario) => `  ${JSON.stringify(scenario.name)}: ${JSON.stringify(countsOf(scenario, merged))},\n`)
        .join('');
    const [head = '', first = '', second = ''] = readFileSync(FILE, 'utf8').split('= {\n');
    const rest = (text: string): string => text.slice(text.indexOf('};'));
    const records = [record(SCENARIOS, false) + rest(first), record(LARGE_SCENARIOS, true) + rest(second)];
    writeFileSync(FILE, [head, ...records].join('= {\n'));
  });
} else {
  it('every scenario has its counts', () => {
    expect(Object.keys(SCENARIO_COUNTS)).toEqual(SCENARIOS.map(({ name }) => name));
    expect(Object.keys(LARGE_SCENARIO_COUNTS)).toEqual(LARGE_SCENARIOS.map(({ name }) => name));
  });

  it('all scenarios but the largest have the counts that are pinned', () => {
    const small = SCENARIOS.filter(({ name }) => (SCENARIO_COUNTS[name]?.transitions ?? 0) <= SMALL);
    expect(small).toHaveLength(SCENARIOS.length - 1);
    const pinned = small.map(({ name }) => [name, SCENARIO_COUNTS[name]]);
    expect(small.map((scenario) => [scenario.name, countsOf(scenario, false)])).toEqual(pinned);
  });

  it('the large scenarios that are smallest have the merged counts that are pinned', { timeout: 60_000 }, () => {
    const small = LARGE_SCENARIOS.filter(({ name }) => (LARGE_SCENARIO_COUNTS[name]?.transitions ?? 0) <= SMALL);
    expect(small).toHaveLength(4);
    const pinned = small.map(({ name }) => [name, LARGE_SCENARIO_COUNTS[name]]);
    expect(small.map((scenario) => [scenario.name, countsOf(scenario, true)])).toEqual(pinned);
  });
}

function countsOf({ program }: Scenario, merged: boolean): Counts {
  const monitor = new RefinementMonitor(program, IMPLEMENTATION);
  const options = { monitor, mergeHistories: merged };
  const { verdict, states, transitions, depth } = exhaustive(systemOf(program, IMPLEMENTATION), options);
  if (verdict !== 'holds') throw new Error('A scenario fails: that is for the check to tell, not for the manifest.');
  return { states, transitions, depth };
}
