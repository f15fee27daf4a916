// A call that never ends, as a report: the way to the loop, a short loop, and what is wrong in words.
import { type Choice, choiceOf } from './choice.ts';
import { fairLoop } from './fair-loop.ts';
import { type Loop, LoopWatch, violationOf } from './lasso.ts';
import { findUnending, hopeOf, type Searched, type Unending } from './liveness.ts';
import type { Violation } from './monitor.ts';
import { follow } from './replay.ts';
import { describeCall, threadName, wordName } from './system.ts';

/** What is violated, in which state the loop begins, and the loop. */
export interface UnendingCall {
  readonly violation: Violation;
  readonly state: number;
  readonly loop: Loop;
}

/** @param wayTo the shortest way to a state */
export function unendingCall(searched: Searched, wayTo: (state: number) => Choice[]): UnendingCall | undefined {
  const found = findUnending(searched);
  if (found === undefined) return undefined;
  const { edges, run } = searched;
  const [state = 0] = found.component.states;
  const threads = run.program.system.threads.length;
  const steps = fairLoop(edges, found.part, found.component, threads, state, { completion: found.others });
  const choices = steps.map((edge) => choiceOf((edges.label[edge] as number) & CHOICE_MASK));
  const loop: Loop = { choices, thread: found.victim };
  return { violation: violationIn(searched, found, wayTo(state), loop), state, loop };
}

const CHOICE_MASK = 63;

function violationIn(searched: Searched, found: Unending, prefix: readonly Choice[], loop: Loop): Violation {
  if (found.violation !== undefined) return found.violation;
  const { run, edges } = searched;
  const { victim } = found;
  const execution = follow(run.program, prefix);
  const watch = new LoopWatch(execution);
  for (const choice of loop.choices) {
    execution.take(choice);
    watch.see(choice.thread);
  }
  const seen = violationOf(watch, victim);
  const hope = hopeOf(edges, found.component, victim);
  if (hope === 'completes') return seen;
  const { system } = run.program;
  const call = describeCall(system, victim, execution.state.local(victim));
  const start = `${threadName(system, victim)} can never complete ${call} from here, whatever runs next`;
  if (hope === 'moves') return { ...seen, message: `${start}: all it can ever do is ${everDone(searched, found)}.` };
  const word = execution.state.asleepOn(victim);
  const what =
    word < 0
      ? 'it spins on what nobody ever changes'
      : `it sleeps on ${wordName(system, word)} and nothing to come wakes it`;
  const kind = seen.kind === 'lost-wakeup' ? seen.kind : 'deadlock';
  return { ...seen, kind, message: `${start}: ${what}, while others run on.` };
}

const LOOK_AHEAD = 10_000;

/** The operations of the victim, in quotes, in the states that can follow. */
function everDone({ run, reached, edges }: Searched, { component, victim }: Unending): string {
  const operations = new Set<string>();
  const [start = 0] = component.states;
  const seen = new Set<number>([start]);
  for (const at of seen) {
    reached.enter(at);
    if (run.asleepOn(victim) < 0) operations.add(run.program.automaton.operationAt(run.machine.node(victim)));
    const end = edges.first[at + 1] as number;
    for (let edge = edges.first[at] as number; edge < end && seen.size < LOOK_AHEAD; edge += 1)
      seen.add(edges.to[edge] as number);
  }
  return [...operations].map((text) => `"${text}"`).join(', ');
}
