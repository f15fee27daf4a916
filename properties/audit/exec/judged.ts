/** What a process shows, held to the model: a place in a search is what was seen until there, and what the model makes of it. */
import { init } from '../../../model/index.ts';
import { Acceptor, type AcceptorOptions } from '../../history/acceptor.ts';
import type { Rejection } from '../../history/blame.ts';
import type { HistoryEvent } from '../../history/history.ts';
import { configurationOf, type Program } from '../../programs/program.ts';
import { Unreadable } from '../../validate/fields.ts';
import { Following } from './following.ts';
import type { Peer } from './peer.ts';
import { shortened } from './process.ts';
import type { Position } from './protocol.ts';

/** Never changes. */
export interface Judged {
  readonly following: Following;
  readonly acceptor: Acceptor;
  /** Events of the last step. */
  readonly events: readonly HistoryEvent[];
  /** What was seen cannot be explained; nothing may be added to it. */
  readonly rejection?: Rejection;
}

/** Before the first event. */
export function beginning(program: Program, options: AcceptorOptions): Judged {
  const configuration = configurationOf(program);
  const acceptor = new Acceptor(configuration, init(configuration), {
    ...options,
    statesKept: Number.POSITIVE_INFINITY,
  });
  return { following: Following.start(program), acceptor, events: [] };
}

/** Adds the events of a position. @throws ExternalError for events that are none, Undecided */
export function judge(peer: Peer, before: Judged, position: Position): Judged {
  let { following } = before;
  const acceptor = position.events.length === 0 ? before.acceptor : before.acceptor.fork();
  const events: HistoryEvent[] = [];
  for (const line of position.events) {
    const taken = took(peer, following, line);
    following = taken.following;
    events.push(taken.event);
    const rejection = rejected(acceptor.take(taken.event));
    if (rejection !== undefined) return { following, acceptor, events, rejection };
  }
  const judged = { following, acceptor, events };
  if (position.enabled.length > 0) return judged;
  const { idle } = following;
  if (idle !== undefined && !acceptor.misused) {
    throw peer.reject(`says that nothing can move, but thread ${idle} has calls to make and is inside none`);
  }
  const rejection = atRest(judged);
  return rejection === undefined ? judged : { ...judged, rejection };
}

/** Nothing is seen any more. */
export function atRest({ acceptor }: Judged): Rejection | undefined {
  return acceptor.misused ? undefined : rejected(acceptor.fork().end('quiescent'));
}

/** After misuse nothing is to be expected of who does not refuse it. */
function rejected(rejection: Rejection | undefined): Rejection | undefined {
  return rejection?.verdict === 'misuse' ? undefined : rejection;
}

function took(peer: Peer, following: Following, line: unknown): ReturnType<Following['take']> {
  try {
    return following.take(line);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw peer.reject(`showed the event ${shortened(JSON.stringify(line))}, but expected was ${error.message}`);
  }
}
