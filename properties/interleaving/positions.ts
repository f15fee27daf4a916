// Where a thread is, for the purpose of telling states apart: its node, and the plain accesses since its last atomic
// operation. The second half is what makes data races visible: two threads whose pending plain accesses conflict have
// done them with no atomic operation between, so nothing orders them.
//
//   a: store x 1 (atomic)    a: set data 1 (plain)           pending in a: writes data
//   b: load x -> 1 (atomic)  b: get data   (plain)           pending in b: reads data     -> a race
//
// Conversely, the two accesses of any race stand next to each other in some interleaving, and both are pending there.
import type { Automaton } from './automaton.ts';
import { atomicAccess, NO_ACCESS, READS, WRITES } from './operations.ts';

export interface Segment {
  readonly reads: readonly number[];
  /** A word read and written is under `writes` only. */
  readonly writes: readonly number[];
}

/** What a thread may do to memory unordered with the others: its plain segment, and its next atomic operation. */
interface Reach {
  readonly segment: number;
  readonly atomic: number;
  readonly word: number;
}

/** Two accesses that nothing orders. `plain` is false for an atomic operation. */
export interface Conflict {
  readonly word: number;
  readonly first: { readonly writes: boolean; readonly plain: boolean };
  readonly second: { readonly writes: boolean; readonly plain: boolean };
}

export const NO_SEGMENT = 0;
const FREE = 1;
const CONFLICT = 2;
const NODES_MAX = 2 ** 26;

export class Positions {
  readonly node: number[] = [];
  readonly reach: number[] = [];
  private readonly automaton: Automaton;
  private readonly segments: Segment[] = [];
  private readonly segmentIndex = new Map<string, number>();
  private readonly longer = new Map<number, number>();
  private readonly index = new Map<number, number>();
  private readonly reaches: Reach[] = [];
  private readonly reachIndex = new Map<string, number>();
  private readonly verdicts: Uint8Array[] = [];

  constructor(automaton: Automaton) {
    this.automaton = automaton;
    automaton.clearScratch();
    this.internSegment({ reads: [], writes: [] });
  }

  /** The segment after the plain access at `node`. */
  extend(segment: number, node: number): number {
    const { automaton } = this;
    if (automaton.segmentIn[node] === segment) return automaton.segmentOut[node] as number;
    const out = this.longerSegment(segment, automaton.word[node] as number, automaton.kind[node] as number);
    automaton.segmentIn[node] = segment;
    automaton.segmentOut[node] = out;
    return out;
  }

  /** The number of the position (node, segment). */
  at(node: number, segment: number): number {
    const { automaton } = this;
    if (automaton.positionSegment[node] === segment) return automaton.positionHeld[node] as number;
    const key = segment * NODES_MAX + node;
    let position = this.index.get(key);
    if (position === undefined) {
      if (this.node.length >= NODES_MAX)
        throw new RangeError('The threads have more positions than the engine can number.');
      position = this.node.length;
      this.index.set(key, position);
      this.node.push(node);
      this.reach.push(this.internReach(node, segment));
    }
    automaton.positionSegment[node] = segment;
    automaton.positionHeld[node] = position;
    return position;
  }

  /** The plain accesses at a position. */
  segmentOf(position: number): Segment {
    const { segment } = this.reaches[this.reach[position] as number] as Reach;
    return this.segments[segment] as Segment;
  }

  /** The position of a node after these plain accesses. */
  after(node: number, { reads, writes }: Segment): number {
    return this.at(node, this.internSegment({ reads, writes }));
  }

  /** Do two threads at positions of these reaches race? */
  conflict(one: number, other: number): boolean {
    const row = this.verdicts[one] as Uint8Array;
    const known = other < row.length ? (row[other] as number) : 0;
    return known === 0 ? this.decide(one, other) : known === CONFLICT;
  }

  /** The accesses that race, for the report. */
  explain(one: number, other: number): Conflict | undefined {
    const [a, b] = [this.reaches[one], this.reaches[other]];
    if (a === undefined || b === undefined) return undefined;
    const [plainOfA, plainOfB] = [this.segments[a.segment], this.segments[b.segment]];
    if (plainOfA === undefined || plainOfB === undefined) return undefined;
    const between = plainConflict(plainOfA, plainOfB);
    if (between !== undefined) return between;
    const ofA = atomicConflict(plainOfA, b);
    if (ofA !== undefined) return { word: b.word, first: { writes: ofA, plain: true }, second: atomicSide(b) };
    const ofB = atomicConflict(plainOfB, a);
    if (ofB !== undefined) return { word: a.word, first: atomicSide(a), second: { writes: ofB, plain: true } };
    return undefined;
  }

  private decide(one: number, other: number): boolean {
    const found = this.explain(one, other) !== undefined;
    let row = this.verdicts[one] as Uint8Array;
    if (other >= row.length) {
      const longer = new Uint8Array(Math.max(this.reaches.length, row.length * 2));
      longer.set(row);
      this.verdicts[one] = longer;
      row = longer;
    }
    row[other] = found ? CONFLICT : FREE;
    return found;
  }

  private longerSegment(segment: number, word: number, kind: number): number {
    const key = (segment * 2 + kind) * NODES_MAX + word;
    let out = this.longer.get(key);
    if (out === undefined) {
      const { reads, writes } = this.segments[segment] as Segment;
      const written = kind !== 0 || writes.includes(word);
      const rest = reads.filter((read) => read !== word);
      out = this.internSegment({
        reads: written ? rest : [...rest, word].sort((x, y) => x - y),
        writes: kind !== 0 ? [...new Set([...writes, word])].sort((x, y) => x - y) : writes,
      });
      this.longer.set(key, out);
    }
    return out;
  }

  private internSegment(segment: Segment): number {
    const key = `${segment.reads.join()} ${segment.writes.join()}`;
    let id = this.segmentIndex.get(key);
    if (id === undefined) {
      id = this.segments.length;
      this.segmentIndex.set(key, id);
      this.segments.push(segment);
    }
    return id;
  }

  private internReach(node: number, segment: number): number {
    const atomic = atomicAccess(this.automaton.kind[node] as number);
    const word = atomic === NO_ACCESS ? -1 : (this.automaton.word[node] as number);
    const key = `${segment} ${atomic} ${word}`;
    let id = this.reachIndex.get(key);
    if (id === undefined) {
      id = this.reaches.length;
      this.reachIndex.set(key, id);
      this.reaches.push({ segment, atomic, word });
      this.verdicts.push(new Uint8Array(8));
    }
    return id;
  }
}

function plainConflict(a: Segment, b: Segment): Conflict | undefined {
  for (const word of a.writes) {
    if (b.writes.includes(word)) return plainPair(word, true, true);
    if (b.reads.includes(word)) return plainPair(word, true, false);
  }
  const word = a.reads.find((read) => b.writes.includes(read));
  return word === undefined ? undefined : plainPair(word, false, true);
}

function plainPair(word: number, first: boolean, second: boolean): Conflict {
  return { word, first: { writes: first, plain: true }, second: { writes: second, plain: true } };
}

/** Whether the plain access that conflicts with the atomic operation writes; `undefined`: none conflicts. */
function atomicConflict(segment: Segment, other: Reach): boolean | undefined {
  if (other.atomic === NO_ACCESS) return undefined;
  if (segment.writes.includes(other.word)) return true;
  return other.atomic === WRITES && segment.reads.includes(other.word) ? false : undefined;
}

function atomicSide(reach: Reach): { readonly writes: boolean; readonly plain: boolean } {
  return { writes: reach.atomic !== READS, plain: false };
}
