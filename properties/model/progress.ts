// C21 on the explored graph: from which states no run of serving steps leads to a settled one.
import type { Configuration, State } from '../../model/index.ts';
import { everyoneServes, isSettled, SERVING } from '../../model/index.ts';
import { IntList } from '../interleaving/int-list.ts';

export class ProgressGraph {
  private readonly from = new IntList();
  private readonly to = new IntList();
  private readonly settled = new IntList();
  private readonly excused = new Set<number>();

  /** States come in order. */
  addState(number: number, configuration: Configuration, state: State): void {
    this.settled.push(isSettled(state) ? 1 : 0);
    if (!everyoneServes(configuration, state)) this.excused.add(number);
  }

  addStep(action: string, from: number, to: number): void {
    if (from === to || !SERVING.includes(action)) return;
    this.from.push(from);
    this.to.push(to);
  }

  /** How many states do not fulfil the premise. */
  get excusedStates(): number {
    return this.excused.size;
  }

  /** The first state, and so one of the nearest, that fulfils the premise and from which nothing settles. */
  firstHopeless(): number | undefined {
    const reaches = this.backwards();
    for (let state = 0; state < this.settled.length; state += 1)
      if (reaches[state] === 0 && !this.excused.has(state)) return state;
    return undefined;
  }

  private backwards(): Uint8Array {
    const states = this.settled.length;
    const { start, source } = this.turnedRound(states);
    const reaches = new Uint8Array(states);
    const work: number[] = [];
    for (let state = 0; state < states; state += 1) {
      if (this.settled.at(state) === 0) continue;
      reaches[state] = 1;
      work.push(state);
    }
    for (let state = work.pop(); state !== undefined; state = work.pop()) {
      for (let at = start[state] as number; at < (start[state + 1] as number); at += 1) {
        const before = source[at] as number;
        if (reaches[before] !== 0) continue;
        reaches[before] = 1;
        work.push(before);
      }
    }
    return reaches;
  }

  /** The steps into state s come from `source[start[s]]` to `source[start[s + 1] - 1]`. */
  private turnedRound(states: number): { readonly start: Int32Array; readonly source: Int32Array } {
    const start = new Int32Array(states + 1);
    for (let step = 0; step < this.to.length; step += 1)
      start[this.to.at(step) + 1] = (start[this.to.at(step) + 1] as number) + 1;
    for (let state = 0; state < states; state += 1)
      start[state + 1] = (start[state + 1] as number) + (start[state] as number);
    const next = start.slice();
    const source = new Int32Array(this.to.length);
    for (let step = 0; step < this.to.length; step += 1) {
      const to = this.to.at(step);
      source[next[to] as number] = this.from.at(step);
      next[to] = (next[to] as number) + 1;
    }
    return { start, source };
  }
}
