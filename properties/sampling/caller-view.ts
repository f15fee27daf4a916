/**
 * C9: what a caller sees depends on domsg or sendmsg alone, not on how the target decides.
 *
 * The same callers run twice, by random schedules: once the begin function of the port completes every message at once,
 * once the messages are queued and a server replies with the same code. All that the callers see must be equal: the
 * results of their calls, and the flags and errors of their messages in the end.
 */
import type { Implementation } from '../implementation.ts';
import { Program as Compiled, Execution, Random, RandomWalk, runWith } from '../interleaving/index.ts';
import { callAt, type Local, shapeOf } from '../programs/agent.ts';
import type { Line } from '../programs/build.ts';
import * as build from '../programs/build.ts';
import type { PortSpec, Program } from '../programs/program.ts';
import { systemOf } from '../programs/system.ts';
import { Coverage } from './coverage.ts';
import { ObservedRuns } from './observed.ts';

/** Two views that should have been equal. */
export interface Difference {
  readonly seed: number;
  readonly completed: string;
  readonly queued: string;
}

const CODE = 5;
const SCHEDULES = 4;

/** Draws `programs` programs of callers and compares their views. Returns the first difference. */
export function callersCanTell(implementation: Implementation, seed: number, programs: number): Difference | undefined {
  const random = new Random(seed);
  for (let index = 0; index < programs; index++) {
    const seedOfProgram = random.below(2 ** 30);
    const difference = compare(implementation, seedOfProgram);
    if (difference !== undefined) return { seed: seedOfProgram, ...difference };
  }
  return undefined;
}

function compare(implementation: Implementation, seed: number): Omit<Difference, 'seed'> | undefined {
  const callers = generateCallers(new Random(seed));
  const [completed] = views(
    callers,
    { owner: callers.length, begin: { does: 'complete', code: CODE } },
    implementation,
    seed,
  );
  for (const queued of views(callers, { owner: callers.length }, implementation, seed)) {
    if (queued !== completed) return { completed: completed ?? '', queued };
  }
  return undefined;
}

/** One or two callers. Each sends its two messages in turn; what it has sent it collects in the order sent. */
function generateCallers(random: Random): Line[][] {
  const callers = 1 + random.below(2);
  return Array.from({ length: callers }, (_, caller) => {
    const [first, second] = [caller * 2, caller * 2 + 1];
    const port = callers + 1;
    const patterns: readonly (readonly Line[])[] = [
      [build.domsg(port, first)],
      [build.sendmsg(port, first), build.waitmsg(first)],
      [build.sendmsg(port, first), build.domsg(port, second), build.waitmsg(first)],
      [build.sendmsg(port, first), build.sendmsg(port, second), build.waitport(caller, 2)],
      [build.sendmsg(port, first), build.sendmsg(port, second), build.waitmsg(second), build.waitmsg(first)],
    ];
    const count = 1 + random.below(3);
    return Array.from({ length: count }, () => patterns[random.below(patterns.length)] ?? []).flat();
  });
}

function views(callers: readonly Line[][], port: PortSpec, implementation: Implementation, seed: number): Set<string> {
  const messages = callers.flatMap((_, caller) => [caller, caller]);
  const server = [build.waitport(callers.length + 1, 'forever', { reply: CODE })];
  const program = build.program([...callers, server], { messages, ports: [port] });
  const compiled = new Compiled(systemOf(program, implementation));
  const observed = new ObservedRuns(program, implementation, new Coverage());
  const execution = new Execution(compiled, { monitor: observed });
  const walk = new RandomWalk(new Random(seed));
  const found = new Set<string>();
  for (let run = 0; run < SCHEDULES; run++) {
    if (run > 0) execution.restart();
    runWith(walk, execution);
    found.add(viewOf(program, implementation, execution, observed, callers.length));
  }
  return found;
}

/** What the callers have seen, one after the other, and what has become of their messages. */
function viewOf(
  program: Program,
  implementation: Implementation,
  execution: Execution,
  observed: ObservedRuns,
  callers: number,
): string {
  if (execution.violation !== undefined) return execution.violation.message;
  const results = Array.from({ length: callers }, (_, caller) =>
    observed.events.flatMap((event) => (event.thread === caller && 'result' in event ? [event.result] : [])),
  );
  const calls = program.threads.map((_, thread) => {
    const local = execution.state.local(thread);
    return local === undefined ? undefined : callAt(program, thread, local as Local);
  });
  const owners = program.ports.map(({ owner }) => owner);
  const concrete = { memory: execution.state.memory, calls, originators: program.messages, owners };
  const state = implementation.abstraction?.(shapeOf(program), concrete);
  const messages =
    typeof state === 'object' ? state.messages.map(({ flags, error, place }) => [flags, error, place]) : state;
  return JSON.stringify({ results, messages });
}
