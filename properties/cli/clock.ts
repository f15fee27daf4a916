/** Time. The only file of the project's checker that reads a clock; everything else is handed these functions. */

/** Milliseconds since 1970: the same in every thread. */
export function milliseconds(): number {
  return performance.timeOrigin + performance.now();
}

export function seconds(): number {
  return performance.now() / 1000;
}

/** A seed for a run that was given none. */
export function freshSeed(): number {
  return Math.floor(milliseconds()) % 2 ** 31;
}

/** The moment, for people: ISO 8601, in UTC. */
export function now(): string {
  return new Date(milliseconds()).toISOString();
}
