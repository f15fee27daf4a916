/** The runs that the page of 2003 shows: the lost wakeup, and the same schedule on the implementation of today. */

import { STATE } from '../../../impl/words.ts';
import { DONE } from '../../../model/index.ts';
import { LOST_WAKEUP, LWKT_2003, SYNCHRONOUS } from '../../../properties/faults/lwkt-2003/index.ts';
import { WAITING } from '../../../properties/faults/lwkt-2003/layout.ts';
import { IMPLEMENTATION, type Implementation } from '../../../properties/implementation.ts';
import {
  type Access,
  type Execution,
  replay,
  type Schedule,
  toChoices,
} from '../../../properties/interleaving/index.ts';
import { LOAD, OR, STORE, TEST } from '../../../properties/interleaving/operations.ts';
import type { Program } from '../../../properties/programs/program.ts';
import { systemOf } from '../../../properties/programs/system.ts';
import { clauseOf } from '../../../properties/refinement/clause-of.ts';
import { RefinementMonitor } from '../../../properties/refinement/monitor.ts';
import type { Watch } from './decisive.ts';
import { WITH_A_LOOK } from './searches.ts';

const THREADS = ['waiter', 'replier'];

export const WATCH_2003: Watch = {
  threads: THREADS,
  bits: [
    { word: 'msg0.flags', mask: DONE, name: 'DONE' },
    { word: 'port0.flags', mask: WAITING, name: 'WAITING' },
    { word: 'cpu0.runq', mask: 1, name: 'waiter is on the run queue' },
  ],
  sleepsOn: 'cpu0.runq',
  tell(access, word) {
    if (word === 'msg0.flags') return lookOrSet(access, DONE, 'DONE');
    return word === 'port0.flags' ? lookOrSet(access, WAITING, 'WAITING') : undefined;
  },
};

function lookOrSet({ kind, before, after }: Access, mask: number, name: string): string | undefined {
  if (kind === LOAD) return `looks at ${name}: ${(before & mask) === 0 ? 'clear' : 'set'}`;
  if (kind !== STORE || ((before ^ after) & mask) === 0) return undefined;
  return `${(after & mask) === 0 ? 'clears' : 'sets'} ${name}`;
}

const WORD = 'message0.state';

export const WATCH_TODAY: Watch = {
  threads: THREADS,
  bits: [
    { word: WORD, mask: STATE.done, name: 'DONE' },
    { word: WORD, mask: STATE.sleeping, name: 'mark' },
  ],
  sleepsOn: WORD,
  tell({ kind, a, before }, word) {
    if (word !== WORD) return undefined;
    const found = (mask: number): string => ((before & mask) === 0 ? 'clear' : 'set');
    if (kind === LOAD || (kind === TEST && a === STATE.done)) return `looks at DONE: ${found(STATE.done)}`;
    if (kind !== OR) return undefined;
    return (a & STATE.done) !== 0
      ? `sets DONE, and finds the mark ${found(STATE.sleeping)}`
      : `leaves its mark, and finds DONE ${found(STATE.done)}`;
  },
};

/** The waiter is stopped between its look at DONE and what comes next. */
const AFTER_THE_LOOK: Schedule = [{ op: '0.0', step: 3, to: 1 }];

export function lostWakeup(): Execution {
  return taken(SYNCHRONOUS, LWKT_2003, LOST_WAKEUP, true);
}

/** The schedule of 2003 on ours. */
export function sameScheduleToday(): Execution {
  return taken(WITH_A_LOOK, IMPLEMENTATION, AFTER_THE_LOOK, false);
}

/** And on ours with two operations where it has one. */
export function sameScheduleMistaken(implementation: Implementation): Execution {
  return taken(SYNCHRONOUS, implementation, AFTER_THE_LOOK, true);
}

/** @throws Error where the run does not come out as the page says */
function taken(program: Program, on: Implementation, schedule: Schedule, loses: boolean): Execution {
  const system = systemOf(program, on);
  const { choices, ignored } = toChoices(system, schedule);
  const execution = replay(system, choices, { monitor: new RefinementMonitor(program, on) });
  const { violation } = execution;
  const lost = violation !== undefined && clauseOf(violation) === 'C20';
  if (ignored > 0 || lost !== loses || (violation !== undefined && !lost)) {
    const how = violation?.message ?? 'nothing is violated';
    throw new Error(
      `The page of 2003 says that ${on.name} ${loses ? 'loses' : 'keeps'} the wakeup in this schedule; but ${how}.`,
    );
  }
  return execution;
}
