// The code of the threads as automata, compiled as they are met. How a call goes on depends only on its local and on
// the results it has read, so each (call, results so far) is a node: its next operation is found once, by re-execution,
// and followed by a table look-up ever after. The log starts afresh at each call, or histories would multiply for
// nothing.

import { operationIn } from './access-text.ts';
import { NodeTape, UnboundedLoop } from './node-tape.ts';
import { AWAIT, END, FINISHED, isPlain, THREW } from './operations.ts';
import { frozenCopy, plainText } from './plain-data.ts';
import { type Ending, NONDETERMINISM_HINT, runRecorded } from './recorder.ts';
import { describeCall, type Limits, type Outcome, type System, threadAt, threadName } from './system.ts';

/** A call that has run to its end. */
export interface CallEnd {
  readonly thread: number;
  readonly local: unknown;
  readonly result: unknown;
  /** `undefined`: the thread has finished. */
  readonly next: unknown;
  /** The thread goes on with the very same local: it has to try again. */
  readonly again: boolean;
}

interface Call {
  readonly thread: number;
  readonly local: unknown;
  /** 0: not met yet. */
  root: number;
}

const NONE = -1;
const LIMIT_DEFAULT = 10_000;

/** Node 0 is where finished threads are; in tables of children 0 therefore means "not met yet". */
export class Automaton {
  readonly system: System;
  readonly limits: Limits;
  readonly plainLimit: number;
  private readonly atomicLimit: number;

  // One entry for each node.
  readonly kind: number[] = [FINISHED];
  /** The word operated on. END: index into `ends`. THREW: index into `errors`. */
  readonly word: number[] = [0];
  readonly a: number[] = [0];
  readonly b: number[] = [0];
  readonly call: number[] = [NONE];
  /** Atomic operations of the call before this node. */
  readonly atomics: number[] = [0];
  /** The node before, and the result that led here; -1 at the start of a call. */
  readonly parent: number[] = [NONE];
  readonly via: number[] = [0];
  // The first two children met are held in arrays; only nodes with more need a map.
  private readonly heldValue: number[] = [0];
  private readonly heldChild: number[] = [0];
  private readonly secondValue: number[] = [0];
  private readonly secondChild: number[] = [0];
  private readonly children: (Map<number, number> | undefined)[] = [undefined];
  /** Scratch for `Positions`: the last answer it gave for this node. */
  readonly segmentIn: number[] = [NONE];
  readonly segmentOut: number[] = [NONE];
  readonly positionSegment: number[] = [NONE];
  readonly positionHeld: number[] = [NONE];

  readonly calls: Call[] = [];
  readonly ends: CallEnd[] = [];
  readonly errors: string[] = [];
  private readonly endNext: number[] = [];
  private readonly callIndex = new Map<string, number>();
  /** What is waited for at a node of kind AWAIT, by its argument. */
  readonly groups: { readonly words: readonly number[]; readonly values: readonly number[] }[] = [];
  private readonly groupIndex = new Map<string, number>();

  constructor(system: System, limits: Limits = {}) {
    this.system = system;
    this.limits = limits;
    this.plainLimit = limits.plainOperations ?? LIMIT_DEFAULT;
    this.atomicLimit = limits.atomicOperations ?? LIMIT_DEFAULT;
  }

  /** The node a thread is in before anything has run. */
  start(thread: number): number {
    return this.root(this.internCall(thread, threadAt(this.system, thread).start));
  }

  /** The node after `node`, whose operation gave `value` (0 where there is no result). */
  child(node: number, value: number): number {
    const held = this.heldChild[node] as number;
    if (held !== 0 && this.heldValue[node] === value) return held;
    const second = this.secondChild[node] as number;
    if (second !== 0 && this.secondValue[node] === value) return second;
    return this.children[node]?.get(value) ?? this.extend(node, value);
  }

