/** Mutants that change nothing anybody could see, each with the reason: taken on trust, but tried by the deep profile. */
export interface Equivalent {
  /** Why nobody can see the difference, as a sentence that can be checked. */
  readonly reason: string;
  /** Names of mutants. */
  readonly mutants: readonly string[];
}

/** The reason for each name. */
export function reasonsOf(equivalents: readonly Equivalent[]): ReadonlyMap<string, string> {
  return new Map(equivalents.flatMap(({ reason, mutants }) => mutants.map((name) => [name, reason] as const)));
}
