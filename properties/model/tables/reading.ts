/**
 * Runs an action of the model on a state of which only some parts are known, and tells which part it asks for next, or
 * what it does.
 *
 * An action reads nothing but the state, so that what it does depends on the values of the parts that it has asked for
 * and on nothing else. That is what lets a table stand for it: whoever has the same values there gets the same answer.
 */
import type { Configuration, Message, Port, State, Thread } from '../../../model/index.ts';
import { NONE } from '../../../model/index.ts';
import type { Instance } from '../environment.ts';
import type { Components } from './components.ts';

/** A part of the state, and the number of the value it is given. */
export interface Write {
  readonly component: number;
  readonly before: number;
  readonly after: number;
}

/** It is not enabled; or it asks for a part that is not known; or it changes these parts. */
export type Answer =
  | { readonly kind: 'disabled' }
  | { readonly kind: 'asks'; readonly component: number }
  | { readonly kind: 'writes'; readonly writes: readonly Write[] };

const DISABLED: Answer = { kind: 'disabled' };

/** Thrown out of the action at the first part that is not known. */
class Asked {
  readonly component: number;
  constructor(component: number) {
    this.component = component;
  }
}

export class Reading {
  private readonly configuration: Configuration;
  private readonly components: Components;
  private readonly state: State;
  /** By part: the number of its value, NONE if it is not known. */
  private known: readonly number[] = [];
  /** The parts that the action has asked for, to be changed by it. */
  private readonly messages = new Map<number, Message>();
  private readonly ports = new Map<number, Port>();
  private readonly threads = new Map<number, Thread>();

  constructor(configuration: Configuration, components: Components) {
    this.configuration = configuration;
    this.components = components;
    const { messages, ports } = components;
    this.state = {
      messages: this.lazy(messages, 0, this.messages),
      ports: this.lazy(ports, messages.length, this.ports),
      threads: this.lazy(components.threads, messages.length + ports.length, this.threads),
    };
  }

  run({ action, p, outer, inner }: Instance, known: readonly number[]): Answer {
    this.known = known;
    for (const asked of [this.messages, this.ports, this.threads]) asked.clear();
    try {
      if (p.thread !== NONE) {
        const between = this.state.threads[p.thread]?.calls.length === 0;
        if (!(between ? outer : inner)) return DISABLED;
      }
      if (!action.guard(this.configuration, this.state, p)) return DISABLED;
      action.effect(this.configuration, this.state, p);
    } catch (thrown) {
      if (thrown instanceof Asked) return { kind: 'asks', component: thrown.component };
      throw thrown;
    }
    return { kind: 'writes', writes: this.writes() };
  }

  /** An array of parts each of which is looked up as it is asked for. */
  private lazy<T>(values: readonly { value(number: number): T }[], first: number, asked: Map<number, T>): T[] {
    const parts: T[] = [];
    values.forEach((of, index) => {
      const get = (): T => {
        const found = asked.get(index) ?? of.value(this.numberOf(first + index));
        asked.set(index, found);
        return found;
      };
      Object.defineProperty(parts, index, { get, enumerable: true });
    });
    return parts;
  }

  private numberOf(component: number): number {
    const number = this.known[component] ?? NONE;
    if (number === NONE) throw new Asked(component);
    return number;
  }

  private writes(): Write[] {
    const { messages, ports, threads } = this.components;
    return [
      ...this.changed(messages, 0, this.messages),
      ...this.changed(ports, messages.length, this.ports),
      ...this.changed(threads, messages.length + ports.length, this.threads),
    ];
  }

  private changed<T>(
    values: readonly { number(value: T): number }[],
    first: number,
    asked: ReadonlyMap<number, T>,
  ): Write[] {
    return [...asked].flatMap(([index, value]) => {
      const component = first + index;
      const before = this.known[component] ?? NONE;
      const after = values[index]?.number(value) ?? NONE;
      return before === after ? [] : [{ component, before, after }];
    });
  }
}
