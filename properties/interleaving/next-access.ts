// What a thread is about to do, for strategies that look at it: which word it will touch, and how.
import type { Execution } from './execution.ts';
import { atomicAccess, END, isNotify, WAIT, WRITES } from './operations.ts';

export interface NextAccess {
  /** -1 where the thread has nothing to do. */
  readonly word: number;
  readonly writes: boolean;
  /** It falls asleep on the word, or wakes who sleeps there. */
  readonly sleeping: boolean;
}

const NOTHING: NextAccess = { word: -1, writes: false, sleeping: false };

export function nextAccess(execution: Execution, thread: number): NextAccess {
  const { automaton } = execution.program;
  const node = execution.nodeOf(thread);
  const kind = automaton.kind[node] as number;
  if (kind >= END) return NOTHING;
  const sleeping = kind === WAIT || isNotify(kind);
  return { word: automaton.word[node] as number, writes: atomicAccess(kind) === WRITES, sleeping };
}

/** Whether the order of the two can make a difference. Two that only read a word, or only wait on it, commute. */
export function dependent(one: NextAccess, other: NextAccess): boolean {
  if (one.word === -1 || one.word !== other.word) return false;
  return one.writes || other.writes || (one.sleeping && other.sleeping);
}
