/**
 * Histories drawn from the model itself: threads that make calls at random, each having its effect and its return
 * whenever the draw says. The model can produce them, by construction.
 */
import type { Configuration, State } from '../../model/index.ts';
import { EASYNC, init, NONE } from '../../model/index.ts';
import { type Dialect, variantsOf } from '../../properties/history/dialect.ts';
import type { History, HistoryEvent, Seen } from '../../properties/history/history.ts';
import { Random } from '../../properties/interleaving/random.ts';
import { program } from '../../properties/programs/build.ts';
import { type Call, configurationOf, type PortSpec, type Program } from '../../properties/programs/program.ts';
import { callActions, MODEL, type ModelActions, ownActions, type Phase } from '../../properties/refinement/explain.ts';

export interface WalkOptions {
  readonly threads: number;
  /** Messages of each thread. */
  readonly messages: number;
  readonly events: number;
  /** Ports beside the built-in ones. */
  readonly ports?: readonly PortSpec[];
  readonly dialect?: Dialect;
  /**
   * Events are told as in this order: weights of calling, of going on in a call, of things by themselves, of
   * returning.
   */
  readonly weights?: readonly [number, number, number, number];
  /** One abort in so many calls that could be one; 0: never. Default 4. */
  readonly aborts?: number;
  /** A thread may send to its own ports. Default: true. */
  readonly selfSends?: boolean;
  /**
   * Threads wait only for threads with higher numbers, and not all at once for requests, so that the history does not
   * come to rest by itself. Default: false.
   */
  readonly lively?: boolean;
  /** The only calls made. Default: all. */
  readonly calls?: readonly Call['name'][];
  /** Show messages that are handed over. Default: true. */
  readonly shows?: boolean;
}

const CODES = [0, 5, 7];

export function walk(seed: number, options: WalkOptions): History {
  return new Walk(new Random(seed), options).history();
}

class Walk {
  readonly #random: Random;
  readonly #options: WalkOptions;
  readonly #program: Program;
  readonly #configuration: Configuration;
  readonly #variants: readonly ModelActions[];
  #state: State;
  readonly #phases: (Phase | undefined)[];
  readonly #calls: (Call | undefined)[];
  readonly #events: HistoryEvent[] = [];

