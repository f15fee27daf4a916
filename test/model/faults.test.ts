// Wrong models, and weakened checkers: each has to be noticed.
import { describe, expect, it } from 'vitest';
import { ALL_PROPERTIES, checkModelFaults, MODEL_FAULTS, type Properties } from '../../properties/model/index.ts';

const report = checkModelFaults();

describe('every wrong model', () => {
  it.each(report.rows.map((row) => [row.name, row] as const))('is noticed: %s', (_, row) => {
    expect(row.missed).toEqual([]);
    expect(row.caught).toBe(true);
    const [first] = MODEL_FAULTS.find(({ name }) => name === row.name)?.caughtBy ?? [];
    expect(row.violation?.name).toBe(first);
  });

  it('was tried', () => {
    expect(report.rows).toHaveLength(MODEL_FAULTS.length);
    expect(report.verdict).toBe('holds');
  });
});

describe('every property', () => {
  it.each(report.awake.map((row) => [row.name, row.faults] as const))('is awake: %s', (_, faults) => {
    expect(faults.length).toBeGreaterThan(0);
  });

  const weakened: readonly (readonly [string, Properties])[] = [
    ...ALL_PROPERTIES.invariants.map(({ name }) => [name, weaken('invariants', name)] as const),
    ...ALL_PROPERTIES.steps.map(({ name }) => [name, weaken('steps', name)] as const),
    ...ALL_PROPERTIES.guards.map(({ name }) => [name, weaken('guards', name)] as const),
  ];
  it.each(weakened)('is missed once it always holds: %s', (name, properties) => {
    const fault = MODEL_FAULTS.find(({ caughtBy }) => caughtBy.includes(name));
    const { verdict, rows } = checkModelFaults({ only: fault?.name ?? '', properties });
    expect(verdict).toBe('violated');
    expect(rows.flatMap(({ missed }) => missed)).toContain(name);
  });
});

function weaken(kind: 'invariants' | 'steps' | 'guards', name: string): Properties {
  const always = <T extends { readonly name: string }>(each: T): T =>
    each.name === name ? { ...each, holds: () => true } : each;
  return { ...ALL_PROPERTIES, [kind]: ALL_PROPERTIES[kind].map((each) => always(each)) };
}
