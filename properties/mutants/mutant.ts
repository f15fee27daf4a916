/** A mutant: one small change of one built module, made by rule and not by hand. Plain data. */
import type { Splice } from '../faults/fault.ts';

/**
 * How it was made.
 *
 * drop, duplicate, swap, move, weaken: one operation, on memory most of all. condition: a test, or a part of one.
 * constant: a number, a code, a place, a word. flag: one for another, or none.
 */
export type OperatorName = 'drop' | 'duplicate' | 'swap' | 'move' | 'weaken' | 'condition' | 'constant' | 'flag';

/** What is changed: the message ports, or the actions of the model. */
export type Part = 'impl' | 'model';

export interface Mutant extends Splice {
  /** Says what and where, and no two are called the same: `queue push: drop memory.set(next, NONE)`. */
  readonly name: string;
  readonly part: Part;
  readonly operator: OperatorName;
  /** Function in which it is: `push`, `arrive.guard`. Empty: outside of all, in what runs once when the module is loaded. */
  readonly where: string;
}
