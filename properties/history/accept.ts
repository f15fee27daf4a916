/**
 * Acceptance of a history: could the model have produced it?
 *
 * Nothing is looked at but the events, so this judges any implementation, and is a second opinion on the abstraction
 * function of ours.
 */
import { type ClauseId, init } from '../../model/index.ts';
import { configurationOf } from '../programs/program.ts';
import { Acceptor, type AcceptorOptions } from './acceptor.ts';
import type { Rejection } from './blame.ts';
import { Undecided } from './budget.ts';
import type { History } from './history.ts';

export interface Acceptance {
  /** misuse: only where an implementation need not refuse it. */
  readonly verdict: 'conforms' | 'violates' | 'misuse' | 'undecided';
  /** Index of the first event that cannot be explained; the number of events if it is the end. */
  readonly event?: number;
  readonly clause?: ClauseId;
  readonly why?: string;
  /** Points followed in all. */
  readonly points: number;
}

/** Points in all; beyond, the verdict is undecided. */
const POINTS_MAX = 200_000;

/** Judges a history from outside: the model must be able to produce it. */
export function accept(history: History, options: AcceptorOptions = {}): Acceptance {
  const configuration = configurationOf(history.program);
  const acceptor = new Acceptor(configuration, init(configuration), { points: POINTS_MAX, ...options });
  try {
    const rejection = firstRejection(acceptor, history);
    return { ...(rejection ?? { verdict: 'conforms' }), points: acceptor.points };
  } catch (error) {
    if (error instanceof Undecided) return { verdict: 'undecided', why: error.message, points: acceptor.points };
    throw error;
  }
}

function firstRejection(acceptor: Acceptor, { events, end }: History): Rejection | undefined {
  for (const event of events) {
    const rejection = acceptor.take(event);
    if (rejection !== undefined) return rejection;
  }
  return acceptor.end(end);
}
