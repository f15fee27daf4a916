/**
 * The words to speak about steps: a step takes one state to the next, and is told by its action, its parameters and
 * what it returned.
 *
 * None of this calls an effect: what is compared is what was and what is.
 */
import { ownerOf } from '../effects.ts';
import type { Property } from '../invariants.ts';
import { DONE, QUEUED, REPLY } from '../names.ts';
import type { Observed, Observer } from '../observer.ts';
import { innermost, subject } from '../observer.ts';
import type { Parameters } from '../refusals.ts';
import type { Call, Configuration, Message, Port, State } from '../state.ts';
import { NONE } from '../state.ts';

/** What was done. */
export interface Taken {
  readonly configuration: Configuration;
  readonly before: State;
  readonly observerBefore: Observer;
  readonly action: string;
  readonly p: Parameters;
  /** What a call that ended in this step returned. */
  readonly returned: { readonly value: number | null } | undefined;
  readonly after: State;
  readonly observerAfter: Observer;
}

/** What was done, with what every property asks about it. */
export interface Step extends Taken {
  /** The message the step is about; NONE if about none. */
  readonly id: number;
  /** That message before and after, and what was known of it before. */
  readonly about: About | undefined;
  /** The innermost call that the acting thread was inside. */
  readonly call: Call | undefined;
  /** The step ended that call. */
  readonly ended: boolean;
}

export interface About {
  readonly id: number;
  readonly old: Message;
  readonly now: Message;
  readonly seen: Observed;
}

/** A step as its properties see it: what was done, with the message and the call that it is about. */
export function stepOf({
  configuration,
  before,
  observerBefore,
  action,
  p,
  returned,
  after,
  observerAfter,
}: Taken): Step {
  const id = subject(before, action, p);
  const [old, now, seen] = [before.messages[id], after.messages[id], observerBefore[id]];
  const about = old === undefined || now === undefined || seen === undefined ? undefined : { id, old, now, seen };
  const call = innermost(before, p.thread);
  const depth = before.threads[p.thread]?.calls.length ?? 0;
  const ended = (after.threads[p.thread]?.calls.length ?? 0) < depth;
  return { configuration, before, observerBefore, action, p, returned, after, observerAfter, id, about, call, ended };
}

/** A property of single steps. */
export interface StepProperty extends Property {
  /** The actions it speaks of; none listed: of all. */
  readonly of: readonly string[];
  readonly holds: (step: Step) => boolean;
}

export const DECISIONS: readonly string[] = ['completes', 'queues', 'replies'];

export const holdsOf =
  (holds: (message: About, step: Step) => boolean) =>
  (step: Step): boolean =>
    step.about === undefined || holds(step.about, step);

export function sameList(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

export const samePort = (a: Port | undefined, b: Port | undefined): boolean =>
  a !== undefined && b !== undefined && sameList(a.queue, b.queue) && sameList(a.transit, b.transit);

/** A step ends the innermost call or begins one, so depth and innermost call say it all. */
export function sameCallsOf(thread: number, a: State, b: State): boolean {
  const depth = a.threads[thread]?.calls.length;
  if (depth !== b.threads[thread]?.calls.length) return false;
  if (depth === 0) return true;
  const old = innermost(a, thread);
  const now = innermost(b, thread);
  return old?.name === now?.name && old?.port === now?.port && old?.message === now?.message;
}

export const sameCalls = (a: State, b: State): boolean => a.threads.every((_, thread) => sameCallsOf(thread, a, b));

export const sameMessage = (a: Message | undefined, b: Message | undefined): boolean =>
  a !== undefined && b !== undefined && a.abortRequest === b.abortRequest && sameButAbort(a, b);

export const sameButAbort = (a: Message, b: Message): boolean =>
  a.flags === b.flags &&
  a.place === b.place &&
  a.holder === b.holder &&
  a.at === b.at &&
  a.replyPort === b.replyPort &&
  a.error === b.error;

export const without = (list: readonly number[], id: number): readonly number[] => list.filter((entry) => entry !== id);

/** No port has changed but by losing `id`, which stood at most once. */
export const portsLost = ({ before, after }: Step, id: number): boolean =>
  before.ports.every(({ queue, transit }, port) =>
    samePort({ queue: [...without(queue, id)], transit: [...without(transit, id)] }, after.ports[port]),
  );

/** The message stands last on the queue of `port`, or is in transit to it, as whoever put it owns the port or not. */
export function putOn({ configuration, after }: Step, { id, now }: About, from: number, port: number): boolean {
  const list = after.ports[port];
  if (now.at !== port || list === undefined) return false;
  if (ownerOf(configuration, port) === from)
    return list.queue.at(-1) === id && now.place === (now.flags & REPLY ? 'parked' : 'queued');
  return list.transit.includes(id) && now.holder === from && (now.flags & (DONE | REPLY | QUEUED)) === 0;
}

/** Who acts: the thread named; where none is, the owner of the port at which it happens by itself. */
export function actor({ configuration, before, p }: Step): number {
  if (p.thread !== NONE) return p.thread;
  return ownerOf(configuration, p.port === NONE ? (before.messages[p.message]?.at ?? NONE) : p.port);
}

/** The thread that may touch a message. In transit nobody does until its port takes it in. */
export function ownerOfMessage(configuration: Configuration, { place, holder, at }: Message, id: number): number {
  if (place === 'begun' || place === 'taken') return holder;
  if (place === 'sent' || place === 'queued' || place === 'returning') return ownerOf(configuration, at);
  return configuration.originators[id] ?? NONE;
}
