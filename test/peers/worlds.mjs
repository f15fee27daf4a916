// What is compared with SPIN: every world that is explored, and those whose caller's views are compared (C9).

/** @returns worlds with names of their own */
export function comparedWorlds({ PROFILES, CALLER_VIEWS }) {
  const seen = CALLER_VIEWS.flatMap(({ name, one, other }) => [
    { ...one, name: `${name}: one target` },
    { ...other, name: `${name}: the other` },
  ]);
  return [...PROFILES.deep, ...seen];
}
