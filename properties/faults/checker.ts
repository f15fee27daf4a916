/**
 * Faults of the checker itself: each switches off one of the ways in which it sees, and one seeded fault of the
 * implementation then goes unnoticed. So every one of these ways is needed, and awake.
 */
import type { Change } from './fault.ts';
import type { findFault } from './find.ts';
import type { loadFault } from './load.ts';
import { reload } from './reload.ts';

export interface CheckerFault {
  readonly name: string;
  /** What the checker does not see any more. */
  readonly about: string;
  readonly changes: readonly Change[];
  /** Name of a fault of the implementation that it does not find then. */
  readonly hides: string;
}

export const CHECKER_FAULTS: readonly CheckerFault[] = [
  {
    name: 'no race check',
    about:
      'Plain accesses that conflict are let through: the search takes them for one step with the atomic one before.',
    changes: [
      {
        file: 'properties/interleaving/run-state.js',
        from: 'const other = this.machine.racesWith(thread);',
        to: 'const other = -1;',
      },
    ],
    hides: 'DONE before the error',
  },
  {
    name: 'no refinement',
    about: 'Steps are not held to the model: what is left is the engine’s own eye for races, sleepers and exceptions.',
    changes: [{ file: 'properties/faults/find.js', from: '{ ...search, monitor }', to: '{ ...search }' }],
    hides: 'domsg returns 0',
  },
  {
    name: 'no check of what is stuck',
    about: 'A state in which nothing moves is never compared with what the model could still do.',
    changes: [
      {
        file: 'properties/refinement/monitor.js',
        from: 'stuck(tag, view) {',
        to: 'stuck(tag, view) { return undefined;',
      },
    ],
    hides: 'the lost wakeup of 2003',
  },
  {
    name: 'an abstraction blind to QUEUED',
    about: 'The abstraction function takes QUEUED from where a message is, not from its flags.',
    changes: [
      {
        file: 'properties/refinement/abstraction.js',
        from: '(flags & (ASYNC | REPLY | QUEUED)) | done | queued',
        to: "(flags & (ASYNC | REPLY)) | done | (place === 'queued' || place === 'parked' ? QUEUED : 0)",
      },
    ],
    hides: 'QUEUED left set',
  },
  {
    name: 'results are not compared',
    about: 'Whatever a call returned is taken for what the model gives.',
    changes: [
      {
        file: 'properties/refinement/explain.js',
        from: 'function sameResult(one, other) {',
        to: 'function sameResult(one, other) { return true;',
      },
    ],
    hides: 'domsg returns 0',
  },
];

/** What looks for faults. */
export interface Checker {
  readonly loadFault: typeof loadFault;
  readonly findFault: typeof findFault;
}

/** The search with a fault in it. @throws Error if there is no build, or the fault does not fit it any more */
export async function loadChecker({ name, changes }: Pick<CheckerFault, 'name' | 'changes'>): Promise<Checker> {
  return (await reload(`the fault "${name}"`, 'properties/faults/index.js', changes)) as Checker;
}