  constructor(random: Random, options: WalkOptions) {
    this.#random = random;
    this.#options = options;
    const { threads, messages, ports = [], dialect = {} } = options;
    const lanes = Array.from({ length: threads }, () => []);
    this.#program = program(lanes, {
      messages: Array.from({ length: threads * messages }, (_, message) => message % threads),
      ports,
    });
    this.#configuration = configurationOf(this.#program);
    this.#variants = variantsOf(MODEL, dialect);
    this.#state = init(this.#configuration);
    this.#phases = lanes.map(() => undefined);
    this.#calls = lanes.map(() => undefined);
  }

  history(): History {
    const [call, go, own, back] = this.#options.weights ?? [2, 2, 1, 2];
    let idle = 0;
    while (this.#events.length < this.#options.events && idle < 500) {
      const before = this.#events.length;
      const drawn = this.#random.below(call + go + own + back);
      const moved =
        drawn < call
          ? this.#begin()
          : drawn < call + go
            ? this.#goOn()
            : drawn < call + go + own
              ? this.#happen()
              : this.#return();
      idle = moved || this.#events.length > before ? 0 : idle + 1;
    }
    const quiescent = this.#random.below(2) === 0;
    if (quiescent) this.#comeToRest();
    return { program: this.#program, events: this.#events, end: quiescent ? 'quiescent' : 'cut' };
  }

  #pick<T>(from: readonly T[]): T | undefined {
    return from.length === 0 ? undefined : from[this.#random.below(from.length)];
  }

  #begin(): boolean {
    const thread = this.#pick([...this.#calls.keys()].filter((id) => this.#calls[id] === undefined));
    const call = thread === undefined ? undefined : this.#pick(this.#callsOf(thread));
    if (thread === undefined || call === undefined) return false;
    this.#calls[thread] = call;
    this.#phases[thread] = 'fresh';
    this.#events.push({ thread, call });
    return true;
  }

  /** What a thread may call, and would: it answers what it holds rather than take more. */
  #callsOf(thread: number): Call[] {
    const { aborts = 4, selfSends = true } = this.#options;
    const { owners, originators } = this.#configuration;
    const at = (name: Call['name'], port: number, message: number, code = NONE): Call => ({
      name,
      thread,
      port,
      message,
      code,
    });
    const found: Call[] = [];
    const own = [...owners.keys()].filter((port) => owners[port] === thread);
    for (const port of own) found.push(at('getport', port, NONE), at('waitport', port, NONE));
    for (const [id, { place, holder }] of this.#state.messages.entries()) {
      const mine = originators[id] === thread;
      const ports = [...owners.keys()].filter((port) => selfSends || owners[port] !== thread);
      const port = this.#pick(ports) ?? NONE;
      if (place === 'taken' && holder === thread) {
        const reply = at('replymsg', NONE, id, this.#pick(CODES));
        found.push(reply, reply, reply, at('forwardmsg', port, id));
      } else if (mine && place === 'idle') {
        found.push(at('sendmsg', port, id), at('sendmsg', port, id), at('domsg', port, id), at('beginmsg', port, id));
        if (this.#random.below(4) === 0) found.push(at('initmsg', NONE, id), at('waitmsg', NONE, id));
      } else if (mine) {
        found.push(at('waitmsg', NONE, id));
        if (aborts > 0 && this.#random.below(aborts) === 0) found.push(at('abortmsg', thread, id));
      }
    }
    const { calls, lively } = this.#options;
    return found.filter(
      (call) =>
        calls?.includes(call.name) !== false && this.#isLegal(call) && (lively !== true || this.#isLively(call)),
    );
  }

  #isLively({ name, thread, port, message }: Call): boolean {
    const { owners } = this.#configuration;
    const { threads } = this.#options;
    const { place = 'idle', at = NONE, holder = NONE } = this.#state.messages[message] ?? {};
    switch (name) {
      case 'waitport': {
        const holds = this.#state.messages.some((m) => m.place === 'taken' && m.holder === thread);
        const others = this.#calls.filter((call, id) => id !== thread && call?.name !== 'waitport').length;
        return port === thread && !holds && others > 0;
      }
      case 'domsg':
      case 'beginmsg':
      case 'forwardmsg':
        return port < threads && port > thread;
      case 'waitmsg': {
        const served = place === 'taken' ? holder > thread : at < threads && (owners[at] ?? NONE) > thread;
        return place !== 'taken' && place !== 'sent' && place !== 'queued' ? true : served;
      }
      default:
        return true;
    }
  }

  #isLegal(call: Call): boolean {
    const refused = ({ calls }: ModelActions): boolean =>
      calls[call.name].refuses?.(this.#configuration, this.#state, call) !== undefined;
    return !this.#variants.every(refused);
  }

  #goOn(): boolean {
    const steps = this.#steps();
    const step = this.#pick(steps);
    if (step === undefined) return false;
    this.#state = step.state;
    this.#phases[step.thread] = step.phase;
    return true;
  }

  #steps(): { thread: number; state: State; phase: Phase }[] {
    const found: { thread: number; state: State; phase: Phase }[] = [];
    for (const [thread, phase] of this.#phases.entries()) {
      const call = this.#calls[thread];
      if (call === undefined || typeof phase !== 'string') continue;
      for (const actions of this.#variants) {
        for (const next of callActions(this.#configuration, { call }, { state: this.#state, at: 0, phase }, actions)) {
          found.push({ thread, state: next.state, phase: next.phase });
        }
      }
    }
    return found;
  }

  #happen(): boolean {
    const next = this.#pick(this.#happenings());
    if (next === undefined) return false;
    this.#state = next;
    return true;
  }

  #happenings(): State[] {
    return [...this.#calls.keys()].flatMap((thread) => {
      const from = { state: this.#state, at: 0, phase: 'fresh' as const };
      return Array.from(ownActions(this.#configuration, thread, from, MODEL), ({ state }) => state);
    });
  }

  #return(): boolean {
    const thread = this.#pick([...this.#phases.keys()].filter((id) => typeof this.#phases[id] === 'object'));
    const [result, call] = thread === undefined ? [] : [this.#phases[thread], this.#calls[thread]];
    if (thread === undefined || typeof result !== 'object' || call === undefined) return false;
    const seen = 'value' in result ? this.#seen(call, result.value) : undefined;
    this.#events.push({ thread, result, ...(seen === undefined ? {} : { seen }) });
    this.#phases[thread] = undefined;
    this.#calls[thread] = undefined;
    return true;
  }

  #seen({ name, message }: Call, value: number | null): Seen | undefined {
    const takes = name === 'getport' || name === 'waitport';
    const given = takes ? value : name === 'domsg' || name === 'waitmsg' ? message : null;
    const m = given === null ? undefined : this.#state.messages[given];
    if (given === null || m === undefined || this.#options.shows === false) return undefined;
    return { message: given, flags: m.flags, error: m.error, abortRequest: m.abortRequest };
  }

  /** Nobody calls any more; all goes on until nothing can. */
  #comeToRest(): void {
    for (;;) {
      const arrives = this.#happenings();
      const moved = this.#return() || this.#goOn() || (arrives.length > 0 && this.#happen());
      if (!moved) return;
    }
  }
}

