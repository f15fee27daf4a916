/** Two runs of one program: with a seeded fault, up to the step that breaks a clause, and without it, just as far and on. */
import type { ClauseId } from '../../model/index.ts';
import { FAULTS, type Fault, type Finding, findFault, loadFault } from '../../properties/faults/index.ts';
import { story } from '../../properties/faults/lwkt-2003/story.ts';
import { IMPLEMENTATION, type Implementation } from '../../properties/implementation.ts';
import {
  type Access,
  type Choice,
  Execution,
  Program,
  ScheduleStrategy,
  type Step,
} from '../../properties/interleaving/index.ts';
import { END } from '../../properties/interleaving/operations.ts';
import { describeCall } from '../../properties/interleaving/system.ts';
import type { Scenario } from '../../properties/programs/scenarios.ts';
import { systemOf } from '../../properties/programs/system.ts';
import { RefinementMonitor } from '../../properties/refinement/monitor.ts';

export interface Crossing {
  readonly fault: Fault;
  readonly scenario: Scenario;
  /** What the checker says of it. */
  readonly message: string;
  /** The call that the thread is in when memory and model are compared, if that is not the one to blame; else empty. */
  readonly seenIn: string;
  /** Lanes of the run with the fault. */
  readonly broken: string;
  /** Lanes of the run without it, from where the two part. */
  readonly legal: string;
  /** Steps in which the two runs are the same. */
  readonly same: number;
  /** Where the runs part: in plain accesses, which lanes leave out; in how calls go on after the same operation; or in that. */
  readonly part: 'plain accesses' | 'calls' | 'operation';
  /** Steps of the broken run. */
  readonly steps: number;
  /** What comes after them repeats for ever, and only that is wrong. */
  readonly endless: boolean;
}

/** A fault, loaded and found. */
interface Candidate {
  readonly fault: Fault;
  readonly finding: Finding;
  readonly implementation: Implementation;
}

/**
 * The fault that shows best what the clause forbids: one that really happened, else one that takes two threads, and of these
 * the one with the shortest run. Undefined: no fault of the implementation breaks it.
 *
 * @throws Error if the implementation without the fault is accused as well, or the fault is not found by that clause
 */
export async function crossingOf(id: ClauseId, faults: readonly Fault[] = FAULTS): Promise<Crossing | undefined> {
  const breaking = faults.filter(({ clause }) => clause === id);
  const real = breaking.filter(({ kind }) => kind === 'history');
  const candidates: Candidate[] = [];
  for (const fault of real.length > 0 ? real : breaking) {
    const implementation = await loadFault(fault);
    const { finding, asExpected } = findFault(fault, implementation);
    if (finding === undefined || !asExpected) throw new Error(`"${fault.name}" is not found by ${id}: ${fault.about}`);
    candidates.push({ fault, finding, implementation });
  }
  const [best] = candidates.sort((a, b) => weight(a) - weight(b));
  return best === undefined ? undefined : crossing(best);
}

const MANY = 1000;

function weight({ finding: { schedule } }: Candidate): number {
  const alone = schedule.every(({ thread }) => thread === schedule[0]?.thread);
  return schedule.length + (alone ? MANY : 0);
}

function crossing({ fault, finding, implementation }: Candidate): Crossing {
  const { scenario, schedule, violation, loop } = finding;
  const broken = start(scenario, implementation);
  for (const choice of schedule) broken.take(choice);
  const legal = start(scenario, IMPLEMENTATION);
  takeAlong(legal, schedule);
  const same = common(broken.steps, legal.steps);
  goOn(legal, same, broken);
  if (legal.violation !== undefined)
    throw new Error(`the run without "${fault.name}" is accused too: ${legal.violation.message}`);
  return {
    fault,
    scenario,
    message: blamed(violation.message, broken, legal),
    seenIn: seenIn(violation.message, broken),
    broken: rows(broken),
    legal: after(rows(legal), same),
    same,
    part: partOf(broken.steps[same], legal.steps[same]),
    steps: schedule.length,
    endless: loop !== undefined,
  };
}

function start({ program }: Scenario, implementation: Implementation): Execution {
  const monitor = new RefinementMonitor(program, implementation);
  return new Execution(new Program(systemOf(program, implementation)), { monitor, record: true });
}

/** The same choices, as far as they can be taken. */
function takeAlong(execution: Execution, schedule: readonly Choice[]): void {
  for (const choice of schedule) {
    if (!execution.isEnabled(choice)) return;
    execution.take(choice);
  }
}

const MORE_STEPS_MAX = 24;

/**
 * On, with no more preemptions, until the call has ended in which the broken run stops. A data race stops the broken run in
 * the call of the second access, which has nothing to do with it: there any call of the thread will do.
 */
