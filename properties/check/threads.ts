/** The section that runs programs on real worker threads: what happened must be something the model can produce. */
import { isModulePath } from '../audit/module.ts';
import { FAULTS } from '../faults/index.ts';
import type { Implementation } from '../implementation.ts';
import {
  checkThreads,
  describeRejection,
  type Rejection,
  type ThreadsReport,
  whyNotOnThreads,
} from '../threads/index.ts';
import { historyFingerprints } from './found-with.ts';
import type { Profile, Row, Section } from './section.ts';
import { implementationNamed } from './subject.ts';
import { encode } from './token.ts';
import { VERSION } from './version.ts';

const RUNS: Readonly<Record<Profile, number>> = { smoke: 100, normal: 800, deep: 20_000 };

export const threads: Section = {
  name: 'threads',
  title: 'The implementation, on real threads',
  jobs: () => ['scenarios and random programs'],
  async run(name, context) {
    const { profile, seed, implementation } = context.settings;
    const start = context.now();
    const fault = FAULTS.find((each) => each.name === implementation);
    const tried = await implementationNamed(implementation);
    const own = isModulePath(implementation) ? tried : undefined;
    const why = own === undefined ? undefined : await whyNotOnThreads(own);
    if (why !== undefined) {
      context.emit({ name, bound: 'worker threads', group: why, message: why, verdict: 'left out', seconds: 0 });
      return;
    }
    const report = await checkThreads({
      seed,
      runs: RUNS[profile],
      now: () => context.now() * 1000,
      expired: () => context.expired(),
      onProgress: (runs, events) => context.progress(`${runs} runs, ${events} events`),
      ...(fault === undefined ? {} : { fault }),
      ...(own === undefined ? {} : { own }),
    });
    context.emit({ name, ...rowOf(report, tried), seconds: context.now() - start });
  },
};

function rowOf(report: ThreadsReport, implementation: Implementation): Omit<Row, 'section' | 'name' | 'seconds'> {
  const { runs, distinct, events, undecided, cut, rejected, expired } = report;
  const bound = `${distinct} different histories, ${events} events`;
  const notes = [];
  if (cut > 0) notes.push(`${cut} runs were ended before they came to rest.`);
  if (undecided > 0) notes.push(`${undecided} histories fit too many runs of the model to be followed.`);
  const [first] = rejected.toSorted((one, other) => one.history.events.length - other.history.events.length);
  if (first !== undefined) {
    return {
      bound,
      runs,
      verdict: 'violated',
      ...(first.clause === undefined ? {} : { clause: first.clause }),
      message: first.why,
      steps: first.history.events.length,
      ...tokenOf(first, implementation),
      notes: first.clause === undefined ? [...notes, ...describeRejection(first)] : notes,
    };
  }
  if (expired) return { bound, runs, notes, verdict: 'undecided', message: 'the budget ended the runs' };
  return { bound, runs, notes, verdict: 'none failed' };
}

/** A thread that hung or died has left no history that could be judged again. */
function tokenOf({ history, clause }: Rejection, implementation: Implementation): Pick<Row, 'token'> {
  if (clause === undefined) return {};
  const fingerprints = historyFingerprints(history.program, implementation);
  return { token: encode({ v: 2, kind: 'history', version: VERSION, fingerprints, history, violation: clause }) };
}
