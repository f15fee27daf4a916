/**
 * Every schedule of a process that tells its states apart, breadth first: so a counterexample is one of the shortest.
 *
 * What is met before is not looked at again. That is a state of the process together with all that the model may be in
 * after what was seen: the same state may be right after one history and wrong after another.
 *
 * The process goes back to a state by itself if it can save states, else by being started again.
 */
import type { AcceptorOptions } from '../../history/acceptor.ts';
import type { Rejection } from '../../history/blame.ts';
import type { Program } from '../../programs/program.ts';
import { atRest, beginning, type Judged, judge } from './judged.ts';
import type { Peer } from './peer.ts';
import type { Enabled, Position } from './protocol.ts';

/** How a search ended. */
export interface Explored {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** All there is was looked at, or a violation found. */
  readonly complete: boolean;
  readonly found?: Counterexample;
}

/** Names of steps, and what is wrong after them. */
export interface Counterexample {
  readonly schedule: readonly string[];
  readonly rejection: Rejection;
  /** From there on threads only go round. That is a matter of all that may follow, not of this run alone. */
  readonly round?: true;
}

export interface ExploreOptions {
  readonly dialect: AcceptorOptions;
  readonly maxStates: number;
  /** Told how far it is; false: stop. */
  readonly onProgress: (states: number, depth: number) => boolean;
}

interface Node {
  readonly number: number;
  readonly judged: Judged;
  readonly enabled: readonly Enabled[];
  readonly state: string;
  readonly before: Node | undefined;
  /** The step from `before`. */
  readonly step: string;
  readonly depth: number;
}

export function exploreStates(peer: Peer, program: Program, options: ExploreOptions): Promise<Explored> {
  return new Search(peer, program, options).run();
}

class Search {
  readonly #peer: Peer;
  readonly #program: Program;
  readonly #options: ExploreOptions;
  readonly #met = new Map<string, Node>();
  readonly #models = new Map<string, number>();
  /** States that lead to each state without an event, by number; and those with an event or at rest. */
  readonly #silently: number[][] = [];
  readonly #goOn: number[] = [];
  #open: Node[] = [];
  #slots = 0;
  readonly #forgotten: number[] = [];
  #transitions = 0;
  #depth = 0;

  constructor(peer: Peer, program: Program, options: ExploreOptions) {
    this.#peer = peer;
    this.#program = program;
    this.#options = options;
  }

