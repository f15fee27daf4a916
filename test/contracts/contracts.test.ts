/** Every contract is kept by the ports as they are; and a contract that breaks, or throws, says so. */
import { expect, test } from 'vitest';
import * as impl from '../../impl/index.ts';
import { claim } from '../../impl/system.ts';
import { breachOf, CONTRACTS, type Contract } from '../../properties/contracts/index.ts';

const PARTS = { ...impl, claim };

test.each(CONTRACTS.map((contract) => [contract.name, contract] as const))('%s', (_, contract) => {
  expect(breachOf(contract, PARTS)).toBeUndefined();
});

test('what breaks is told in a sentence', () => {
  const [first] = CONTRACTS as readonly [Contract];
  const throwing = { ...first, attempt: () => impl.attach(new SharedArrayBuffer(4)) };
  expect(breachOf(throwing, PARTS)).toBe(
    'unexpectedly it threw: EINVAL: attach: this buffer was not made by createSystem',
  );
});
