// The second oracle of the exploration: depth first, states as JSON, parameters by brute force, no observer, no
// properties.
import type { Action, Parameters, State } from '../../model/index.ts';
import { ACTIONS, copy, init, NONE } from '../../model/index.ts';
import type { Agent, World } from '../../properties/model/index.ts';

/** @param visit told every state once */
export function naive(
  world: World,
  visit?: (state: State) => void,
): { readonly states: number; readonly transitions: number } {
  const seen = new Set<string>();
  const work = [init(world.configuration)];
  let transitions = 0;
  for (let state = work.pop(); state !== undefined; state = work.pop()) {
    const key = JSON.stringify(state);
    if (seen.has(key)) continue;
    seen.add(key);
    visit?.(state);
    for (const action of ACTIONS) {
      for (const p of everyParameter(world, action)) {
        if (!allowed(world, state, action, p) || !action.guard(world.configuration, state, p)) continue;
        const next = copy(state);
        action.effect(world.configuration, next, p);
        transitions += 1;
        work.push(next);
      }
    }
  }
  return { states: seen.size, transitions };
}

function everyParameter({ configuration }: World, { parameters }: Action): Parameters[] {
  const range = (name: keyof Parameters, length: number): number[] =>
    parameters.includes(name) ? Array.from({ length }, (_, index) => index) : [NONE];
  const found: Parameters[] = [];
  for (const thread of range('thread', configuration.threads))
    for (const port of range('port', configuration.owners.length))
      for (const message of range('message', configuration.originators.length))
        for (const code of range('code', 8)) found.push({ thread, port, message, code });
  return found;
}

/** What the world lets its threads do. Beginnings and what happens by itself are the model's alone. */
function allowed({ agents, configuration }: World, state: State, { name, kind }: Action, p: Parameters): boolean {
  if (kind !== 'call') return true;
  const agent = agents[p.thread] as Agent;
  const calls = state.threads[p.thread]?.calls.length === 0 ? agent.calls : (agent.nested ?? []);
  if (!calls.includes(name)) return false;
  if (name === 'replymsg') return configuration.codes.includes(p.code);
  if (name === 'forwardmsg') return agent.forwardsTo?.includes(p.port) === true;
  if (name === 'abortmsg') return p.port === agent.to?.[0];
  if (name === 'getport' || name === 'waitport') return agent.from?.includes(p.port) ?? true;
  return p.port === NONE || agent.to?.includes(p.port) === true;
}
