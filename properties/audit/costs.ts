/** What calls cost: the atomic operations of each, from its beginning to its end, over everything that was run. */
import type { Behaviour } from '../behaviour/index.ts';
import { END as ENDED } from '../interleaving/operations.ts';
import { callAt, type Local } from '../programs/agent.ts';

/** Of one call the fewest and the most atomic operations. */
export interface Cost {
  readonly least: number;
  readonly most: number;
}

/** By the name of the call. */
export type Costs = Readonly<Record<string, Cost>>;

/** Costs of calls that came to their end. */
export function costsOf({ compiled, program }: Behaviour): Costs {
  const { automaton } = compiled;
  const costs: Record<string, Cost> = {};
  for (const [node, kind] of automaton.kind.entries()) {
    const call = automaton.calls[automaton.call[node] ?? 0];
    if (kind !== ENDED || call === undefined || call.local === null || call.thread >= program.threads.length) continue;
    const { name } = callAt(program, call.thread, call.local as Local);
    const atomics = automaton.atomics[node] ?? 0;
    costs[name] = together(costs[name], { least: atomics, most: atomics });
  }
  return costs;
}

/** The costs of both. */
export function mergeCosts(one: Costs, other: Costs): Costs {
  const merged: Record<string, Cost> = { ...one };
  for (const [name, cost] of Object.entries(other)) merged[name] = together(merged[name], cost);
  return merged;
}

function together(one: Cost | undefined, other: Cost): Cost {
  if (one === undefined) return other;
  return { least: Math.min(one.least, other.least), most: Math.max(one.most, other.most) };
}

/** `4`, `4 to 9`. */
export function costText(cost: Cost | undefined): string {
  if (cost === undefined) return '';
  return cost.least === cost.most ? String(cost.least) : `${cost.least} to ${cost.most}`;
}
