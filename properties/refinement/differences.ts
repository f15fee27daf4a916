/** What differs between a state that the model allows and the one that was found, and which clause says so. */
import type { ClauseId, Configuration, Message, State } from '../../model/index.ts';
import { ASYNC, DONE, ECONNABORTED, flagNames, QUEUED, REPLY } from '../../model/index.ts';
import type { Call } from '../programs/program.ts';
import type { CallInStep, Point } from './explain.ts';

export interface Difference {
  readonly clause: ClauseId;
  /** The call that should have left it otherwise. */
  readonly call: Call;
  readonly text: string;
  /** How far from the model it is: a message in another place counts for more than a flag. */
  readonly weight: number;
}

/** The model's point is the nearer, the less this is. */
export function weightOf(differences: readonly Difference[]): number {
  return differences.reduce((sum, { weight }) => sum + weight, 0);
}

/** What is to blame comes first. */
export function differencesOf(
  configuration: Configuration,
  calls: readonly CallInStep[],
  point: Point,
  after: State,
): Difference[] {
  const differences: Difference[] = [];
  for (const [message, expected] of point.state.messages.entries()) {
    const found = after.messages[message];
    if (found === undefined) continue;
    const call = callAbout(calls, point, message);
    differences.push(...new MessageDifferences(configuration, call, message, expected, found).all());
  }
  const call = lastCall(calls, point);
  // Where a message is elsewhere the lists are others too, and that has been said.
  const ports = portDifferences(call, point.state, after).filter(
    ({ clause }) => clause === 'C13' || differences.length === 0,
  );
  return [...differences, ...ports, ...callDifferences(call, point.state, after)];
}

/** The calls that have begun by this point: in the one it is at nothing may have happened yet. */
function begun(calls: readonly CallInStep[], { at, phase }: Point): readonly CallInStep[] {
  return calls.slice(0, Math.max(1, phase === 'fresh' ? at : at + 1));
}

function lastCall(calls: readonly CallInStep[], point: Point): Call {
  const last = begun(calls, point).at(-1);
  if (last === undefined) throw new Error('there is no call in this step');
  return last.call;
}

/** The last call that named the message, or took it. */
function callAbout(calls: readonly CallInStep[], point: Point, message: number): Call {
  const about = begun(calls, point).findLast(({ call, result }) => {
    const took = call.name === 'getport' || call.name === 'waitport';
    return call.message === message || (took && result !== undefined && 'value' in result && result.value === message);
  });
  return about?.call ?? lastCall(calls, point);
}

const PARTS = { queue: 'on its queue', transit: 'in transit' } as const;

function portDifferences(call: Call, model: State, after: State): Difference[] {
  const differences: Difference[] = [];
  for (const [port, expected] of model.ports.entries()) {
    for (const part of ['queue', 'transit'] as const) {
      const found = after.ports[port]?.[part] ?? [];
      if (found.join() === expected[part].join()) continue;
      const same = found.length === expected[part].length && found.every((message) => expected[part].includes(message));
      const text = `port ${port} has [${found.join(' ')}] and not [${expected[part].join(' ')}] ${PARTS[part]}`;
      differences.push({ clause: same ? 'C13' : 'C17', call, text, weight: 2 });
    }
  }
  return differences;
}

/** A call goes on that has come to its end, or the other way round. */
function callDifferences(call: Call, model: State, after: State): Difference[] {
  const differences: Difference[] = [];
  for (const [thread, { calls }] of model.threads.entries()) {
    const is = insideText(after.threads[thread]?.calls ?? []);
    const not = insideText(calls);
    if (is === not) continue;
    differences.push({
      clause: clauseOfBlocking(call),
      call,
      text: `thread ${thread} is ${is} and not ${not}`,
      weight: 1,
    });
  }
  return differences;
}

function insideText(calls: readonly { readonly name: string; readonly message: number }[]): string {
  return calls.length === 0 ? 'in no call' : calls.map(({ name, message }) => `in ${name} of ${message}`).join(', ');
}

/** Which calls may block, and for what. */
export function clauseOfBlocking({ name }: Call): ClauseId {
  if (name === 'sendmsg') return 'C4';
  if (name === 'domsg') return 'C3';
  if (name === 'waitmsg') return 'C18';
  return name === 'getport' || name === 'waitport' ? 'C19' : 'C11';
}

class MessageDifferences {
  readonly #configuration: Configuration;
  readonly #call: Call;
  readonly #message: number;
  readonly #expected: Message;
  readonly #found: Message;
  readonly #differences: Difference[] = [];

  constructor(configuration: Configuration, call: Call, message: number, expected: Message, found: Message) {
    this.#configuration = configuration;
    this.#call = call;
    this.#message = message;
    this.#expected = expected;
    this.#found = found;
  }

