/** Faults of the model: each must be reported by the properties that it names, and each property must report one. */
import { checkModelFaults, type ModelFaultRow } from '../model/index.ts';
import { laps } from './laps.ts';
import type { Context, Row } from './section.ts';

const GROUP = 'faults of the model';

export function modelFaults(context: Context): void {
  const lap = laps(context);
  const seconds: number[] = [];
  const report = checkModelFaults({
    deadline: () => context.expired(),
    onProgress: (name) => {
      seconds.push(lap());
      context.progress(name);
    },
  });
  seconds.push(lap());
  for (const [index, row] of report.rows.entries()) context.emit({ ...rowOf(row), seconds: seconds[index + 1] ?? 0 });
  const asleep = report.awake.filter((property) => property.faults.length === 0).map(({ name }) => name);
  const row = { name: 'every property has reported one', bound: `${report.awake.length} properties`, seconds: 0 };
  if (report.verdict === 'undecided') context.emit({ ...row, verdict: 'undecided', message: 'the budget is used up' });
  else if (asleep.length === 0) context.emit({ ...row, verdict: 'found' });
  else context.emit({ ...row, verdict: 'missed', message: `these have reported none: ${asleep.join(', ')}` });
}

function rowOf({
  name,
  clause,
  bound,
  states,
  caught,
  missed,
  violation,
}: ModelFaultRow): Omit<Row, 'section' | 'seconds'> {
  const steps = violation === undefined ? {} : { steps: violation.steps };
  const row = { name, bound, group: GROUP, states, clause, ...steps };
  if (caught) return { ...row, verdict: 'found' };
  return { ...row, verdict: 'missed', message: `not reported by: ${missed.join(', ')}` };
}
