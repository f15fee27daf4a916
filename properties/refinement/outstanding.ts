/**
 * What has to come back: C21, of one state of a program that runs. While whoever serves goes on doing so, every message
 * that is on its way to a server, or in its hands, is replied sooner or later.
 */
import type { Configuration, Message, State } from '../../model/index.ts';
import { everyoneServes, NONE } from '../../model/index.ts';
import type { StateView, Violation } from '../interleaving/index.ts';
import type { Local } from '../programs/agent.ts';
import type { Operation, Program } from '../programs/program.ts';
import { violationOf } from './blame.ts';

/** As many as have a bit each. */
const MESSAGES_MAX = 31;

/** The messages that have to come back, one bit each. None where the premise of C21 fails: somebody does not serve. */
export function outstanding(program: Program, configuration: Configuration, state: State, view: StateView): number {
  if (!everyoneServes(configuration, state)) return 0;
  let bits = 0;
  for (const [message, one] of state.messages.slice(0, MESSAGES_MAX).entries())
    if (isServed(program, configuration, one, view)) bits |= 1 << message;
  return bits;
}

/** Is the message at a port that a thread serves for ever, or taken by one that does? */
function isServed(
  program: Program,
  { owners }: Configuration,
  { place, at, holder }: Message,
  view: StateView,
): boolean {
  if (place === 'taken') return holder !== NONE && servesOn(program, holder, view) !== undefined;
  if (place !== 'sent' && place !== 'queued') return false;
  const owner = owners[at] ?? NONE;
  return owner !== NONE && servesOn(program, owner, view) === at;
}

/** The port that the thread serves for ever; a thread that keeps what it takes does not promise to reply. */
function servesOn(program: Program, thread: number, view: StateView): number | undefined {
  const operations = program.threads[thread] ?? [];
  const local = view.local(thread) as Local | null | undefined;
  const operation = local === null || local === undefined ? undefined : operations[local.at];
  if (operation === undefined || operations.some(keeps)) return undefined;
  return 'times' in operation && operation.times === 'forever' ? operation.port : undefined;
}

function keeps(operation: Operation): boolean {
  return 'serve' in operation && 'keep' in operation.serve;
}

/** The sentence for it. */
export function neverBack(state: State, message: number, kind: 'livelock' | 'starvation'): Violation {
  const { place = 'sent', at = NONE, holder = NONE } = state.messages[message] ?? {};
  const where = place === 'taken' ? `thread ${holder} has taken it` : `it was sent to port ${at}`;
  const others = kind === 'livelock' ? 'and no call ends' : 'while calls of others end';
  return violationOf(
    'C21',
    kind,
    `message ${message} never comes back: ${where}, and in a loop that repeats for ever nobody replies it, ${others}`,
  );
}
