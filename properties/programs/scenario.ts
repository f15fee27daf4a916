/** What a scenario is: a program with a name. */
import type { Program } from './program.ts';

/** A program with a name. */
export interface Scenario {
  readonly name: string;
  /** What a person should know of it. */
  readonly about: string;
  readonly program: Program;
}

export function scenario(name: string, about: string, program: Program): Scenario {
  return { name, about, program };
}
