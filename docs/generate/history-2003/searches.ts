/** The searches that the page of 2003 speaks of: made when the page is written, but for the two longest, which are pinned. */
import { FAULTS, loadFault } from '../../../properties/faults/index.ts';
import {
  ABORTED,
  COARSE,
  type Counts,
  GIANT_LOCK,
  LWKT_2003,
  LWKT_2007,
  lwkt2003,
  SYNCHRONOUS,
} from '../../../properties/faults/lwkt-2003/index.ts';
import { IMPLEMENTATION, type Implementation } from '../../../properties/implementation.ts';
import {
  Program as Compiled,
  exhaustive,
  type Preemption,
  replay,
  toChoices,
} from '../../../properties/interleaving/index.ts';
import type { Program } from '../../../properties/programs/program.ts';
import { systemOf } from '../../../properties/programs/system.ts';
import { clauseOf } from '../../../properties/refinement/clause-of.ts';
import { RefinementMonitor } from '../../../properties/refinement/monitor.ts';

/** The same request on ours, with one look before the sleep, as the source of 2003 has it. */
export const WITH_A_LOOK: Program = { ...SYNCHRONOUS, attempts: 1 };

export interface Search extends Counts {
  readonly what: string;
  /** Of what is one step. */
  readonly grain: string;
  /** Steps of a shortest run that loses the wakeup. */
  readonly shortest?: number;
}

/** The fault of ours that is the mistake of 2003, made again. */
export const MISTAKE = 'the lost wakeup of 2003';

export async function mistaken(): Promise<Implementation> {
  const fault = FAULTS.find(({ name }) => name === MISTAKE);
  if (fault === undefined) throw new Error(`There is no fault "${MISTAKE}" any more.`);
  return loadFault(fault);
}

const ACCESS = 'one access';
const SECTION = 'a whole critical section';
const OPERATION = 'one atomic operation';

/** In the order of the story. @throws Error where a search does not come out as the page says */
export async function searches(): Promise<readonly Search[]> {
  const giant = lwkt2003('lwkt-2003-giant-lock', { giantLock: true });
  return [
    search('2003', ACCESS, SYNCHRONOUS, LWKT_2003, 'violated'),
    { what: '2003', grain: SECTION, ...COARSE },
    { what: '2003, under the giant lock', grain: ACCESS, ...GIANT_LOCK },
    search('2003, under the giant lock, the reply made by an abort', ACCESS, ABORTED, giant, 'violated'),
    search('2007', ACCESS, SYNCHRONOUS, LWKT_2007, 'holds'),
    search('2007, the reply made by an abort', ACCESS, ABORTED, LWKT_2007, 'holds'),
    search('`impl/`', OPERATION, SYNCHRONOUS, IMPLEMENTATION, 'holds'),
    search('`impl/`, with one look before the sleep', OPERATION, WITH_A_LOOK, IMPLEMENTATION, 'holds'),
    search('`impl/`, with the mistake of 2003', OPERATION, SYNCHRONOUS, await mistaken(), 'violated'),
  ];
}

function search(
  what: string,
  grain: string,
  program: Program,
  on: Implementation,
  expected: Counts['verdict'],
): Search {
  const monitor = new RefinementMonitor(program, on);
  const { verdict, states, transitions, depth, schedule, violation } = exhaustive(systemOf(program, on), { monitor });
  const clause = violation && clauseOf(violation);
  if (verdict !== expected || (clause !== undefined && clause !== 'C20')) {
    throw new Error(
      `The page of 2003 says that the search of ${what} ${expected}; it is ${verdict} (${clause ?? 'no clause'}).`,
    );
  }
  return {
    what,
    grain,
    verdict,
    states,
    transitions,
    depth,
    ...(schedule === undefined ? {} : { shortest: schedule.length }),
  };
}

/** How many schedules with a single preemption there are of the request of 2003, and how many of them go wrong. */
export function singlePreemptions(): { readonly runs: number; readonly lost: number } {
  const compiled = new Compiled(systemOf(SYNCHRONOUS, LWKT_2003));
  const unpreempted = toChoices(compiled, []);
  if (unpreempted.violation !== undefined)
    throw new Error('The page of 2003 says that the run without preemption is right.');
  const base = replay(compiled, unpreempted.choices);
  const threads = compiled.system.threads.keys();
  const all = [...threads].flatMap((to) => base.steps.map(({ operation: op, step }): Preemption => ({ op, step, to })));
  const runs = all.map((one) => toChoices(compiled, [one])).filter(({ ignored }) => ignored === 0);
  return { runs: runs.length, lost: runs.filter(({ violation }) => violation !== undefined).length };
}
