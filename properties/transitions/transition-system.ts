/**
 * A labelled transition system: states are numbers, steps are three flat lists. State 0 is where it starts, label 0 is
 * the internal step.
 */
import { NONE } from '../../model/index.ts';
import { IntList } from '../interleaving/int-list.ts';

/** The label of a step that nobody sees, as mCRL2 writes it. CADP, which writes `i`, renames on demand. */
export const TAU = 'tau';

/** States and labelled steps, as plain numbers. */
export interface TransitionSystem {
  readonly states: number;
  /** By number; the first is `TAU`. */
  readonly labels: readonly string[];
  /** By step: the state it leaves, the number of its label, the state it leads to. */
  readonly from: Int32Array;
  readonly label: Int32Array;
  readonly to: Int32Array;
}

/** Steps as they are met. States have whatever numbers their source gives them, and are numbered anew. */
export class TransitionSystemBuilder {
  readonly #labels: string[] = [TAU];
  readonly #labelNumbers = new Map<string, number>([[TAU, 0]]);
  readonly #from = new IntList();
  readonly #label = new IntList();
  readonly #to = new IntList();
  /** By the number its source gives it: the number of the state here. */
  readonly #numbers: number[] = [];
  #states = 0;

  /** The state that its source knows by this number. */
  state(source: number): number {
    while (this.#numbers.length <= source) this.#numbers.push(NONE);
    const known = this.#numbers[source] as number;
    if (known !== NONE) return known;
    this.#numbers[source] = this.#states;
    return this.fresh();
  }

  /** A state that its source does not know: one between two labels of one step. */
  fresh(): number {
    this.#states += 1;
    return this.#states - 1;
  }

  /** A step between states of this system. */
  add(from: number, label: string, to: number): void {
    let number = this.#labelNumbers.get(label);
    if (number === undefined) {
      number = this.#labels.length;
      this.#labels.push(label);
      this.#labelNumbers.set(label, number);
    }
    this.#from.push(from);
    this.#label.push(number);
    this.#to.push(to);
  }

  /** Steps from one state to another that show these labels in this order; without a label one internal step. */
  addChain(from: number, labels: readonly string[], to: number): void {
    if (labels.length === 0) this.add(from, TAU, to);
    let at = from;
    for (const [index, label] of labels.entries()) {
      const next = index === labels.length - 1 ? to : this.fresh();
      this.add(at, label, next);
      at = next;
    }
  }

  get states(): number {
    return this.#states;
  }

  get transitions(): number {
    return this.#from.length;
  }

  finish(): TransitionSystem {
    return {
      states: this.#states,
      labels: this.#labels,
      from: this.#from.view(),
      label: this.#label.view(),
      to: this.#to.view(),
    };
  }
}

/** Steps of the longest of the shortest ways from the initial state to a state. */
export function depthOf({ states, from, to }: TransitionSystem): number {
  const first = new Int32Array(states + 1);
  for (const state of from) first[state + 1] = (first[state + 1] as number) + 1;
  for (let state = 0; state < states; state += 1)
    first[state + 1] = (first[state + 1] as number) + (first[state] as number);
  const next = first.slice();
  const targets = new Int32Array(to.length);
  for (let step = 0; step < to.length; step += 1) {
    const state = from[step] as number;
    targets[next[state] as number] = to[step] as number;
    next[state] = (next[state] as number) + 1;
  }
  return levels(states, first, targets) - 1;
}

function levels(states: number, first: Int32Array, targets: Int32Array): number {
  const seen = new Uint8Array(states);
  seen[0] = 1;
  let level = [0];
  let count = 0;
  for (; level.length > 0; count += 1) {
    const next: number[] = [];
    for (const state of level) {
      for (let edge = first[state] as number; edge < (first[state + 1] as number); edge += 1) {
        const target = targets[edge] as number;
        if (seen[target] === 1) continue;
        seen[target] = 1;
        next.push(target);
      }
    }
    level = next;
  }
  return count;
}

/** The states that no step leaves. */
export function terminalsOf({ states, from }: TransitionSystem): number[] {
  const left = new Uint8Array(states);
  for (const state of from) left[state] = 1;
  return Array.from(left.keys()).filter((state) => left[state] === 0);
}
