/** Which program to record: a scenario by its name, one from a file, or one drawn from a seed. */
import { readFileSync } from 'node:fs';
import { faultNamed, UnknownName } from '../../check/index.ts';
import { FAULTS, type Fault } from '../../faults/index.ts';
import { Random } from '../../interleaving/random.ts';
import { readProgram } from '../../programs/read.ts';
import { SCENARIOS } from '../../programs/scenarios.ts';
import { generateProgram } from '../../sampling/generate.ts';
import type { NamedProgram } from '../../threads/index.ts';
import { Unreadable } from '../../validate/index.ts';
import { UsageError } from '../exit.ts';

/** Gives the program of a run from the seed of that run. @throws UsageError */
export function programOf(what: string | undefined): (seed: number) => NamedProgram {
  if (what === undefined) return drawn;
  const found = SCENARIOS.find(({ name }) => plain(name) === plain(what)) ?? fromFile(what);
  return () => found;
}

function drawn(seed: number): NamedProgram {
  const random = new Random(seed);
  return { name: 'a random program', program: generateProgram((bound) => random.below(bound)) };
}

function fromFile(path: string): NamedProgram {
  try {
    return { name: path, program: readProgram(readFileSync(path, 'utf8')) };
  } catch (error) {
    if (error instanceof Unreadable) {
      throw new UsageError(`The file "${path}" is no program: expected ${error.message}.`);
    }
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code !== 'ENOENT') throw new UsageError(`The file "${path}" cannot be read: ${error.message}.`);
    throw new UsageError(`"${path}" is neither a scenario nor a file: lwkt record --list shows the scenarios.`);
  }
}

/** A seeded fault of the implementation. @throws UsageError */
export function faultOf(text: string): Fault {
  const fault = FAULTS.find(({ name }) => name === nameOf(text));
  if (fault !== undefined) return fault;
  throw new UsageError(`The fault "${nameOf(text)}" is none of the implementation, so it does not run on threads.`);
}

function nameOf(text: string): string {
  try {
    return faultNamed(text);
  } catch (error) {
    throw error instanceof UnknownName ? new UsageError(error.message) : error;
  }
}

/** Letters and digits count, so that a name may be written without quotes. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');
}
