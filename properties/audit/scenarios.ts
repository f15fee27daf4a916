/** Which scenarios an implementation can be asked to run, given what it has and what it promises. */
import type { Implementation } from '../implementation.ts';
import type { Call, Operation, Program } from '../programs/program.ts';
import { SCENARIOS, type Scenario } from '../programs/scenarios.ts';

/** Scenarios in which calls are refused: who promises no refusals must not be called so (a test compares with the ports). */
export const REFUSING: readonly string[] = [
  'direct, misused',
  'misuse',
  'send of a message that is out',
  'send of a request that is out',
  'send of a parked reply',
  'a message that is back',
  'the message of another',
  'a second reply',
  'a reply with EASYNC',
  'domsg to oneself',
];

/** Why a scenario is left out; undefined: it is not. */
export function whyLeftOut(
  { name, program }: Pick<Scenario, 'name' | 'program'>,
  implementation: Pick<Implementation, 'missing' | 'promises'>,
): string | undefined {
  const { missing = [], promises = {} } = implementation;
  const lacks = [...callsOf(program)].find((call) => missing.includes(call));
  if (lacks !== undefined) return `it has no ${lacks}`;
  if (promises.refusals === false && REFUSING.includes(name)) return 'it does not promise to refuse misuse';
  const limited = program.threads.flat().some((operation) => 'timeout' in operation);
  return limited && promises.timeLimits === false ? 'it has no time limits' : undefined;
}

export function scenariosOffered(implementation: Implementation): readonly Scenario[] {
  return SCENARIOS.filter((scenario) => whyLeftOut(scenario, implementation) === undefined);
}

function callsOf({ threads }: Program): Set<Call['name']> {
  const calls = threads.flat().flatMap((operation): Call['name'][] => [operation.call, ...servedBy(operation)]);
  return new Set(calls);
}

function servedBy(operation: Operation): Call['name'][] {
  if (!('serve' in operation)) return [];
  if ('forward' in operation.serve) return ['forwardmsg'];
  return 'ask' in operation.serve ? ['domsg'] : [];
}
