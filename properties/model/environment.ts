// Who may do what in an exploration: the roles of the threads, and the calls they come to. The model itself bounds
// nothing.
import type { Action, Configuration, Parameters } from '../../model/index.ts';
import { NONE } from '../../model/index.ts';

/** What one thread may do. It is free: it makes any of these calls at any time at which it can call. */
export interface Agent {
  /** Names of calls, made between calls. */
  readonly calls: readonly string[];
  /** Names of calls it may make while a begin function runs in it. */
  readonly nested?: readonly string[];
  /** The ports it sends to. */
  readonly to?: readonly number[];
  /** The ports it forwards to. */
  readonly forwardsTo?: readonly number[];
  /** The ports it takes from; default: all that it owns. */
  readonly from?: readonly number[];
}

/** A bounded system: the constants of the model, and its threads. */
export interface World {
  readonly name: string;
  /** The bound in words, for the verdict. */
  readonly bound: string;
  readonly configuration: Configuration;
  /** By thread. */
  readonly agents: readonly Agent[];
  /**
   * In each state the refusals of all calls with any index whatever are checked too, not only those the agents would
   * make.
   */
  readonly misuse?: boolean;
}

/** An action with its parameters. */
export interface Instance {
  readonly action: Action;
  readonly p: Parameters;
  /** Whether the world allows it while its thread is between calls, and inside a call. */
  readonly outer: boolean;
  readonly inner: boolean;
}

const SENDS = ['domsg', 'sendmsg', 'beginmsg'];

export function instances(world: World, actions: readonly Action[]): Instance[] {
  return actions.flatMap((action) => {
    if (action.kind === 'call') return world.agents.flatMap((agent, thread) => callsOf(world, action, agent, thread));
    return parametersOf(world.configuration, action).map((p) => ({ action, p, outer: false, inner: true }));
  });
}

function callsOf({ configuration }: World, action: Action, agent: Agent, thread: number): Instance[] {
  const outer = agent.calls.includes(action.name);
  const inner = agent.nested?.includes(action.name) === true;
  if (!outer && !inner) return [];
  const mine = indices(configuration.originators.length).filter((id) => configuration.originators[id] === thread);
  const all = indices(configuration.originators.length);
  const made = (ports: readonly number[], messages: readonly number[], codes: readonly number[] = [NONE]): Instance[] =>
    ports.flatMap((port) =>
      messages.flatMap((message) =>
        codes.map((code) => ({ action, p: { thread, port, message, code }, outer, inner })),
      ),
    );
  const to = agent.to ?? [];
  if (SENDS.includes(action.name)) return made(to, mine);
  if (action.name === 'abortmsg') return made(to.slice(0, 1), mine);
  if (action.name === 'replymsg') return made([NONE], all, configuration.codes);
  if (action.name === 'forwardmsg') return made(agent.forwardsTo ?? [], all);
  if (action.name === 'getport' || action.name === 'waitport') {
    const owned = indices(configuration.owners.length).filter((port) => configuration.owners[port] === thread);
    return made(agent.from ?? owned, [NONE]);
  }
  return made([NONE], mine);
}

/** All parameters of what a target decides and of what happens by itself. */
function parametersOf(configuration: Configuration, action: Action): Parameters[] {
  const codes = configuration.begins.flatMap(({ completes, replies }) => [...completes, ...replies]);
  const queued = new Set(configuration.begins.flatMap(({ queues }) => queues));
  const ports = indices(configuration.owners.length).filter((port) => action.kind === 'own' || queued.has(port));
  return product({
    thread: action.parameters.includes('thread') ? indices(configuration.threads) : [NONE],
    port: action.parameters.includes('port') ? ports : [NONE],
    message: action.parameters.includes('message') ? indices(configuration.originators.length) : [NONE],
    code: action.parameters.includes('code') ? [...new Set(codes)] : [NONE],
  });
}

/** Every call by every thread with every index that exists, and one beyond each end, and with EASYNC as a code. */
export function misuses(configuration: Configuration, action: Action, easync: number): Parameters[] {
  const beyond = (length: number): number[] => [NONE, ...indices(length), length];
  return product({
    thread: indices(configuration.threads),
    port: action.parameters.includes('port') ? beyond(configuration.owners.length) : [NONE],
    message: action.parameters.includes('message') ? beyond(configuration.originators.length) : [NONE],
    code: action.parameters.includes('code') ? [0, easync] : [NONE],
  });
}

function product(of: Readonly<Record<keyof Parameters, readonly number[]>>): Parameters[] {
  return of.thread.flatMap((thread) =>
    of.port.flatMap((port) =>
      of.message.flatMap((message) => of.code.map((code) => ({ thread, port, message, code }))),
    ),
  );
}

const indices = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** The most calls a thread is ever inside: each but the innermost holds a message that begins. */
export function deepest({ agents, configuration }: World): number {
  return agents.some(({ nested }) => nested !== undefined) ? configuration.originators.length + 1 : 1;
}