/** The same history with something small wrong in it, perhaps: a result, an order, an event, an end. */
export function spoil(seed: number, { program: of, events, end }: History): History {
  const random = new Random(seed);
  const at = random.below(Math.max(1, events.length));
  const event = events[at];
  const replaced = (by: readonly HistoryEvent[], count = 1): History => ({
    program: of,
    events: [...events.slice(0, at), ...by, ...events.slice(at + count)],
    end,
  });
  if (event === undefined) return { program: of, events, end: 'quiescent' };
  switch (random.below(7)) {
    case 5:
    case 6:
      return { program: of, events: exchanged(random, events), end };
    case 0: {
      const next = events[at + 1];
      return next === undefined || next.thread === event.thread ? replaced([event]) : replaced([next, event], 2);
    }
    case 1:
      return { program: of, events: events.slice(0, at), end: random.below(2) === 0 ? 'quiescent' : 'cut' };
    case 2: {
      const isLast = !events.slice(at + 1).some(({ thread }) => thread === event.thread);
      return 'result' in event && isLast ? replaced([]) : replaced([event]);
    }
    case 3:
      return 'call' in event ? replaced([{ ...event, call: otherCall(random, event.call) }]) : replaced([event]);
    default:
      return 'result' in event ? replaced([otherResult(random, event)]) : replaced([event]);
  }
}

/** Two takings of one thread in the other order. */
function exchanged(random: Random, events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const takes = events.filter((event) => 'result' in event && 'value' in event.result && isTaking(event));
  const one = takes[random.below(Math.max(1, takes.length))];
  const others = takes.filter((event) => event.thread === one?.thread && event !== one);
  const other = others[random.below(Math.max(1, others.length))];
  if (one === undefined || other === undefined) return events;
  return events.map((event) => (event === one ? other : event === other ? one : event));

  function isTaking({ thread }: HistoryEvent): boolean {
    return events.some((event) => event.thread === thread && 'call' in event && event.call.name.endsWith('port'));
  }
}

function otherCall(random: Random, call: Call): Call {
  if (call.port !== NONE && random.below(2) === 0) return { ...call, port: random.below(3) };
  return call.message === NONE ? call : { ...call, message: random.below(3) };
}

function otherResult(random: Random, event: Extract<HistoryEvent, { result: unknown }>): HistoryEvent {
  const { thread, result, seen } = event;
  if (seen !== undefined && random.below(2) === 0) {
    const changed = [
      { ...seen, flags: seen.flags ^ (1 << random.below(4)) },
      { ...seen, error: seen.error + 1 },
      { ...seen, abortRequest: seen.abortRequest !== true },
    ];
    return { thread, result, seen: changed[random.below(3)] ?? seen };
  }
  const value = 'value' in result ? result.value : null;
  const values = value === null ? [0, 1, EASYNC] : [0, 1, 2, 5, 7, 53, EASYNC];
  return { thread, result: { value: values[random.below(values.length)] ?? 0 } };
}