  async run(): Promise<Explored> {
    const position = await this.#peer.start(this.#program);
    const judged = judge(this.#peer, beginning(this.#program, this.#options.dialect), position);
    const first = this.#reach(judged, position, undefined, '');
    if (judged.rejection !== undefined) return this.#result({ schedule: [], rejection: judged.rejection });
    const slots = new Map<number, number>();
    if (this.#peer.hello.saves) slots.set(first.number, await this.#save());
    // Grows while it is gone through.
    for (const node of this.#open) {
      if (!this.#goesOn(node)) return this.#result();
      if (node.judged.acceptor.misused) continue;
      const found = await this.#expand(node, slots);
      if (found !== undefined) return this.#result(found);
    }
    this.#open = [];
    return this.#result(this.#livelock(), true);
  }

  #goesOn(node: Node): boolean {
    const { maxStates, onProgress } = this.#options;
    this.#depth = node.depth;
    return this.#met.size <= maxStates && onProgress(this.#met.size, node.depth);
  }

  /** All steps are asked for at once, which saves waiting. */
  async #expand(node: Node, slots: Map<number, number>): Promise<Counterexample | undefined> {
    const slot = slots.get(node.number);
    const asked = node.enabled.map(({ step }) => this.#ask(node, slot, step));
    const forgotten = this.#forgotten.splice(0).map((saved) => this.#peer.do({ do: 'forget', saved }));
    if (slot !== undefined) {
      forgotten.push(this.#peer.do({ do: 'forget', saved: slot }));
      slots.delete(node.number);
    }
    const [answers] = await Promise.all([Promise.all(asked), Promise.all(forgotten)]);
    for (const [index, { position, slot: saved }] of answers.entries()) {
      const { step } = node.enabled[index] as Enabled;
      this.#transitions += 1;
      const judged = judge(this.#peer, node.judged, position);
      const known = this.#met.size;
      const next = this.#reach(judged, position, node, step);
      if (judged.rejection !== undefined) return { schedule: wayTo(node, step), rejection: judged.rejection };
      this.#edge(node, next, position);
      if (saved === undefined) continue;
      if (this.#met.size > known) slots.set(next.number, saved);
      else this.#forgotten.push(saved);
    }
    return undefined;
  }

  async #ask(
    node: Node,
    slot: number | undefined,
    step: string,
  ): Promise<{ readonly position: Position; readonly slot?: number }> {
    const back = slot === undefined ? this.#again(node) : [this.#peer.move({ do: 'restore', saved: slot })];
    const moved = this.#peer.move({ do: 'step', step });
    const saving = slot === undefined ? undefined : this.#save();
    const [positions, position, saved] = await Promise.all([Promise.all(back), moved, saving]);
    const there = positions.at(-1);
    if (there?.state !== node.state || there.enabled.length !== node.enabled.length) {
      const how = slot === undefined ? 'the same steps from the start' : 'restore';
      throw this.#peer.reject(`is in another state after ${how} than it was before`);
    }
    return { position, ...(saved === undefined ? {} : { slot: saved }) };
  }

  #again(node: Node): Promise<Position>[] {
    const way = node.before === undefined ? [] : wayTo(node.before, node.step);
    return [this.#peer.start(this.#program), ...way.map((step) => this.#peer.move({ do: 'step', step }))];
  }

  async #save(): Promise<number> {
    this.#slots += 1;
    const slot = this.#slots;
    await this.#peer.do({ do: 'save', as: slot });
    return slot;
  }

  /** The node that a step leads to, known or new. */
  #reach(judged: Judged, { state, enabled }: Position, before: Node | undefined, step: string): Node {
    if (state === undefined) throw this.#peer.reject('gives a state after some steps and none after others');
    const model = this.#modelNumber(judged.acceptor.key);
    const key = `${model} ${judged.following.key} ${state}`;
    const known = this.#met.get(key);
    if (known !== undefined) return known;
    const depth = before === undefined ? 0 : before.depth + 1;
    const node = { number: this.#met.size, judged, enabled, state, before, step, depth };
    this.#met.set(key, node);
    this.#open.push(node);
    if (enabled.length === 0) this.#goOn.push(node.number);
    return node;
  }

  #modelNumber(key: string): number {
    const known = this.#models.get(key);
    if (known !== undefined) return known;
    this.#models.set(key, this.#models.size);
    return this.#models.size - 1;
  }

  #edge(from: Node, to: Node, { events }: Position): void {
    if (events.length > 0) {
      this.#goOn.push(from.number);
      return;
    }
    this.#silently[to.number] ??= [];
    this.#silently[to.number]?.push(from.number);
  }

  /** Where nothing can be seen any more and nothing comes to rest, the model must allow that nothing is seen. */
  #livelock(): Counterexample | undefined {
    const goOn = new Set(this.#goOn);
    for (const number of goOn) for (const before of this.#silently[number] ?? []) goOn.add(before);
    for (const node of this.#met.values()) {
      if (goOn.has(node.number)) continue;
      const rejection = atRest(node.judged);
      if (rejection === undefined) continue;
      const schedule = node.before === undefined ? [] : wayTo(node.before, node.step);
      return { schedule, round: true, rejection: { ...rejection, why: `${rejection.why} ${ROUND}` } };
    }
    return undefined;
  }

  #result(found?: Counterexample, complete = false): Explored {
    return {
      states: this.#met.size,
      transitions: this.#transitions,
      depth: this.#depth,
      complete: complete || found !== undefined,
      ...(found === undefined ? {} : { found }),
    };
  }
}

const ROUND = 'From here on threads only go round, and no call ever returns.';

function wayTo(node: Node, step: string): string[] {
  const way = [step];
  for (let at: Node | undefined = node; at?.before !== undefined; at = at.before) way.push(at.step);
  return way.reverse();
}
