/**
 * What the words of the 2003 algorithm mean, as a state of the model.
 *
 * The IPI queues hold what is in transit, the port queues what is queued. Where the words of 2003 do not say it, the
 * auxiliary words do:
 *
 * - a message whose send is still deciding is DONE, although putport clears the bit before it sends the IPI;
 * - a request that a sweep has unlinked counts as queued where it stood, until it is replied;
 * - a synchronous reply on its way by IPI (2007) counts as given: nobody can take it back;
 * - a code that a begin function answered to a synchronous send is the completion code although 2003 does not store it in the
 *   message (a decision of its own); what waitmsg then returns is another matter;
 * - an abort request for a message that is idle is none.
 */
import type { Message, Call as ModelCall, Place, State } from '../../../model/index.ts';
import { ASYNC, DONE, QUEUED, REPLY } from '../../../model/index.ts';
import type { Concrete } from '../../implementation.ts';
import { PUTPORT_REMOTE, REPLYPORT_REMOTE, unpack } from './kernel.ts';
import type { Layout } from './layout.ts';
import { NONE, SLOTS } from './layout.ts';
import { ASKED, asOriginator, BEGUN, FORWARDING, IDLE, OUT, TAKEN } from './standing.ts';

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

interface Where {
  readonly place: Place;
  readonly holder: number;
  readonly at: number;
}

interface Lists {
  readonly queue: number[];
  readonly transit: number[];
}

class Abstraction {
  readonly #layout: Layout;
  readonly #memory: Int32Array;
  readonly #concrete: Concrete;
  /** Where messages were found so far. */
  readonly #where: (Where | undefined)[] = [];

  constructor(layout: Layout, concrete: Concrete) {
    this.#layout = layout;
    this.#memory = concrete.memory;
    this.#concrete = concrete;
  }

  state(): State {
    const ports: Lists[] = this.#concrete.owners.map((_, port) => ({ queue: this.#queue(port), transit: [] }));
    for (const [port, { queue }] of ports.entries()) this.#putBackAborting(port, queue);
    const cpus = [...this.#concrete.calls.keys()];
    for (const from of cpus) for (const to of cpus) this.#ipis(from, to, ports);
    const messages = this.#concrete.originators.map((_, message) => this.#message(message));
    const rank = (message: number): number => rankOf(this.#where[message]);
    for (const { transit } of ports) transit.sort((one, other) => rank(one) - rank(other));
    const threads = this.#concrete.calls.map((call, thread) => ({ calls: this.#calls(thread, call) }));
    return { messages, ports, threads };
  }

  #word(at: number): number {
    return this.#memory[at] as number;
  }

  #flags(message: number): number {
    return this.#word(this.#layout.message(message).flags);
  }

