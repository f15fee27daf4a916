/**
 * One state for all that differ only in the names of messages of one originator.
 *
 * The actions treat these messages alike, so renaming them maps runs to runs, and what can be reached from one such
 * state is what can be reached from the other, renamed. The representative has each originator's messages in the order
 * of their values. Where two have the same value, the lists and calls that name them decide: of all renamings that
 * sort the messages, the one whose words are the least.
 */
import type { Configuration, Port, Thread } from '../../../model/index.ts';
import type { Components, Values } from './components.ts';
import type { Field, Layout } from './layout.ts';
import { NoRoom, valueIn } from './layout.ts';

/** By message: its new name. */
export type Permutation = readonly number[];

interface Named {
  readonly field: Field;
  /** The number of a value in which the messages are renamed. */
  renamed(value: number, permutation: Permutation): number;
  /** By index of the permutation, then by value: 0 where it is not known yet. */
  readonly known: number[][];
}

export class Renaming {
  private readonly width: number;
  private readonly messages: readonly Field[];
  private readonly named: readonly Named[];
  private readonly permutations: readonly Permutation[];
  /** By the values of the messages: the renamings that sort them, by index. */
  private readonly sorting = new Map<number, readonly number[]>();
  private readonly best: Int32Array;
  private readonly other: Int32Array;

  constructor(configuration: Configuration, components: Components, { fields, width }: Layout) {
    const { messages, ports, threads } = components;
    this.width = width;
    this.messages = fields.slice(0, messages.length);
    this.permutations = permutationsOf(configuration.originators);
    this.best = new Int32Array(width);
    this.other = new Int32Array(width);
    const rest = fields.slice(messages.length);
    this.named = [
      ...ports.map((of, index) => this.part(rest[index], of, renamedPort)),
      ...threads.map((of, index) => this.part(rest[ports.length + index], of, renamedThread)),
    ];
  }

  /** Overwrites the state by its representative. */
  rename(words: Int32Array, offset: number): void {
    const { width, best, other } = this;
    const candidates = this.candidates(words, offset);
    if (candidates.length === 1 && candidates[0] === 0) return;
    this.apply(candidates[0] as number, words, offset, best);
    for (let index = 1; index < candidates.length; index += 1) {
      this.apply(candidates[index] as number, words, offset, other);
      if (less(other, best)) best.set(other);
    }
    for (let word = 0; word < width; word += 1) words[offset + word] = best[word] as number;
  }

  private candidates(words: Int32Array, offset: number): readonly number[] {
    let key = 0;
    for (const field of this.messages) key = key * (field.max + 1) + valueIn(field, words, offset);
    const known = this.sorting.get(key);
    if (known !== undefined) return known;
    const values = this.messages.map((field) => valueIn(field, words, offset));
    const sorting = this.sortings(values);
    this.sorting.set(key, sorting);
    return sorting;
  }

  /** The renamings after which the values are the least in lexical order. */
  private sortings(values: readonly number[]): number[] {
    const after = this.permutations.map((permutation) => renamedList(values, permutation));
    const least = after.reduce((one, two) => (lessList(two, one) ? two : one));
    return after.flatMap((each, index) => (lessList(least, each) ? [] : [index]));
  }

  private apply(index: number, words: Int32Array, offset: number, into: Int32Array): void {
    const permutation = this.permutations[index] as Permutation;
    into.fill(0);
    for (let id = 0; id < permutation.length; id += 1) {
      const { word, shift } = this.messages[permutation[id] as number] as Field;
      into[word] = (into[word] as number) | (valueIn(this.messages[id] as Field, words, offset) << shift);
    }
    for (const part of this.named) {
      const { word, shift } = part.field;
      const value = valueIn(part.field, words, offset);
      const known = part.known[index] as number[];
      while (known.length <= value) known.push(0);
      let renamed = known[value] as number;
      if (renamed === 0) {
        renamed = part.renamed(value, permutation);
        known[value] = renamed;
      }
      into[word] = (into[word] as number) | (renamed << shift);
    }
  }

  private part<T extends Port | Thread>(
    field: Field | undefined,
    of: Values<T>,
    rename: (value: T, permutation: Permutation) => T,
  ): Named {
    if (field === undefined) throw new RangeError('the layout has fewer parts than the state');
    return {
      field,
      renamed(value, permutation) {
        const renamed = of.number(rename(of.value(value), permutation));
        if (renamed > field.max) throw new NoRoom();
        return renamed;
      },
      known: this.permutations.map(() => []),
    };
  }
}

/** All renamings of messages among those of the same originator; the first changes nothing. */
export function permutationsOf(originators: readonly number[]): Permutation[] {
  const extend = (start: Permutation): Permutation[] => {
    if (start.length === originators.length) return [start];
    const originator = originators[start.length];
    return originators.flatMap((other, id) =>
      other === originator && !start.includes(id) ? extend([...start, id]) : [],
    );
  };
  return extend([]);
}

function renamedPort({ queue, transit }: Port, permutation: Permutation): Port {
  const rename = (id: number): number => permutation[id] ?? id;
  return { queue: queue.map(rename), transit: transit.map(rename) };
}

function renamedThread({ calls }: Thread, permutation: Permutation): Thread {
  return { calls: calls.map((call) => ({ ...call, message: permutation[call.message] ?? call.message })) };
}

function renamedList(values: readonly number[], permutation: Permutation): number[] {
  const renamed = values.slice();
  values.forEach((value, id) => {
    renamed[permutation[id] ?? id] = value;
  });
  return renamed;
}

function less(one: Int32Array, two: Int32Array): boolean {
  for (let word = 0; word < one.length; word += 1) {
    const [a, b] = [one[word] as number, two[word] as number];
    if (a !== b) return a < b;
  }
  return false;
}

function lessList(one: readonly number[], two: readonly number[]): boolean {
  const index = one.findIndex((value, at) => value !== two[at]);
  return index !== -1 && (one[index] as number) < (two[index] as number);
}
