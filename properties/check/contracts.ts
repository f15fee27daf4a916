/** The section of the contracts: what the ports promise beside what programs of the model can show. */
import * as impl from '../../impl/index.ts';
import { claim } from '../../impl/system.ts';
import { breachOf, CONTRACTS } from '../contracts/index.ts';
import type { Section } from './section.ts';

export const contracts: Section = {
  name: 'contracts',
  title: 'The implementation, call by call',
  jobs: () => ['contracts'],
  async run(_, context) {
    for (const contract of CONTRACTS) {
      const { name, clause, promises } = contract;
      const start = context.now();
      const broken = breachOf(contract, { ...impl, claim });
      const row = { name, bound: promises, clause, seconds: context.now() - start };
      if (broken === undefined) context.emit({ ...row, verdict: 'holds' });
      else context.emit({ ...row, verdict: 'violated', message: broken });
    }
  },
};