  /** As `child`; 0 where it has not been met yet. */
  known(node: number, value: number): number {
    if (this.heldValue[node] === value) return this.heldChild[node] as number;
    if (this.secondValue[node] === value) return this.secondChild[node] as number;
    return this.children[node]?.get(value) ?? 0;
  }

  /** The node after the end of a call. */
  afterEnd(node: number): number {
    const held = this.heldChild[node] as number;
    if (held !== 0) return held;
    const call = this.endNext[this.word[node] as number] as number;
    if (call === NONE) return 0;
    const root = this.root(call);
    this.heldChild[node] = root;
    return root;
  }

  /** `undefined`: the thread at this node has finished. */
  localAt(node: number): unknown {
    return this.calls[this.call[node] as number]?.local;
  }

  /** The node that a call comes to by these results, the first of which leads to its root: see `path`. */
  nodeAfter(thread: number, local: unknown, results: readonly number[]): number {
    return results.slice(1).reduce((node, value) => this.child(node, value), this.root(this.internCall(thread, local)));
  }

  operationAt(node: number): string {
    const kind = this.kind[node] as number;
    if (kind >= END) return kind === THREW ? 'threw' : 'finished';
    return operationIn(this.system, kind, this.word[node] as number, this.a[node] ?? 0, this.b[node] ?? 0);
  }

  private root(callId: number): number {
    const call = this.calls[callId] as Call;
    if (call.root === 0) this.run(callId, NONE, 0);
    return call.root;
  }

  private extend(node: number, value: number): number {
    this.run(this.call[node] as number, node, value);
    return this.known(node, value);
  }

  /** What stands for the node where states are compared: see `MergedAutomaton`. Here each node is its own. */
  canonical(node: number): number {
    return node;
  }

  /** What `Positions` has noted here is another's. */
  clearScratch(): void {
    for (const scratch of [this.segmentIn, this.segmentOut, this.positionSegment, this.positionHeld])
      scratch.fill(NONE);
  }

  /** Runs the call along the path that ends with `value` read at `last`, and adds what follows. */
  private run(callId: number, last: number, value: number): void {
    const call = this.calls[callId] as Call;
    const tape = new NodeTape(this, callId, last, value);
    const attempt = (): Ending<Outcome<unknown>> =>
      this.guard(call, () =>
        runRecorded(this.system.memory.length, tape, (memory) =>
          threadAt(this.system, call.thread).step(memory, call.local),
        ),
      );
    const first = attempt();
    if (first.how === 'suspended') return;
    const text = this.guard(call, () => endingText(first));
    // Each path is run twice to its end: an end that depends on anything but the results read is caught here.
    const second = attempt();
    this.guard(call, () => {
      if (second.how === 'suspended' || endingText(second) !== text) {
        throw new Error(
          'The call is not deterministic: run twice with the same results, it ended differently. ' +
            NONDETERMINISM_HINT,
        );
      }
    });
    if (first.how === 'threw') this.addError(tape, first.error);
    else this.addEnd(tape, call, first.value);
  }

