// What a node of the automata does, as a number: equal numbers, the same operation of the same call, or the same end.
import type { Automaton } from './automaton.ts';
import { END, THREW } from './operations.ts';

export class Labels {
  private readonly automaton: Automaton;
  private readonly numbers = new Map<string, number>();
  private readonly known: number[] = [];

  constructor(automaton: Automaton) {
    this.automaton = automaton;
  }

  of(node: number): number {
    for (let next = this.known.length; next <= node; next += 1) this.known.push(this.intern(this.text(next)));
    return this.known[node] as number;
  }

  private intern(text: string): number {
    const number = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, number);
    return number;
  }

  private text(node: number): string {
    const { automaton } = this;
    const kind = automaton.kind[node] as number;
    const word = automaton.word[node] as number;
    const call = automaton.call[node] as number;
    if (kind === THREW) return `${call} threw ${automaton.errors[word]}`;
    if (kind !== END) return `${call} ${kind} ${word} ${automaton.a[node]} ${automaton.b[node]}`;
    const end = automaton.ends[word];
    return `${call} ended ${JSON.stringify([end?.result ?? null, end?.next ?? null, end?.next === undefined])}`;
  }
}
