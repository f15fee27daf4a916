/**
 * A counterexample with fewer steps and fewer switches. A candidate is followed as far as it goes: a step that cannot be taken
 * is passed over, and where the candidate ends nothing preempts any more. What is then still wrong was really run.
 */
import type { AcceptorOptions } from '../../history/acceptor.ts';
import type { Program } from '../../programs/program.ts';
import type { Counterexample } from './exhaustive.ts';
import type { Peer } from './peer.ts';
import { Walk } from './walk.ts';

export interface ShrinkOptions {
  readonly dialect: AcceptorOptions;
  /** Runs that it may cost. */
  readonly maxRuns: number;
  /** No time left. */
  readonly expired: () => boolean;
}

/** Steps that a candidate may go on for after its end. */
const TAIL_MAX = 500;

export async function shrink(
  peer: Peer,
  program: Program,
  found: Counterexample,
  options: ShrinkOptions,
): Promise<Counterexample> {
  let best = found;
  let runs = 0;
  for (let size = Math.ceil(best.schedule.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.schedule.length; ) {
      if (runs >= options.maxRuns || options.expired()) return best;
      const shorter = best.schedule.toSpliced(at, size);
      const tried = await attempt(peer, program, shorter, options.dialect);
      runs += 1;
      if (tried !== undefined && isSimpler(tried.schedule, best.schedule)) best = tried;
      else at += size;
    }
  }
  return best;
}

async function attempt(
  peer: Peer,
  program: Program,
  schedule: readonly string[],
  dialect: AcceptorOptions,
): Promise<Counterexample | undefined> {
  const walk = await Walk.start(peer, program, dialect);
  for (const step of schedule) if (walk.can(step)) await walk.take(step);
  for (let tail = 0; tail < TAIL_MAX && walk.enabled.length > 0; tail += 1) {
    const last = walk.taken.at(-1)?.step;
    const step = last !== undefined && walk.can(last) ? last : walk.enabled[0]?.step;
    if (step !== undefined) await walk.take(step);
  }
  const { rejection } = walk;
  return rejection === undefined ? undefined : { schedule: walk.schedule, rejection };
}

/** Fewer switches count as much as fewer steps: both are what a person has to follow. */
function isSimpler(one: readonly string[], other: readonly string[]): boolean {
  return one.length + switches(one) < other.length + switches(other);
}

function switches(schedule: readonly string[]): number {
  return schedule.filter((step, at) => at > 0 && step !== schedule[at - 1]).length;
}
