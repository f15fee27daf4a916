// What can be done in a world, each with what is to be checked of it, found once before the exploration.
import type { Action, GuardProperty, StepProperty } from '../../model/index.ts';
import { EASYNC, NONE } from '../../model/index.ts';
import type { Instance, World } from './environment.ts';
import { instances, misuses } from './environment.ts';
import type { Properties } from './explore.ts';
import type { Witness } from './witnesses.ts';

/** An instance with what is to be checked of it. */
export interface Prepared extends Instance {
  readonly guards: readonly GuardProperty[];
  readonly steps: readonly StepProperty[];
  readonly index: number;
  witnesses: Witness[];
  taken: number;
}

export interface Group {
  readonly thread: number;
  readonly port: number;
  readonly outer: readonly Prepared[];
  readonly inner: readonly Prepared[];
}

export function grouped(prepared: readonly Prepared[]): Group[] {
  const groups = new Map<string, Prepared[]>();
  for (const instance of prepared) {
    const key = instance.p.thread === NONE ? `port ${instance.p.port}` : `thread ${instance.p.thread}`;
    groups.set(key, [...(groups.get(key) ?? []), instance]);
  }
  return [...groups.values()].map((all) => ({
    thread: all[0]?.p.thread ?? NONE,
    port: all[0]?.p.port ?? NONE,
    outer: all.filter(({ outer }) => outer),
    inner: all.filter(({ inner }) => inner),
  }));
}

export function prepare(
  world: World,
  actions: readonly Action[],
  properties: Properties,
  witnesses: readonly Witness[],
): Prepared[] {
  return instances(world, actions).map((instance, index) => prepared(instance, index, properties, witnesses));
}

/** Every call with every index: only to be refused, or not, never made. */
export function prepareMisuse(world: World, actions: readonly Action[], properties: Properties): Prepared[] {
  if (world.misuse !== true) return [];
  const calls = actions.filter(({ kind }) => kind === 'call');
  return calls.flatMap((action) =>
    misuses(world.configuration, action, EASYNC).map((p) =>
      prepared({ action, p, outer: true, inner: true }, NONE, properties, []),
    ),
  );
}

function prepared(
  instance: Instance,
  index: number,
  { guards, steps }: Properties,
  witnesses: readonly Witness[],
): Prepared {
  const { name } = instance.action;
  const about = ({ of }: { readonly of: readonly string[] }): boolean => of.length === 0 || of.includes(name);
  return {
    ...instance,
    index,
    guards: guards.filter(about),
    steps: steps.filter(about),
    witnesses: witnesses.filter(about),
    taken: 0,
  };
}
