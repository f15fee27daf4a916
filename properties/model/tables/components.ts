/**
 * The parts of a state of the model: its messages, ports and threads, in this order. Each distinct value that a part
 * is ever seen to have gets a number from 1 on, so that a state is a short row of numbers, none of them 0.
 */
import type { Call, Configuration, Message, Port, State, Thread } from '../../../model/index.ts';

type Value = Message | Port | Thread;

/** The values of one part, numbered as they are met. */
export class Values<T extends Value> {
  private readonly numbers = new Map<string, number>();
  private readonly values: T[] = [];
  private readonly keyOf: (value: T) => string;
  private readonly copyOf: (value: T) => T;

  constructor(keyOf: (value: T) => string, copyOf: (value: T) => T) {
    this.keyOf = keyOf;
    this.copyOf = copyOf;
  }

  number(value: T): number {
    const key = this.keyOf(value);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.values.push(this.copyOf(value));
    this.numbers.set(key, this.values.length);
    return this.values.length;
  }

  /** How many there are so far. */
  get size(): number {
    return this.values.length;
  }

  /** A copy, to be changed at will. */
  value(number: number): T {
    const found = this.values[number - 1];
    if (found === undefined) throw new RangeError(`there is no value ${number} of this part`);
    return this.copyOf(found);
  }
}

const callKey = ({ name, port, message }: Call): string => `${name} ${port} ${message}`;

const messageValues = (): Values<Message> =>
  new Values(
    (m) => `${m.flags} ${m.place} ${m.holder} ${m.at} ${m.replyPort} ${m.abortRequest} ${m.error}`,
    (m) => ({ ...m }),
  );
const portValues = (): Values<Port> =>
  new Values(
    ({ queue, transit }) => `${queue}|${transit}`,
    ({ queue, transit }) => ({ queue: queue.slice(), transit: transit.slice() }),
  );
const threadValues = (): Values<Thread> =>
  new Values(
    ({ calls }) => calls.map(callKey).join(),
    ({ calls }) => ({ calls: calls.slice() }),
  );

export class Components {
  /** Those of one originator share their numbers: such messages can be told apart only by who names them. */
  readonly messages: readonly Values<Message>[];
  readonly ports: readonly Values<Port>[];
  readonly threads: readonly Values<Thread>[];
  /** How many parts there are. */
  readonly count: number;

  constructor({ originators, owners, threads }: Configuration) {
    const ofThread = Array.from({ length: threads }, messageValues);
    this.messages = originators.map((originator) => ofThread[originator] ?? messageValues());
    this.ports = owners.map(portValues);
    this.threads = Array.from({ length: threads }, threadValues);
    this.count = this.messages.length + this.ports.length + this.threads.length;
  }

  /** By part: how many values it was seen to have so far. */
  sizes(): number[] {
    return [...this.messages, ...this.ports, ...this.threads].map(({ size }) => size);
  }

  /** The numbers of all parts of a state. */
  numbers({ messages, ports, threads }: State): number[] {
    return [...number(this.messages, messages), ...number(this.ports, ports), ...number(this.threads, threads)];
  }

  /** The state whose parts have these numbers. */
  state(numbers: readonly number[]): State {
    const [m, p] = [this.messages.length, this.ports.length];
    return {
      messages: value(this.messages, numbers.slice(0, m)),
      ports: value(this.ports, numbers.slice(m, m + p)),
      threads: value(this.threads, numbers.slice(m + p)),
    };
  }
}

function number<T extends Value>(of: readonly Values<T>[], values: readonly T[]): number[] {
  return of.map((each, index) => {
    const found = values[index];
    if (found === undefined) throw new RangeError(`the state has no part ${index}`);
    return each.number(found);
  });
}

function value<T extends Value>(of: readonly Values<T>[], numbers: readonly number[]): T[] {
  return of.map((each, index) => each.value(numbers[index] ?? -1));
}
