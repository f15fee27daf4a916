/**
 * The abstraction function: what the shared words of `impl/` mean, as a state of the model.
 *
 * The list of a port is its queue; in transit are its inbox, and a direct request that its owner has not taken. A thread writes
 * some words before the operation that publishes them; until then they mean what they meant before:
 *
 * - a message whose send is still deciding is DONE, although putport clears the bit before the push;
 * - a message that is being completed keeps its place, with whoever holds it, until DONE or the push;
 * - a request that is being aborted has been unlinked, and counts as queued where it stood until it is completed;
 * - an error means nothing before the completion.
 */
import type { Layout } from '../../impl/layout.ts';
import {
  asOriginator,
  DECIDING_DOMSG,
  DECIDING_SENDMSG,
  FORWARDING,
  HELD,
  IDLE,
  LEAVING,
  OUT_SYNC,
} from '../../impl/standing.ts';
import { directTo } from '../../impl/watch.ts';
import { DEAD, MESSAGE, NONE, PORT, RETURNING, STATE } from '../../impl/words.ts';
import type { Message, Call as ModelCall, Place, State } from '../../model/index.ts';
import { ASYNC, DONE, QUEUED, REPLY } from '../../model/index.ts';
import type { Concrete } from '../implementation.ts';

/** A sentence about words that mean nothing. */
class Meaningless extends Error {}

export function abstractState(layout: Layout, concrete: Concrete): State | string {
  try {
    return new Abstraction(layout, concrete).state();
  } catch (error) {
    if (error instanceof Meaningless) return error.message;
    throw error;
  }
}

class Abstraction {
  readonly #layout: Layout;
  readonly #memory: Int32Array;
  readonly #concrete: Concrete;
  /** Where each message was found; undefined: on no list and in no inbox. */
  readonly #found: ({ readonly port: number; readonly queued: boolean } | undefined)[] = [];

  constructor(layout: Layout, concrete: Concrete) {
    this.#layout = layout;
    this.#memory = concrete.memory;
    this.#concrete = concrete;
  }

