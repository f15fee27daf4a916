// Makes a program smaller without changing what it does: guesses which histories of its calls need not be told apart,
// explores it under the guess, and holds the guess to the real code; as often as it takes.
import { contradictions } from './histories.ts';
import { MergedAutomaton } from './merged-automaton.ts';
import { Program, programOf } from './program.ts';
import { stateGraph } from './state-graph.ts';
import type { Limits, System } from './system.ts';

/** What `mergeHistories` may be told. */
export interface MergeOptions {
  readonly limits?: Limits;
  /** Give up beyond so many states, or pairs of a state and a history. Default 50 000 000. */
  readonly maxStates?: number;
  /** Called now and then; `false` gives up. */
  readonly onProgress?: (states: number) => boolean | undefined;
}

const MAX_STATES_DEFAULT = 50_000_000;
const PROGRESS_INTERVAL = 4096;
const NODES_AT_FIRST = 256;

/** By how much the code may have grown beyond what was guessed at, before it is guessed anew. */
const LOOSE = 1.1;

/**
 * The same system, compiled so that states that differ only in what calls have forgotten are one. Every search of it
 * finds what it finds in the system itself: the same violations, results, final memories and interleavings, in as many
 * steps; only states and transitions are fewer. `undefined`: given up.
 *
 * Judges nothing, and so runs on behind a violation, where code that is wrong may never come to an end; throws where the
 * code cannot be checked. `exhaustive` with `mergeHistories` looks for violations near the start first.
 */
export function mergeHistories(from: System | Program, options: MergeOptions = {}): Program | undefined {
  const { system, automaton } = programOf(from, options.limits);
  if (from instanceof Program && automaton instanceof MergedAutomaton) return from;
  return mergeKnown(new MergedAutomaton(system, automaton.limits), options);
}

/** The same, beginning with what is known of the code already. */
export function mergeKnown(automaton: MergedAutomaton, options: MergeOptions): Program | undefined {
  const goesOn = patience(options);
  automaton.merge();
  for (let limit = NODES_AT_FIRST + automaton.kind.length * 2; ; limit = NODES_AT_FIRST + automaton.kind.length * 2) {
    const program = new Program(automaton.system, automaton.limits, automaton);
    const hasGrown = (): boolean => automaton.kind.length > limit;
    const graph = stateGraph(program, (states) => !hasGrown() && goesOn(states));
    if (graph === undefined && !hasGrown()) return undefined;
    if (graph !== undefined && automaton.kind.length <= automaton.merged * LOOSE) {
      const found = contradictions(program, automaton, graph, goesOn);
      if (found === undefined) return undefined;
      // Under a wrong guess code may run in states that cannot be, and without an end: what is wrong shows elsewhere, too.
      if (found === 0) return graph.endless === 0 ? program : undefined;
    }
    automaton.merge();
  }
}

function patience({ maxStates = MAX_STATES_DEFAULT, onProgress }: MergeOptions): (states: number) => boolean {
  let asked = 0;
  return (states) => {
    asked += 1;
    if (states > maxStates) return false;
    return asked % PROGRESS_INTERVAL !== 0 || onProgress?.(states) !== false;
  };
}
