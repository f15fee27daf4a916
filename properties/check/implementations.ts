/** Implementations by name, as settings and tokens carry them. */
import { IMPLEMENTATION, type Implementation } from '../implementation.ts';

/** A name that means no implementation. The message is a sentence for the person who gave it. */
export class UnknownImplementation extends Error {}

export async function implementationNamed(name: string): Promise<Implementation> {
  if (name === IMPLEMENTATION.name) return IMPLEMENTATION;
  throw new UnknownImplementation(`There is no implementation "${name}".`);
}
