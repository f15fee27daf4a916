/** The section that proves the others: every seeded fault must be found, and break the clause that it is made for. */
import { FAULTS, type Fault, type FaultKind, findFault, loadFault } from '../faults/index.ts';
import { LWKT_2003 } from '../faults/lwkt-2003/index.ts';
import { checkerFaults } from './checker-faults.ts';
import { findingOf } from './finding.ts';
import { checkScenario } from './interleavings.ts';
import { modelFaults } from './model-faults.ts';
import type { Context, Section } from './section.ts';
import { THE_STORY_OF_2003 } from './subject.ts';

const GROUPS: Readonly<Record<FaultKind, string>> = {
  history: 'made before, there or elsewhere',
  waking: 'who sleeps and who wakes',
  memory: 'atomicity, order and ownership of accesses',
  protocol: 'flags, queues and codes',
  abort: 'aborts',
  misuse: 'misuse that is not refused',
};

export const faults: Section = {
  name: 'faults',
  title: 'Seeded faults, each to be found',
  jobs: ({ profile, checkerFault }) => {
    if (checkerFault !== undefined) return ['checker'];
    // The tests have the others, every time.
    return profile === 'smoke' ? Object.keys(GROUPS) : ['2003', ...Object.keys(GROUPS), 'model', 'checker'];
  },
  async run(job, context) {
    if (job === '2003') theSource(context);
    else if (job === 'model') modelFaults(context);
    else if (job === 'checker') await checkerFaults(context);
    else for (const fault of FAULTS.filter(({ kind }) => kind === job)) await seeded(fault, context);
  },
};

/** The algorithm of October 2003 as it was, which loses a wakeup. */
function theSource(context: Context): void {
  const row = checkScenario(THE_STORY_OF_2003, LWKT_2003, context);
  const name = 'the whole algorithm of 2003';
  if (row.clause === 'C20') context.emit({ ...row, name, verdict: 'found' });
  else context.emit({ ...row, name, verdict: 'missed', message: `breaks ${row.clause ?? 'nothing'}, not C20` });
}

async function seeded(fault: Fault, context: Context): Promise<void> {
  const { name, clause } = fault;
  const start = context.now();
  const row = { name, bound: '', group: GROUPS[fault.kind], clause };
  if (context.expired()) {
    context.emit({ ...row, seconds: 0, verdict: 'undecided', message: 'not begun: the budget is used up' });
    return;
  }
  context.progress(name);
  const implementation = await loadFault(fault);
  const { finding, states, transitions } = findFault(fault, implementation);
  const common = { ...row, states, transitions, seconds: context.now() - start };
  if (finding === undefined) {
    context.emit({ ...common, verdict: 'missed', message: `no scenario shows it: ${fault.about}` });
    return;
  }
  const { scenario, schedule: choices, violation, loop } = finding;
  const told = findingOf({ implementation, program: scenario.program, choices, violation, ...(loop && { loop }) });
  const found = { ...common, ...told, bound: `in "${scenario.name}"` };
  if (finding.clause === clause) context.emit({ ...found, verdict: 'found' });
  else context.emit({ ...found, verdict: 'missed', message: `breaks ${finding.clause ?? 'no clause'}, not ${clause}` });
}