  all(): readonly Difference[] {
    const expected = this.#expected;
    const found = this.#found;
    // A message that is in another place has other flags and another error there: the place comes first.
    const aborted = (expected.error === ECONNABORTED) !== (found.error === ECONNABORTED);
    if (aborted) this.#add('C22', 'error', found.error, expected.error, 1);
    if (expected.place !== found.place) this.#add(this.#clauseOfPlace(), 'place', found.place, expected.place, 4);
    else if (expected.at !== found.at)
      this.#add(this.#clauseOfSend(this.#clauseOfPlace()), 'port', found.at, expected.at, 4);
    else if (expected.holder !== found.holder) this.#add('C23', 'holder', found.holder, expected.holder, 2);
    this.#flags();
    if (expected.replyPort !== found.replyPort)
      this.#add(this.#clauseOfSend('C26'), 'reply port', found.replyPort, expected.replyPort, 1);
    if (expected.error !== found.error && !aborted)
      this.#add(this.#clauseOfError(), 'error', found.error, expected.error, 1);
    if (expected.abortRequest !== found.abortRequest)
      this.#add(this.#clauseOfSend('C22'), 'abort request', found.abortRequest, expected.abortRequest, 1);
    return this.#differences;
  }

  #add(clause: ClauseId, what: string, is: unknown, not: unknown, weight: number): void {
    const text = `message ${this.#message} has ${what} ${is} and not ${not}`;
    this.#differences.push({ clause, call: this.#call, text, weight });
  }

  #flags(): void {
    const changed = this.#expected.flags ^ this.#found.flags;
    for (const bit of [ASYNC, REPLY, QUEUED, DONE]) {
      if ((changed & bit) === 0) continue;
      const [is, not] = (this.#found.flags & bit) !== 0 ? ['set', 'clear'] : ['clear', 'set'];
      this.#add(this.#clauseOfFlag(bit), flagNames(bit).join(), is, not, 1);
    }
  }

  /** What a send prepares is C6 or C7, what a forward must leave alone is C26. */
  #clauseOfSend(otherwise: ClauseId): ClauseId {
    const { name } = this.#call;
    if (name === 'domsg' || name === 'beginmsg') return 'C6';
    if (name === 'sendmsg') return 'C7';
    return name === 'forwardmsg' ? 'C26' : otherwise;
  }

  #clauseOfReply(): ClauseId {
    return (this.#expected.flags & ASYNC) !== 0 ? 'C15' : 'C14';
  }

  #clauseOfFlag(bit: number): ClauseId {
    const { place } = this.#found;
    if (bit === QUEUED) return 'C17';
    if (bit === ASYNC) return this.#clauseOfSend('C14');
    if (bit === DONE && (place === 'sent' || place === 'queued' || place === 'taken')) return this.#clauseOfDone();
    return place === 'begun' || place === 'sent' ? this.#clauseOfSend('C14') : this.#clauseOfReply();
  }

  /** DONE differs while the message is the target's: never cleared by its sender, or completed and served all the same. */
  #clauseOfDone(): ClauseId {
    if (this.#clauseOfSend('C16') !== 'C16') return 'C11';
    return this.#found.abortRequest ? 'C22' : 'C16';
  }

  #clauseOfError(): ClauseId {
    switch (this.#call.name) {
      case 'replymsg':
        return this.#clauseOfReply();
      case 'sendmsg':
        return 'C5';
      case 'domsg':
      case 'beginmsg':
        // It has returned its code: only a later waitmsg can see what is stored.
        return this.#found.place === 'idle' ? 'C18' : 'C2';
      default:
        return 'C16';
    }
  }

  #clauseOfPlace(): ClauseId {
    const { name, message: own } = this.#call;
    const { place, at } = this.#found;
    const was = this.#expected.place;
    if (name === 'abortmsg') return 'C22';
    // Only REPLY tells the two apart.
    if ((was === 'parked' && place === 'queued') || (was === 'queued' && place === 'parked')) return 'C15';
    switch (name) {
      case 'domsg':
        return place === 'queued' && this.#configuration.owners[at] === this.#call.thread ? 'C25' : 'C18';
      case 'sendmsg':
        return own === this.#message && (place === 'idle' || place === 'begun') ? 'C5' : 'C7';
      case 'replymsg':
        return this.#clauseOfReply();
      case 'waitmsg':
        return 'C18';
      case 'getport':
      case 'waitport':
        return place === 'queued' || place === 'taken' ? 'C19' : 'C22';
      case 'forwardmsg':
        return 'C26';
      default:
        return 'C11';
    }
  }
}