function goOn(execution: Execution, parted: number, broken: Execution): void {
  const strategy = new ScheduleStrategy([]);
  strategy.begin();
  const thread = broken.steps.at(-1)?.choice.thread ?? 0;
  const last = JSON.stringify(broken.call(thread)?.local ?? null);
  const isEnded = ({ choice, calls }: Step): boolean =>
    choice.thread === thread &&
    calls.some(({ again, local }) => !again && (broken.violation?.kind === 'race' || JSON.stringify(local) === last));
  const isBack = (): boolean =>
    last === 'null' ? execution.isFinished(thread) : execution.steps.slice(parted).some(isEnded);
  for (let more = 0; more < MORE_STEPS_MAX && !isBack(); more += 1) {
    const enabled = execution.enabled();
    if (enabled.length === 0) return;
    execution.take(strategy.pick(enabled, execution));
  }
}

function partOf(one: Step | undefined, other: Step | undefined): Crossing['part'] {
  const operation = ({ choice, accesses: [first], asleepOn }: Step): string =>
    JSON.stringify([choice, first?.kind, first?.word, first?.result, first?.after, asleepOn]);
  if (one === undefined || other === undefined || operation(one) !== operation(other)) return 'operation';
  return JSON.stringify(ended(one)) === JSON.stringify(ended(other)) ? 'plain accesses' : 'calls';
}

function seenIn(message: string, broken: Execution): string {
  const thread = broken.steps.at(-1)?.choice.thread ?? 0;
  const [, blame] = /: in (.+?) of thread \d+,/.exec(message) ?? [];
  const local = broken.call(thread)?.local;
  const call = local === undefined || local === null ? '' : describeCall(broken.system, thread, local);
  // A call that looks and goes away again can have its whole effect before its first operation is seen.
  return blame !== undefined && call.startsWith('getport ') && call !== blame ? call : '';
}

/**
 * What the checker says, with the right call: it names the one with which a step begins, and within a step calls end and
 * begin. It is the call in which the plain accesses of the two runs part.
 */
function blamed(message: string, broken: Execution, legal: Execution): string {
  const [step, twin] = [broken.steps.at(-1), legal.steps[broken.length - 1]];
  if (step === undefined || twin === undefined || partOf(step, twin) === 'operation') return message;
  const told = ({ kind, word, after: now }: Access): string => JSON.stringify([kind, word, now]);
  const part = step.accesses.findIndex((access, index) => {
    const other = twin.accesses[index];
    return other === undefined || told(access) !== told(other);
  });
  const over = step.accesses.slice(0, part).filter(({ kind }) => kind === END).length;
  const next = over === 0 ? undefined : step.calls[over - 1]?.next;
  if (part === -1 || next === undefined) return message;
  const { thread } = step.choice;
  return message.replace(
    new RegExp(` in .+ of thread ${thread},`),
    ` in ${describeCall(broken.system, thread, next)} of thread ${thread},`,
  );
}

const ended = ({ calls }: Step): unknown => calls.map(({ local, result }) => [local, result]);

/** Steps from the start in which two runs do the same, and calls end alike. */
export function common(one: readonly Step[], other: readonly Step[]): number {
  const told = (step: Step): string => {
    const { choice, accesses, asleepOn, woke } = step;
    const done = accesses.map(({ kind, word, result, after: now }) => [kind, word, result, now]);
    return JSON.stringify([choice, done, ended(step), asleepOn, woke]);
  };
  const part = one.findIndex((step, index) => {
    const twin = other[index];
    return twin === undefined || told(step) !== told(twin);
  });
  return part === -1 ? one.length : part;
}

// --------------------------------------------------------------------------------------------------------------- lanes

/** The lanes of a run, without the verdict. */
function rows(execution: Execution): string {
  const lines = story(execution)
    .replaceAll(/ = \{"refused":"(\w+)"\}/g, ' = refused, $1')
    .split('\n');
  return lines
    .slice(0, lines.indexOf(''))
    .map((line) => line.trimEnd())
    .join('\n');
}

/** The head of the lanes, and what follows step `same`. */
function after(text: string, same: number): string {
  const [names = '', rule = '', ...lines] = text.split('\n');
  const numberOf = (line: string): number => Number(/^ *(\d+) /.exec(line)?.[1] ?? 0);
  const first = lines.findIndex((line) => numberOf(line) > same);
  if (same === 0 || first === -1) return text;
  // What stands above the step and has no number belongs to the step before, but for the switch to it.
  const from = /^ +switch to /.test(lines[first - 1] ?? '') ? first - 1 : first;
  const steps = same === 1 ? 'step 1' : same === 2 ? 'steps 1 and 2' : `steps 1 to ${same}`;
  return [names, rule, `    ... ${steps} as above ...`, ...lines.slice(from)].join('\n');
}