  private guard<Value>(call: Call, body: () => Value): Value {
    try {
      return body();
    } catch (error) {
      const name = threadName(this.system, call.thread);
      const where = describeCall(this.system, call.thread, call.local);
      throw new Error(`${name}, call ${where}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }

  private addError(tape: NodeTape, error: unknown): void {
    this.errors.push(errorText(error));
    tape.add(THREW, this.errors.length - 1, 0, 0);
  }

  private addEnd(tape: NodeTape, call: Call, outcome: Outcome<unknown>): void {
    const next = outcome.next === undefined ? NONE : this.internCall(call.thread, outcome.next);
    const nextLocal = this.calls[next]?.local;
    const result = outcome.result === undefined ? undefined : frozenCopy(plainText(outcome.result, 'The result'));
    const again = next !== NONE && this.calls[next] === call;
    this.ends.push({ thread: call.thread, local: call.local, result, next: nextLocal, again });
    this.endNext.push(next);
    tape.add(END, this.ends.length - 1, 0, 0);
  }

  private internCall(thread: number, local: unknown): number {
    const text = plainText(local, 'The local');
    const key = `${thread} ${text}`;
    let call = this.callIndex.get(key);
    if (call === undefined) {
      call = this.calls.length;
      this.callIndex.set(key, call);
      this.calls.push({ thread, local: frozenCopy(text), root: 0 });
    }
    return call;
  }

  /** For `NodeTape`: the number of these words and values. */
  group(words: readonly number[], values: readonly number[]): number {
    const key = `${words} ${values}`;
    let index = this.groupIndex.get(key);
    if (index === undefined) {
      index = this.groups.push({ words: words.slice(), values: values.slice() }) - 1;
      this.groupIndex.set(key, index);
    }
    return index;
  }

  /** The nodes and results from the root to `last`. */
  path(last: number): { readonly nodes: number[]; readonly results: number[] } {
    const nodes: number[] = [];
    const results: number[] = [];
    for (let node = last; node !== NONE; node = this.parent[node] as number) {
      nodes.push(node);
      results.push(this.via[node] as number);
    }
    return { nodes: nodes.reverse(), results: results.reverse() };
  }

  /** For `NodeTape`: a new node, reached from `parent` by the result `via`. */
  addNode(callId: number, parent: number, via: number, kind: number, word: number, a: number, b: number): number {
    const atomics =
      parent === NONE ? 0 : (this.atomics[parent] as number) + (isPlain(this.kind[parent] as number) ? 0 : 1);
    const same = kind === AWAIT && b === 1 ? this.sameAwait(parent, a) : NONE;
    if (same !== NONE) {
      this.link(callId, parent, via, same);
      return same;
    }
    if (atomics > this.atomicLimit) throw new UnboundedLoop(`more than ${this.atomicLimit} atomic operations`);
    const node = this.kind.length;
    this.kind.push(kind);
    this.word.push(word);
    this.a.push(a);
    this.b.push(b);
    this.call.push(callId);
    this.atomics.push(atomics);
    this.parent.push(parent);
    this.via.push(via);
    this.heldValue.push(0);
    this.heldChild.push(0);
    this.secondValue.push(0);
    this.secondChild.push(0);
    this.children.push(undefined);
    this.segmentIn.push(NONE);
    this.segmentOut.push(NONE);
    this.positionSegment.push(NONE);
    this.positionHeld.push(NONE);
    this.link(callId, parent, via, node);
    return node;
  }

  /** Where the code waited like this before it looked once more, in vain: there it is again. */
  private sameAwait(parent: number, group: number): number {
    let node = parent;
    for (const _ of this.groups[group]?.words ?? []) node = node === NONE ? NONE : (this.parent[node] as number);
    return node !== NONE && this.kind[node] === AWAIT && this.a[node] === group ? node : NONE;
  }

  private link(callId: number, parent: number, via: number, node: number): void {
    if (parent === NONE) {
      (this.calls[callId] as Call).root = node;
    } else if (this.heldChild[parent] === 0) {
      this.heldValue[parent] = via;
      this.heldChild[parent] = node;
    } else if (this.secondChild[parent] === 0) {
      this.secondValue[parent] = via;
      this.secondChild[parent] = node;
    } else {
      const map = this.children[parent] ?? new Map<number, number>();
      map.set(via, node);
      this.children[parent] = map;
    }
  }
}

function endingText(ending: Exclude<Ending<unknown>, { how: 'suspended' }>): string {
  return ending.how === 'threw' ? `threw ${errorText(ending.error)}` : outcomeText(ending.value);
}

function errorText(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function outcomeText(outcome: unknown): string {
  if (typeof outcome !== 'object' || outcome === null || !('next' in outcome)) {
    throw new TypeError('step must return { next, result? }; next: undefined says that the thread has finished.');
  }
  const next = outcome.next === undefined ? '' : plainText(outcome.next, 'The local');
  const result = 'result' in outcome && outcome.result !== undefined ? plainText(outcome.result, 'The result') : '';
  return `${next}\n${result}`;
}
