// What the tests with SPIN share: its recorded figures, whether it is here, and what of its figures the model counts too.
import { readFileSync } from 'node:fs';
import { beforeEach } from 'vitest';
import { ACTIONS } from '../../model/index.ts';
import type { World } from '../../properties/model/index.ts';
import { CALLER_VIEWS, explore, PROFILES } from '../../properties/model/index.ts';
import type { Reachable } from '../../properties/model/tables/index.ts';
import type { SpinCounts } from './spin.mjs';
import { missingTool } from './spin.mjs';
import { comparedWorlds } from './worlds.mjs';

/** All there is to compare, which takes minutes. */
export const DEEP: boolean = process.env['LWKT_DEEP'] === '1';
export const BOUND: { readonly timeout: number } = { timeout: DEEP ? 900_000 : 120_000 };

export const WORLDS: readonly World[] = comparedWorlds({ PROFILES, CALLER_VIEWS });

export const RECORDED = JSON.parse(readFileSync(new URL('spin.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, SpinCounts>
>;

export function recorded(name: string): SpinCounts {
  const found = RECORDED[name];
  if (found === undefined) throw new RangeError(`no figures of SPIN are recorded for "${name}"`);
  return found;
}

/** Skips the tests of a suite where there is no SPIN, and says so once. */
export function whereSpinIs(): void {
  const missing = missingTool();
  if (missing !== undefined) console.log(missing);
  beforeEach(({ skip }) => skip(missing !== undefined, missing));
}

/** Of SPIN's figures those that say how large the system is. */
export function size({ states, transitions, depth = Number.NaN, stuck }: SpinCounts): Reachable {
  return { states, transitions, depth, stuck };
}

/** How often the model takes each action, in all states together. */
export function taken(world: World): Readonly<Record<string, number>> {
  const never = Object.fromEntries(ACTIONS.map(({ name }) => [name, 0]));
  const properties = { invariants: [], steps: [], guards: [], progress: false };
  return { ...never, ...explore(world, { properties, witnesses: [] }).taken };
}
