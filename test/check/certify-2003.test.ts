/** What the README says of the lost wakeup of 2003, in its smallest form. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { certificateText, certify } from '../../properties/check/certify.ts';
import { LWKT_2003, SYNCHRONOUS } from '../../properties/faults/lwkt-2003/index.ts';
import { exhaustive } from '../../properties/interleaving/index.ts';
import { systemOf } from '../../properties/programs/system.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';

test('the certificate of the lost wakeup of 2003', () => {
  const monitor = new RefinementMonitor(SYNCHRONOUS, LWKT_2003);
  const { violation, schedule = [] } = exhaustive(systemOf(SYNCHRONOUS, LWKT_2003), { monitor });
  if (violation === undefined) throw new Error('not found');
  const certified = certify({ implementation: LWKT_2003, program: SYNCHRONOUS, choices: schedule, violation });
  const text = certified === undefined ? '' : certificateText(certified);
  expect(certified).toMatchObject({ removed: 0, preemptions: 2 });
  expect(readFileSync('README.md', 'utf8').replaceAll(/\s+/g, ' ')).toContain(`*${text}*`);
});