  #queue(port: number): number[] {
    const queue: number[] = [];
    for (let at = this.#word(this.#layout.port(port).first); at !== NONE; ) {
      const twice = this.#where[at];
      if (twice !== undefined)
        throw new Meaningless(`message ${at} is on port ${port} and on port ${twice.at} at once`);
      this.#where[at] = { place: (this.#flags(at) & REPLY) !== 0 ? 'parked' : 'queued', holder: NONE, at: port };
      queue.push(at);
      at = this.#word(this.#layout.message(at).next);
    }
    return queue;
  }

  /** Its own links still say where it stood: the list of a port does not change while it is swept. */
  #putBackAborting(port: number, queue: number[]): void {
    const message = this.#word(this.#layout.aborting(port)) - 1;
    if (message === NONE) return;
    const prev = this.#word(this.#layout.message(message).prev);
    queue.splice(prev === NONE ? 0 : queue.indexOf(prev) + 1, 0, message);
    this.#where[message] = { place: 'queued', holder: NONE, at: port };
  }

  #ipis(from: number, to: number, ports: readonly Lists[]): void {
    const { wr, rd, slots } = this.#layout.ipiq(from, to);
    for (let at = this.#word(rd); at !== this.#word(wr); at = (at + 1) % SLOTS) {
      const { what, argument } = unpack(this.#word(slots + at));
      if (what !== PUTPORT_REMOTE && what !== REPLYPORT_REMOTE) continue;
      const where = this.#travelling(from, what, argument);
      // The function that is running now stays in the queue until it is done: its message may have arrived already.
      if (where === undefined || this.#where[argument] !== undefined) continue;
      this.#where[argument] = where;
      ports[where.at]?.transit.push(argument);
    }
  }

  /** Nothing if the originator, who looks at the flags without protection, has been faster than the end of the function. */
  #travelling(from: number, what: number, message: number): Where | undefined {
    const { target_port, reply_port } = this.#layout.message(message);
    if (what === PUTPORT_REMOTE) return { place: 'sent', holder: from, at: this.#word(target_port) };
    if (this.#mine(message) !== OUT) return undefined;
    if ((this.#flags(message) & ASYNC) !== 0) return { place: 'returning', holder: from, at: this.#word(reply_port) };
    return { place: 'answered', holder: NONE, at: NONE };
  }

  #standing(thread: number, message: number): number {
    return this.#word(this.#layout.standing(thread, message));
  }

  #originator(message: number): number {
    return this.#concrete.originators[message] ?? NONE;
  }

  #mine(message: number): number {
    return asOriginator(this.#standing(this.#originator(message), message));
  }

  #message(message: number): Message {
    const words = this.#layout.message(message);
    const where = this.#where[message] ?? this.#held(message);
    this.#where[message] = where;
    const { place, holder, at } = where;
    const completed = place === 'idle' || place === 'answered' || place === 'returning' || place === 'parked';
    const deciding = place === 'begun' && this.#mine(message) === BEGUN;
    const isAborting = this.#word(this.#layout.aborting(at === NONE ? 0 : at)) === message + 1;
    const answer = place === 'idle' ? this.#word(this.#layout.answer(message)) : 0;
    const asked = (this.#standing(this.#originator(message), message) & ASKED) !== 0;
    return {
      flags:
        (this.#flags(message) & (ASYNC | REPLY | QUEUED | DONE)) |
        (deciding || place === 'answered' ? DONE : 0) |
        (isAborting ? QUEUED : 0),
      place,
      holder,
      at,
      replyPort: this.#word(words.reply_port),
      abortRequest: place === 'idle' ? asked : this.#word(words.abortreq) !== 0,
      error: answer !== 0 ? answer - 1 : completed ? this.#word(words.error) : 0,
    };
  }

  /** On no queue and in no IPI: some thread has it, or it is answered. */
  #held(message: number): Where {
    const at = NONE;
    for (const thread of this.#concrete.calls.keys()) {
      const standing = this.#standing(thread, message);
      if ((standing & FORWARDING) !== 0) return { place: 'begun', holder: thread, at };
      if ((standing & TAKEN) !== 0) return { place: 'taken', holder: thread, at };
    }
    const mine = this.#mine(message);
    if (mine === IDLE) return { place: 'idle', holder: this.#originator(message), at };
    if (mine === BEGUN) return { place: 'begun', holder: this.#originator(message), at };
    if ((this.#flags(message) & DONE) !== 0) return { place: 'answered', holder: NONE, at };
    throw new Meaningless(`message ${message} is lost: it is on no queue, not in transit, and no thread has it`);
  }

  /** The calls that a thread is inside: those it has entered, and those of a blocking begin function within. */
  #calls(thread: number, call: Concrete['calls'][number]): ModelCall[] {
    if (call === undefined || this.#word(this.#layout.over(thread)) !== 0) return [];
    const { name, port, message } = call;
    switch (name) {
      case 'waitport':
        return [{ name, port, message: NONE }];
      case 'waitmsg':
        return [{ name, port: NONE, message }];
      case 'forwardmsg': {
        const inside = (this.#standing(thread, message) & FORWARDING) !== 0;
        return inside ? [{ name, port, message }, ...this.#nested(call)] : [];
      }
      case 'domsg':
      case 'beginmsg':
      case 'sendmsg': {
        const mine = this.#mine(message);
        if (mine === BEGUN) return [{ name, port, message }, ...this.#nested(call)];
        return name === 'domsg' && mine === OUT ? [{ name, port, message }] : [];
      }
      default:
        return [];
    }
  }

  #nested({ nested }: NonNullable<Concrete['calls'][number]>): ModelCall[] {
    if (nested === undefined) return [];
    const mine = this.#mine(nested.message);
    return mine === OUT || mine === BEGUN ? [{ name: 'domsg', port: nested.port, message: nested.message }] : [];
  }
}

/** Transit is grouped by sender and kind: no other order is promised (C13). */
function rankOf(where: Where | undefined): number {
  return where === undefined ? 0 : where.holder * 2 + (where.place === 'returning' ? 1 : 0);
}
