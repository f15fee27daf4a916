/** Which clauses a step of a run shows: of those that its action states, the ones that are about what happens here. */
import { ASYNC, type ClauseId, NONE, type State } from '../../../model/index.ts';
import type { Program } from '../../../properties/programs/program.ts';
import type { Taken } from './alongside.ts';

/** In order of their numbers. */
export function clausesShown(program: Program, taken: Taken): readonly ClauseId[] {
  switch (taken.action.name) {
    case 'domsg':
    case 'beginmsg':
      return ['C6'];
    case 'sendmsg':
      return ['C7'];
    case 'waitmsg':
      return ['C18'];
    case 'getport':
    case 'waitport':
    case 'take':
      return ['C19'];
    case 'replymsg':
      return [isAsynchronous(taken) ? 'C15' : 'C14', 'C16'];
    case 'forwardmsg':
      return ['C26'];
    case 'abortmsg':
    case 'honourAbort':
      return ['C22'];
    case 'completes':
      return completion(program, taken);
    case 'queues':
      return ['C10', 'C11'];
    case 'arrive':
      return arrival(taken);
    case 'collect':
      return innermost(taken)?.name === 'domsg' ? ['C1', 'C2'] : ['C18'];
    default:
      return taken.action.clauses;
  }
}

function completion(program: Program, taken: Taken): readonly ClauseId[] {
  const call = innermost(taken);
  const blocks = program.ports[call?.port ?? NONE]?.begin?.does === 'block';
  const shown: readonly ClauseId[] = call?.name === 'sendmsg' ? ['C5', 'C10', 'C11'] : ['C2', 'C10', 'C11'];
  return blocks ? [...shown, 'C12'] : shown;
}

/** That order is kept shows where there is more than one. */
function arrival({ before, p }: Taken): readonly ClauseId[] {
  const shown: readonly ClauseId[] = before.messages[p.message]?.place === 'returning' ? ['C15', 'C17'] : ['C17'];
  return (before.ports[p.port]?.transit.length ?? 0) > 1 ? ['C13', ...shown] : shown;
}

/** The message that an action is about. */
export function messageOf(taken: Taken): number {
  if (taken.p.message !== NONE) return taken.p.message;
  const call = innermost(taken);
  return call?.name === 'waitport' ? (taken.before.ports[call.port]?.queue[0] ?? NONE) : (call?.message ?? NONE);
}

/** The call that the thread of an action is inside, before it. */
export function innermost({ before, p }: Taken): State['threads'][number]['calls'][number] | undefined {
  return before.threads[p.thread]?.calls.at(-1);
}

function isAsynchronous(taken: Taken): boolean {
  return ((taken.before.messages[messageOf(taken)]?.flags ?? 0) & ASYNC) !== 0;
}
