/**
 * Seeded faults on real threads. Most show within some runs. Some cannot: a data race that this machine happens to forgive
 * leaves no trace in a history, and those are what the interleaving engine is for.
 */
import type { Program } from '../programs/program.ts';
import { SCENARIOS } from '../programs/scenarios.ts';
import { type CheckOptions, checkThreads, type NamedProgram, type Rejection } from './check.ts';
import { SHOWINGS } from './showing.ts';
import type { SeededFault } from './subject.ts';

export type FindOnThreadsOptions = Pick<CheckOptions, 'seed' | 'runs' | 'now' | 'expired' | 'pool' | 'boundMs'>;

/** Runs what brings a fault out, until one history is rejected. */
export async function findOnThreads(
  fault: SeededFault & { readonly scenarios: readonly string[] },
  options: FindOnThreadsOptions,
): Promise<{ readonly runs: number; readonly rejection?: Rejection }> {
  const { program, rounds = 1, jitter = ['accesses'] } = SHOWINGS[fault.name] ?? {};
  const programs: readonly NamedProgram[] =
    program === undefined
      ? fault.scenarios.map((name) => ({ name, program: programNamed(fault.name, name) }))
      : [{ name: `for the fault "${fault.name}"`, program }];
  const report = await checkThreads({ ...options, fault, programs, rounds, jitter, rejectionsMax: 1 });
  const [rejection] = report.rejected;
  return { runs: report.runs, ...(rejection === undefined ? {} : { rejection }) };
}

function programNamed(fault: string, name: string): Program {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (scenario === undefined) throw new Error(`the fault "${fault}" asks for a scenario "${name}" that there is not`);
  return scenario.program;
}
