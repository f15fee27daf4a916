// Livelock: a state from which some thread, running as much as it likes, never completes its call again. Nothing is
// said about fair schedulers: what is reported can be mended by no scheduler whatever.
import { completes, type Edges, threadOf } from './edges.ts';
import type { Violation } from './monitor.ts';
import type { ReachedStates } from './reached-states.ts';
import type { RunState } from './run-state.ts';
import { describeCall, threadAt, threadName, wordName } from './system.ts';

export interface Livelock {
  readonly violation: Violation;
  readonly state: number;
}

/** `sleepIsJudged`: threads that sleep for ever are somebody else's to judge. */
export function findLivelock(
  run: RunState,
  reached: ReachedStates,
  edges: Edges,
  sleepIsJudged: boolean,
): Livelock | undefined {
  const { system } = run.program;
  const back = backwards(edges);
  let first: { thread: number; state: number } | undefined;
  for (const thread of system.threads.keys()) {
    if (threadAt(system, thread).daemon === true) continue;
    const state = firstHopeless(run, reached, edges, back, thread, sleepIsJudged, first?.state ?? edges.states);
    if (state !== undefined) first = { thread, state };
  }
  return first && { state: first.state, violation: describe(run, reached, edges, first.thread, first.state) };
}

/** The edges turned round: sources of the edges into state s are `from[start[s]]` to `from[start[s + 1] - 1]`. */
interface Backwards {
  readonly start: Int32Array;
  readonly from: Int32Array;
}

function backwards(edges: Edges): Backwards {
  const { states, count, first, to } = edges;
  const start = new Int32Array(states + 1);
  for (const target of to) start[target + 1] = (start[target + 1] as number) + 1;
  for (let state = 0; state < states; state += 1)
    start[state + 1] = (start[state + 1] as number) + (start[state] as number);
  const place = start.slice();
  const from = new Int32Array(count);
  for (let state = 0; state < states; state += 1) {
    for (let edge = first[state] as number; edge < (first[state + 1] as number); edge += 1) {
      const target = to[edge] as number;
      from[place[target] as number] = state;
      place[target] = (place[target] as number) + 1;
    }
  }
  return { start, from };
}

/** The first state below `limit` in which the thread has lost all hope. States come in order of their distance. */
function firstHopeless(
  run: RunState,
  reached: ReachedStates,
  edges: Edges,
  back: Backwards,
  thread: number,
  sleepIsJudged: boolean,
  limit: number,
): number | undefined {
  const hopeful = new Uint8Array(edges.states);
  const work = new Int32Array(edges.states);
  let filled = 0;
  const mark = (state: number): void => {
    if (hopeful[state] !== 0) return;
    hopeful[state] = 1;
    work[filled] = state;
    filled += 1;
  };
  for (let state = 0; state < edges.states; state += 1) if (isGoal(edges, state, thread)) mark(state);
  for (let next = 0; next < filled; next += 1) {
    const state = work[next] as number;
    for (let at = back.start[state] as number; at < (back.start[state + 1] as number); at += 1)
      mark(back.from[at] as number);
  }
  if (filled === edges.states) return undefined;
  for (let state = 0; state < limit; state += 1) {
    if (hopeful[state] !== 0) continue;
    reached.enter(state);
    if (!run.finished(thread) && !(sleepIsJudged && run.asleepOn(thread) >= 0)) return state;
  }
  return undefined;
}

/** The thread completes a call here, or nothing can move, which is judged elsewhere. */
function isGoal(edges: Edges, state: number, thread: number): boolean {
  const start = edges.first[state] as number;
  const end = edges.first[state + 1] as number;
  if (start === end) return true;
  for (let edge = start; edge < end; edge += 1) {
    const label = edges.label[edge] as number;
    if (completes(label) && threadOf(label) === thread) return true;
  }
  return false;
}

const LOOK_AHEAD = 10_000;

function describe(run: RunState, reached: ReachedStates, edges: Edges, thread: number, state: number): Violation {
  const { system, automaton } = run.program;
  const operations = new Set<string>();
  const seen = new Set<number>([state]);
  for (const at of seen) {
    reached.enter(at);
    if (run.asleepOn(thread) < 0) operations.add(automaton.operationAt(run.machine.node(thread)));
    const end = edges.first[at + 1] as number;
    for (let edge = edges.first[at] as number; edge < end && seen.size < LOOK_AHEAD; edge += 1) {
      seen.add(edges.to[edge] as number);
    }
  }
  reached.enter(state);
  const word = run.asleepOn(thread);
  const what =
    operations.size === 0
      ? `it sleeps on ${wordName(system, word)} and nothing to come wakes it, while others run on`
      : `all it can ever do is ${[...operations].map((text) => `"${text}"`).join(', ')}`;
  const call = describeCall(system, thread, run.local(thread));
  const message = `${threadName(system, thread)} can never complete ${call} from here, whatever runs next: ${what}.`;
  return {
    kind: operations.size === 0 ? 'lost-wakeup' : 'livelock',
    message,
    detail: { thread, operations: [...operations] },
  };
}
