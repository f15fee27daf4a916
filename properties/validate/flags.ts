/** Flags as lists of names, sorted, as a trace writes them. */
import { FLAG_NAMES, flagNames } from '../../model/index.ts';
import { Unreadable } from './fields.ts';

const BITS: ReadonlyMap<unknown, number> = new Map(FLAG_NAMES.map(([bit, name]) => [name, bit]));

/** @throws Unreadable unless it is a sorted list of names, none twice */
export function flagsOf(value: unknown): number {
  const names = Array.isArray(value) ? (value as readonly unknown[]) : [null];
  const flags = names.reduce((sum: number, name) => sum | (BITS.get(name) ?? 0), 0);
  const written = flagNames(flags);
  if (written.length === names.length && names.every((name, index) => name === written[index])) return flags;
  throw new Unreadable(`"flags" to be a sorted list out of ${[...BITS.keys()].join(', ')}`);
}
