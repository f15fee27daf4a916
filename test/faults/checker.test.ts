/** Each way in which the checker sees is needed: switch it off, and a fault goes unnoticed. */
import { describe, expect, test } from 'vitest';
import {
  CHECKER_FAULTS,
  FAULTS,
  type Fault,
  findFault,
  loadChecker,
  loadFault,
} from '../../properties/faults/index.ts';

function faultNamed(name: string): Fault {
  const fault = FAULTS.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`there is no fault "${name}"`);
  return fault;
}

/** The implementation as it is, looked at as a fault would be. */
const none = (fault: Fault): Fault => ({ ...fault, name: 'none', changes: [] });

describe.each(CHECKER_FAULTS.map((checker) => [checker.name, checker] as const))('%s', (_, checker) => {
  const fault = faultNamed(checker.hides);

  test(`hides "${checker.hides}", which the checker finds`, async () => {
    expect(findFault(fault, await loadFault(fault)).found).toBe(true);
    const blind = await loadChecker(checker);
    const report = blind.findFault(fault, await blind.loadFault(fault));
    expect(report.finding?.violation.message).toBeUndefined();
    expect(report.states).toBeGreaterThan(50);
  });

  test('accuses nobody instead', async () => {
    const blind = await loadChecker(checker);
    const { finding } = blind.findFault(none(fault), await blind.loadFault(none(fault)));
    expect(finding?.violation.message).toBeUndefined();
  });
});

describe('what cannot be switched off unnoticed', () => {
  test('an abstraction that is constant accuses the implementation as it is', async () => {
    const constant = {
      name: 'a constant abstraction',
      changes: [
        {
          file: 'properties/refinement/abstraction.js',
          from: 'export function abstractState(layout, concrete) {',
          to: `let only;
export function abstractState(layout, concrete) {
    return only ??= new Abstraction(layout, concrete).state();`,
        },
      ],
    };
    const blind = await loadChecker(constant);
    const fault = none(faultNamed('domsg returns 0'));
    expect(blind.findFault(fault, await blind.loadFault(fault)).found).toBe(true);
  });
});