  state(): State {
    const ports = this.#concrete.owners.map((owner, port) => ({
      queue: this.#list(port),
      transit: [...this.#inbox(port), ...this.#direct(port, owner)],
    }));
    this.#putBackAborting(ports);
    const messages = this.#concrete.originators.map((_, message) => this.#message(message));
    for (const { transit } of ports) transit.sort((one, other) => rank(messages[one]) - rank(messages[other]));
    const threads = this.#concrete.calls.map((call, thread) => ({ calls: this.#calls(thread, call) }));
    return { messages, ports, threads };
  }

  #word(at: number): number {
    return this.#memory[at] as number;
  }

  #list(port: number): number[] {
    const queue: number[] = [];
    if (this.#word(this.#layout.port(port) + PORT.head) === DEAD) return queue;
    let at = this.#word(this.#layout.port(port) + PORT.first);
    while (at !== NONE) {
      this.#find(at, port, true);
      queue.push(at);
      at = this.#word(this.#layout.next(at));
    }
    return queue;
  }

  #inbox(port: number): number[] {
    const transit: number[] = [];
    let at = this.#word(this.#layout.port(port) + PORT.head) - 1;
    while (at >= 0) {
      this.#find(at, port, false);
      transit.push(at);
      at = this.#word(this.#layout.next(at));
    }
    return transit.reverse();
  }

  /** Direct requests to a port, until its owner serves them: in transit behind what their originators have sent before. */
  #direct(port: number, owner: number): number[] {
    const direct = [...this.#concrete.originators.keys()].filter(
      (message) =>
        this.#word(this.#layout.message(message) + MESSAGE.watch) === directTo(port) &&
        (this.#word(this.#layout.standing(owner, message)) & (HELD | FORWARDING)) === 0,
    );
    for (const message of direct) this.#find(message, port, false);
    return direct;
  }

  #find(message: number, port: number, queued: boolean): void {
    const before = this.#found[message];
    if (before !== undefined) {
      throw new Meaningless(`message ${message} is on port ${port} and on port ${before.port} at once`);
    }
    if (message < 0 || message >= this.#layout.messages) throw new Meaningless(`port ${port} links to no message`);
    this.#found[message] = { port, queued };
  }

  /** Its own links still say where it stood: nobody but the thread that is completing it changes that list. */
  #putBackAborting(ports: readonly { queue: number[] }[]): void {
    for (const message of this.#concrete.originators.keys()) {
      const thread = this.#threadThat(message, LEAVING);
      const call = thread === undefined ? undefined : this.#concrete.calls[thread];
      if (call === undefined || this.#found[message] !== undefined) continue;
      const queue = ports[call.port]?.queue;
      const previous = this.#word(this.#layout.previous(message));
      queue?.splice(previous === NONE ? 0 : queue.indexOf(previous) + 1, 0, message);
      this.#found[message] = { port: call.port, queued: true };
    }
  }

  #threadThat(message: number, bit: number): number | undefined {
    for (let thread = 0; thread < this.#layout.threads; thread++) {
      if ((this.#word(this.#layout.standing(thread, message)) & bit) !== 0) return thread;
    }
    return undefined;
  }

  #mine(message: number): number {
    const originator = this.#concrete.originators[message] ?? 0;
    return asOriginator(this.#word(this.#layout.standing(originator, message)));
  }

  #message(message: number): Message {
    const words = this.#layout.message(message);
    const state = this.#word(words + MESSAGE.state);
    const flags = this.#word(words + MESSAGE.flags);
    const { place, holder } = this.#place(message, state, flags);
    const completed = place === 'idle' || place === 'answered' || place === 'returning' || place === 'parked';
    const own = place === 'begun' && (this.#threadThat(message, FORWARDING) ?? NONE) === NONE;
    const done = (state & STATE.done) !== 0 || own ? DONE : 0;
    const queued = this.#threadThat(message, LEAVING) !== undefined && place === 'queued' ? QUEUED : 0;
    return {
      flags: (flags & (ASYNC | REPLY | QUEUED)) | done | queued,
      place,
      holder,
      at: this.#found[message]?.port ?? NONE,
      replyPort: this.#word(words + MESSAGE.replyPort),
      abortRequest: (state & STATE.abortRequest) !== 0,
      error: completed ? this.#word(words + MESSAGE.error) : 0,
    };
  }

  #place(message: number, state: number, flags: number): { place: Place; holder: number } {
    const found = this.#found[message];
    if (found !== undefined) {
      if (found.queued) return { place: (flags & REPLY) !== 0 ? 'parked' : 'queued', holder: NONE };
      const sender = this.#word(this.#layout.message(message) + MESSAGE.sender);
      return { place: (flags & RETURNING) !== 0 ? 'returning' : 'sent', holder: sender };
    }
    const forwarder = this.#threadThat(message, FORWARDING);
    if (forwarder !== undefined) return { place: 'begun', holder: forwarder };
    const holder = this.#threadThat(message, HELD);
    if (holder !== undefined) return { place: 'taken', holder };
    const originator = this.#concrete.originators[message] ?? NONE;
    const mine = this.#mine(message);
    if (mine === IDLE) return { place: 'idle', holder: originator };
    if (mine >= DECIDING_DOMSG && mine <= DECIDING_SENDMSG) return { place: 'begun', holder: originator };
    if (mine === OUT_SYNC && (state & STATE.done) !== 0) return { place: 'answered', holder: NONE };
    throw new Meaningless(`message ${message} is lost: it is on no queue, not in transit, and no thread has it`);
  }

  /** The calls that a thread is inside: those it has entered, and those of a blocking begin function within. */
  #calls(thread: number, call: Concrete['calls'][number]): ModelCall[] {
    if (call === undefined) return [];
    const { name, port, message } = call;
    switch (name) {
      case 'waitport':
        return this.#concrete.owners[port] === thread ? [{ name, port, message: NONE }] : [];
      case 'waitmsg':
        return this.#concrete.originators[message] === thread ? [{ name, port: NONE, message }] : [];
      case 'forwardmsg': {
        const inside = (this.#word(this.#layout.standing(thread, message)) & FORWARDING) !== 0;
        return inside ? [{ name, port, message }, ...this.#nested(thread, call)] : [];
      }
      case 'domsg':
      case 'beginmsg':
      case 'sendmsg': {
        if (this.#concrete.originators[message] !== thread) return [];
        const mine = this.#mine(message);
        if (mine >= DECIDING_DOMSG && mine <= DECIDING_SENDMSG) {
          return [{ name, port, message }, ...this.#nested(thread, call)];
        }
        return name === 'domsg' && mine === OUT_SYNC ? [{ name, port, message }] : [];
      }
      default:
        return [];
    }
  }

  #nested(thread: number, { nested }: NonNullable<Concrete['calls'][number]>): ModelCall[] {
    if (nested === undefined) return [];
    const mine = this.#mine(nested.message);
    const inside = mine === OUT_SYNC || mine === DECIDING_DOMSG;
    const own = this.#concrete.originators[nested.message] === thread;
    return inside && own ? [{ name: 'domsg', port: nested.port, message: nested.message }] : [];
  }
}

/** Transit is grouped by sender and kind: no other order is promised (C13). */
function rank(message: Message | undefined): number {
  return message === undefined ? 0 : message.holder * 2 + (message.place === 'returning' ? 1 : 0);
}
