/** Every seeded fault is found, by the clause that it must break; the implementation without it is not accused. */
import { afterAll, describe, expect, test } from 'vitest';
import { CLAUSE_IDS } from '../../model/index.ts';
import { FAULTS, type Fault, type FaultReport, findFault, loadFault } from '../../properties/faults/index.ts';
import { IMPLEMENTATION } from '../../properties/implementation.ts';
import { exhaustive, replay } from '../../properties/interleaving/index.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { systemOf } from '../../properties/programs/system.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';

const reports: FaultReport[] = [];

describe('every fault is found by its clause', () => {
  test.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
    const implementation = await loadFault(fault);
    const report = findFault(fault, implementation, { now: () => performance.now() });
    reports.push(report);
    const { finding } = report;
    if (finding === undefined) throw new Error(`not found: ${fault.about}`);
    expect(finding.clause, finding.violation.message).toBe(fault.clause);
    expect(report.asExpected).toBe(true);
    // Without a step there would be nothing to replay.
    expect(finding.schedule.length).toBeGreaterThan(0);
    const { program } = finding.scenario;
    const monitor = new RefinementMonitor(program, implementation);
    const again = replay(systemOf(program, implementation), finding.schedule, { monitor });
    // A livelock is a matter of all that may follow: the run that leads there violates nothing by itself.
    const expected = finding.violation.kind === 'livelock' ? undefined : finding.violation.message;
    expect(again.violation?.message).toBe(expected);
  });

  afterAll(() => {
    const rows = reports.map(({ fault, finding, states, seconds }) => {
      const what = [finding?.clause.padEnd(4), fault.name.padEnd(46), fault.kind.padEnd(9)];
      const size = [`${states} states`.padStart(11), `${finding?.schedule.length} steps`.padStart(9)];
      return [...what, ...size, `${(seconds * 1000).toFixed(0)} ms`.padStart(7)].join(' ');
    });
    console.log(`${rows.join('\n')}\n`);
  });
});

describe('the list of faults', () => {
  test('no two have the same name, and none the same changes and scenarios', () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
    const doings = FAULTS.map(({ changes, scenarios }) => JSON.stringify([changes, scenarios]));
    const twins = FAULTS.filter((_, index) => doings.indexOf(doings[index] ?? '') !== index);
    expect(twins.map(({ name }) => name)).toEqual([]);
  });

  test('every clause that a single run can break is broken by one', () => {
    // These speak of what may happen, or compare runs: witnesses and the caller's view are checked elsewhere.
    const others = ['C8', 'C9', 'C10', 'C12'];
    const broken = new Set(FAULTS.map(({ clause }) => clause));
    expect(CLAUSE_IDS.filter((id) => !broken.has(id))).toEqual(others);
  });
});

describe('the implementation as it is', () => {
  const names = new Set(FAULTS.flatMap(({ scenarios }) => scenarios));
  test.each([...names])('is not accused by "%s"', (name) => {
    const scenario = SCENARIOS.find((one) => one.name === name);
    if (scenario === undefined) throw new Error(`there is no scenario "${name}"`);
    const monitor = new RefinementMonitor(scenario.program, IMPLEMENTATION);
    const result = exhaustive(systemOf(scenario.program, IMPLEMENTATION), { monitor });
    expect(result.violation?.message).toBeUndefined();
    expect(result.verdict).toBe('holds');
  });
});

test('a scenario that there is not is an error', () => {
  const [first] = FAULTS;
  const fault: Fault = { ...(first as Fault), scenarios: ['no such scenario'] };
  expect(() => findFault(fault, IMPLEMENTATION)).toThrow('no such scenario');
});

test('a fault that is none is not found', () => {
  const fault: Fault = {
    name: 'none',
    about: 'the implementation as it is',
    kind: 'protocol',
    clause: 'C1',
    changes: [],
    scenarios: ['one domsg'],
  };
  const report = findFault(fault, IMPLEMENTATION);
  expect(report).toMatchObject({ found: false, asExpected: false });
  expect(report.states).toBeGreaterThan(100);
});
