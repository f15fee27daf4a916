// What is compiled of a system, shared by all its runs: automata, positions, and moves as objects.
import { Automaton, type CallEnd } from './automaton.ts';
import { Crossings } from './crossings.ts';
import type { Move } from './monitor.ts';
import { Positions } from './positions.ts';
import { checkSystem, type Limits, type System } from './system.ts';

/** A system, compiled as far as its runs have needed it yet. */
export class Program {
  readonly system: System;
  readonly automaton: Automaton;
  readonly positions: Positions;
  readonly crossings: Crossings = new Crossings();
  private readonly moves = new Map<number, Move>();
  private readonly completing: boolean[] = [];
  private readonly ended = new Map<number, readonly CallEnd[]>();

  constructor(system: System, limits: Limits = {}, automaton: Automaton = new Automaton(system, limits)) {
    checkSystem(system);
    this.system = system;
    this.automaton = automaton;
    this.positions = new Positions(this.automaton);
  }

  threadOf(node: number): number {
    return this.automaton.calls[this.automaton.call[node] as number]?.thread ?? -1;
  }

  callsOf(crossing: number): readonly CallEnd[] {
    let calls = this.ended.get(crossing);
    if (calls === undefined) {
      const { automaton } = this;
      calls = this.crossings.nodes(crossing).map((node) => automaton.ends[automaton.word[node] as number] as CallEnd);
      this.ended.set(crossing, calls);
    }
    return calls;
  }

  /** Did a call end, other than to be tried again? */
  completes(crossing: number): boolean {
    if (crossing === 0) return false;
    const known = this.completing[crossing];
    if (known !== undefined) return known;
    for (let next = this.completing.length; next <= crossing; next += 1) {
      this.completing.push(this.callsOf(next).some((call) => !call.again));
    }
    return this.completing[crossing] === true;
  }

  /** The move of a thread out of the call that `node` belongs to. */
  move(node: number, timeout: boolean, crossing: number): Move {
    const call = this.automaton.call[node] as number;
    const key = (call * 2 + (timeout ? 1 : 0)) * 2 ** 24 + crossing;
    let move = this.moves.get(key);
    if (move === undefined) {
      const { thread, local } = this.automaton.calls[call] as { thread: number; local: unknown };
      move = { thread, kind: timeout ? 'timeout' : 'run', local, crossing, calls: this.callsOf(crossing) };
      this.moves.set(key, move);
    }
    return move;
  }
}

/** Compiled already, or to be compiled. `limits` are those of a program yet to be compiled. */
export function programOf(from: System | Program, limits: Limits = {}): Program {
  return from instanceof Program ? from : new Program(from, limits);
}
