// Each worker numbers the points in the code of the threads as it meets them. Before a number goes to another worker in a
// state, the point is described to it once; from then on a table tells its own number from the sender's.
import type { Program } from '../interleaving/index.ts';
import { Machine } from '../interleaving/machine.ts';
import { NONDETERMINISM_HINT } from '../interleaving/recorder.ts';
import type { PointInCode } from './note.ts';

const FINISHED_NODE = 0;

/** What has been described to one other worker. */
export class Described {
  private readonly program: Program;
  private known = new Uint8Array(64);
  private fresh: PointInCode[] = [];

  constructor(program: Program) {
    this.program = program;
  }

  /** A state is about to be sent. */
  mention(record: Int32Array): void {
    const threads = this.program.system.threads.length;
    for (let thread = 0; thread < threads; thread += 1) {
      const position = Machine.positionIn(record[thread] as number);
      if (position >= this.known.length || this.known[position] === 0) this.add(thread, position);
    }
  }

  private add(thread: number, position: number): void {
    if (position >= this.known.length) {
      const longer = new Uint8Array(Math.max(this.known.length * 2, position + 1));
      longer.set(this.known);
      this.known = longer;
    }
    this.known[position] = 1;
    this.fresh.push(describe(this.program, thread, position));
  }

  /** What has to be told before the next batch. */
  takeFresh(): readonly PointInCode[] {
    if (this.fresh.length === 0) return NOTHING;
    const { fresh } = this;
    this.fresh = [];
    return fresh;
  }
}

const NOTHING: readonly PointInCode[] = [];

function describe(program: Program, thread: number, position: number): PointInCode {
  const { automaton, positions } = program;
  const node = positions.node[position] as number;
  const { reads, writes } = positions.segmentOf(position);
  const point = { position, thread, reads, writes, operation: automaton.operationAt(node) };
  if (node === FINISHED_NODE) return point;
  return { ...point, call: { local: automaton.localAt(node), results: automaton.path(node).results } };
}

/** The own numbers of what one other worker has described. */
export class Translation {
  readonly own: number[] = [];
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }

  /** @throws Error if the code does something else here */
  learn(point: PointInCode): void {
    const { automaton, positions } = this.program;
    const node =
      point.call === undefined
        ? FINISHED_NODE
        : automaton.nodeAfter(point.thread, point.call.local, point.call.results);
    const operation = automaton.operationAt(node);
    if (operation !== point.operation) {
      throw new Error(
        `The call is not deterministic: with the same results, its next operation is "${point.operation}" on one ` +
          `thread of the search and "${operation}" on another. ${NONDETERMINISM_HINT}`,
      );
    }
    this.own[point.position] = positions.after(node, point);
  }
}
