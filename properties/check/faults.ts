/** The section that proves the others: every seeded fault must be found, and break the clause that it was made to break. */
import { FAULTS, type Fault, findFault, loadFault } from '../faults/index.ts';
import * as of2003 from '../faults/lwkt-2003/index.ts';
import { checkModelFaults, type ModelFaultRow } from '../model/index.ts';
import { findingOf } from './finding.ts';
import { checkScenario } from './interleavings.ts';
import { stepsIn } from './model.ts';
import type { Context, Row, Section } from './section.ts';
import { STORIES_OF_2003 } from './subject.ts';

const KINDS = [...new Set(FAULTS.map(({ kind }) => kind))];

export const faults: Section = {
  name: 'faults',
  title: 'Seeded faults, each to be found',
  jobs: () => ['lwkt of 2003', ...KINDS, 'model'],
  async run(job, context) {
    if (job === 'model') modelFaults(context);
    else if (job === 'lwkt of 2003') ofTheSource(context);
    else for (const fault of FAULTS.filter(({ kind }) => kind === job)) await one(fault, context);
  },
};

async function one(fault: Fault, context: Context): Promise<void> {
  const { name } = fault;
  const start = context.now();
  if (context.expired()) {
    context.emit({ name, bound: fault.kind, seconds: 0, verdict: 'undecided', message: 'the budget is used up' });
    return;
  }
  context.progress(name);
  const implementation = await loadFault(fault);
  const { finding, asExpected, states, transitions } = findFault(fault, implementation);
  const common = { name, states, transitions, seconds: context.now() - start };
  if (finding === undefined) {
    const message = `no scenario shows it: ${fault.about}`;
    context.emit({ ...common, bound: fault.kind, verdict: 'missed', message });
    return;
  }
  const { scenario, schedule, violation } = finding;
  const told = findingOf({ implementation, program: scenario.program, choices: schedule, violation });
  const bound = `${fault.kind}; in "${scenario.name}"`;
  if (asExpected) context.emit({ ...common, ...told, bound, verdict: 'found' });
  else
    context.emit({
      ...common,
      ...told,
      bound,
      verdict: 'missed',
      message: `breaks ${told.clause}, not ${fault.clause}`,
    });
}

/** The source as it was loses a wakeup; whoever takes critical sections for single steps does not see it. */
function ofTheSource(context: Context): void {
  const [synchronous, asynchronous] = STORIES_OF_2003;
  if (synchronous === undefined || asynchronous === undefined) return;
  const lost = checkScenario(synchronous, of2003.LWKT_2003, context);
  context.emit(renamed('the source of 2003', lost.clause === 'C20' ? 'found' : 'missed', lost));
  const clean: readonly (readonly [string, Omit<Row, 'section'>])[] = [
    ['the same, asynchronously', checkScenario(asynchronous, of2003.LWKT_2003, context)],
    ['the same, critical sections as steps', checkScenario(synchronous, of2003.LWKT_2003_COARSE, context)],
    ['the repair of 2007', checkScenario(synchronous, of2003.LWKT_2007, context)],
  ];
  for (const [name, row] of clean) context.emit({ ...row, name });
}

function renamed(name: string, verdict: 'found' | 'missed', row: Omit<Row, 'section'>): Omit<Row, 'section'> {
  return { ...row, name, verdict };
}

function modelFaults(context: Context): void {
  let last = context.now();
  const seconds = new Map<string, number>();
  let current: string | undefined;
  const lap = (): void => {
    if (current !== undefined) seconds.set(current, context.now() - last);
    last = context.now();
  };
  const report = checkModelFaults({
    deadline: () => context.expired(),
    onProgress: (name) => {
      lap();
      current = name;
      context.progress(name);
    },
  });
  lap();
  for (const row of report.rows) context.emit({ ...modelRow(row), seconds: seconds.get(row.name) ?? 0 });
  const asleep = report.awake.filter((property) => property.faults.length === 0).map(({ name }) => name);
  const row = { name: 'every property has found a fault', bound: `${report.awake.length} properties`, seconds: 0 };
  if (report.verdict === 'undecided') context.emit({ ...row, verdict: 'undecided', message: 'the budget is used up' });
  else if (asleep.length === 0) context.emit({ ...row, verdict: 'found' });
  else context.emit({ ...row, verdict: 'missed', message: `these have found none: ${asleep.join(', ')}` });
}

function modelRow({
  name,
  clause,
  states,
  caught,
  missed,
  violation,
}: ModelFaultRow): Omit<Row, 'section' | 'seconds'> {
  const common = { name, bound: 'of the model', states, clause };
  const steps = violation === undefined ? {} : { steps: stepsIn(violation.trace) };
  if (caught) return { ...common, ...steps, verdict: 'found' };
  return { ...common, ...steps, verdict: 'missed', message: `not reported by: ${missed.join(', ')}` };
}
