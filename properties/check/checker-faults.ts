/**
 * Faults of the checker: with one of its ways to see switched off, a certain seeded fault must go unnoticed. So each way
 * is needed, and awake.
 */
import { CHECKER_FAULTS, type CheckerFault, FAULTS, type FaultReport, loadChecker } from '../faults/index.ts';
import type { Context } from './section.ts';

const GROUP = 'faults of the checker';

export async function checkerFaults(context: Context): Promise<void> {
  const { checkerFault } = context.settings;
  for (const fault of CHECKER_FAULTS) {
    if (checkerFault === undefined) await mustHide(fault, context);
    else if (checkerFault === fault.name) await asChecker(fault, context);
  }
}

async function mustHide(fault: CheckerFault, context: Context): Promise<void> {
  const start = context.now();
  const report = await look(fault);
  const row = { name: fault.name, bound: `misses "${fault.hides}"`, group: GROUP, seconds: context.now() - start };
  if (report.asExpected) {
    context.emit({ ...row, verdict: 'missed', message: `"${fault.hides}" is found even so: it shows nothing` });
  } else context.emit({ ...row, verdict: 'found' });
}

/** The check with that fault in it, which has to fail. */
async function asChecker(fault: CheckerFault, context: Context): Promise<void> {
  const start = context.now();
  const { asExpected, finding, fault: hidden } = await look(fault);
  const row = { name: hidden.name, bound: `by a checker with the fault "${fault.name}"`, clause: hidden.clause };
  const seconds = context.now() - start;
  const what = finding === undefined ? 'found nothing' : `said ${finding.clause ?? finding.violation.kind}`;
  const message = `the checker is asleep: of "${hidden.name}" it had to say ${hidden.clause}, and ${what}. ${fault.about}`;
  context.emit(asExpected ? { ...row, seconds, verdict: 'found' } : { ...row, seconds, verdict: 'missed', message });
}

async function look(checker: CheckerFault): Promise<FaultReport> {
  const { findFault, loadFault } = await loadChecker(checker);
  const fault = FAULTS.find(({ name }) => name === checker.hides);
  if (fault === undefined) throw new Error(`${checker.name}: there is no fault "${checker.hides}"`);
  return findFault(fault, await loadFault(fault));
}
