// The tape a call is re-executed against: the nodes on its path through the automaton, and the place for new ones.

import { operationIn } from './access-text.ts';
import type { Automaton } from './automaton.ts';
import { isPlain } from './operations.ts';
import { NONDETERMINISM_HINT, type Tape } from './recorder.ts';

/** Code that does not stop. */
export class UnboundedLoop extends Error {
  /** @param what it performed @param who where more than the call is known */
  constructor(what: string, who: string = '') {
    super(
      `${who}the call performed ${what} on one path: a loop without a bound? A loop that spins must be a call of its own ` +
        'that returns the local it was given (see `sequence` and AGAIN), so that the search sees it come back to the ' +
        'same state.',
    );
  }
}

export class NodeTape implements Tape {
  length: number;
  private readonly automaton: Automaton;
  private readonly callId: number;
  private readonly nodes: number[];
  /** `results[i]` led to `nodes[i]`; what the last node gave is `value`. */
  private readonly results: number[];
  private last: number;
  private value: number;
  private plainRun = 0;

  constructor(automaton: Automaton, callId: number, last: number, value: number) {
    const { nodes, results } = automaton.path(last);
    this.automaton = automaton;
    this.callId = callId;
    this.nodes = nodes;
    this.results = [...results.slice(1), value];
    this.length = nodes.length;
    this.last = last;
    this.value = value;
  }

  group(words: readonly number[], values: readonly number[]): number {
    return this.automaton.group(words, values);
  }

  replay(at: number, kind: number, word: number, a: number, b: number): number {
    const { automaton } = this;
    const node = this.nodes[at] as number;
    if (
      automaton.kind[node] !== kind ||
      automaton.word[node] !== word ||
      automaton.a[node] !== a ||
      automaton.b[node] !== b
    ) {
      const now = operationIn(automaton.system, kind, word, a, b);
      throw new Error(
        `The call is not deterministic: run again with the same results, its operation number ${at + 1} is "${now}" ` +
          `where it was "${automaton.operationAt(node)}" before. ${NONDETERMINISM_HINT}`,
      );
    }
    return this.results[at] as number;
  }

  append(kind: number, word: number, a: number, b: number): void {
    this.add(kind, word, a, b);
    this.nodes.push(this.last);
    this.results.push(0);
    this.length += 1;
    this.plainRun = isPlain(kind) ? this.plainRun + 1 : 0;
    const limit = this.automaton.plainLimit;
    if (this.plainRun > limit) throw new UnboundedLoop(`more than ${limit} plain operations in a row`);
  }

  add(kind: number, word: number, a: number, b: number): void {
    this.last = this.automaton.addNode(this.callId, this.last, this.value, kind, word, a, b);
    this.value = 0;
  }
}
