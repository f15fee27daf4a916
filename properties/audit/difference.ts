/** What callers can see of one implementation and not of another, in one program; and a run that shows it. */

import type { ClauseId } from '../../model/index.ts';
import {
  type Behaviour,
  behaviourOf,
  Events,
  judge,
  type Returned,
  runThatShows,
  type Surplus,
  surplus,
  type Word,
} from '../behaviour/index.ts';
import { concerns, seenText } from '../history/blame.ts';
import type { Implementation } from '../implementation.ts';
import type { Choice, ExhaustiveOptions } from '../interleaving/index.ts';
import { callAt, describeCall } from '../programs/agent.ts';
import type { Program } from '../programs/program.ts';

/** Something that only one of two implementations shows. */
export interface Witness {
  /** A run of the one that has it, with the fewest events, and of those the fewest steps. */
  readonly choices: readonly Choice[];
  /** What cannot be seen in the other: `thread 0: domsg port 1 message 0 returns 99`. */
  readonly what: string;
  /** The clause that it breaks, or that speaks of it. */
  readonly clause: ClauseId;
  /** Whether the model allows it. */
  readonly allowed: boolean;
  /** Whole histories of the one, and those that only it has; NaN where they cannot be counted. */
  readonly histories: Surplus['histories'];
  readonly own: Surplus['own'];
}

/** Absent: all that the one shows can be seen of the other. Both behaviours number their events alike. */
export function witnessOf(one: Behaviour, other: Behaviour): Witness | undefined {
  if (one.seen === undefined || other.seen === undefined) return undefined;
  const { word } = surplus(one.seen.words, other.seen.lateWords());
  if (word === undefined) return undefined;
  const { histories, own } = surplus(one.seen.lateWords(), other.seen.lateWords());
  const { program, events } = one;
  const judgement = judge(program, events, onlyWord(word));
  const last = events.event(word.at(-1) ?? 0);
  const broken = judgement.verdict === 'violates' ? judgement.unexplained.clause : undefined;
  return {
    choices: runThatShows(one.seen.atOnce, word),
    what: eventText(program, last),
    clause: broken ?? (last === undefined ? 'C21' : concerns(callAt(program, last.thread, last.local), last.result)),
    allowed: broken === undefined,
    histories,
    own,
  };
}

/** The language that has one word, and its beginnings. */
function onlyWord(word: Word): { readonly next: readonly ReadonlyMap<number, number>[] } {
  const next = word.map((event, index) => new Map([[event, index + 1]]));
  return { next: [...next, new Map()] };
}

/** `thread 0: domsg port 1 message 0 returns 7`; undefined: the end. */
export function eventText(program: Program, event: Returned | undefined): string {
  if (event === undefined) return 'nothing moves any more';
  const { thread, local, result } = event;
  const call = `thread ${thread}: ${describeCall(callAt(program, thread, local))}`;
  if ('refused' in result) return `${call} is refused with ${result.refused}`;
  const value = result.value === null ? '' : ` ${result.value}`;
  if (result.seen === undefined) return `${call} returns${value}`;
  const { message, flags, error } = result.seen;
  return `${call} returns${value}, and message ${message} has ${seenText(flags, error)}`;
}

/** Two implementations in one program, with one numbering of events. */
export function compared(
  program: Program,
  before: Implementation,
  after: Implementation,
  options: Pick<ExhaustiveOptions, 'maxStates' | 'onProgress'> = {},
): { readonly before: Behaviour; readonly after: Behaviour } {
  const events = new Events();
  return {
    before: behaviourOf(program, before, events, options),
    after: behaviourOf(program, after, events, options),
  };
}
