/**
 * Programs and schedules beyond what can be exhausted: fast-check draws a program and a schedule, some runs of the same
 * program by several samplers follow, every step is held to the model, and the history of a run is judged from outside too.
 *
 * What fails is shrunk: the failing run, by whatever it was found, becomes a schedule of preemptions, and program and
 * schedule are shrunk together until nothing can be left out.
 */
import fc from 'fast-check';
import { dialectOf, judgedSystem } from '../audit/held.ts';
import { whyLeftOut } from '../audit/scenarios.ts';
import { accept } from '../history/accept.ts';
import type { Implementation } from '../implementation.ts';
import {
  type Choice,
  Program as Compiled,
  Execution,
  fromChoices,
  Pct,
  Pos,
  Random,
  RandomWalk,
  ScheduleStrategy,
  SelectiveWalk,
  type Strategy,
  type Violation,
} from '../interleaving/index.ts';
import type { Program } from '../programs/program.ts';
import { violationOf } from '../refinement/blame.ts';
import type { ModelActions } from '../refinement/explain.ts';
import { type Case, cases } from './arbitrary.ts';
import { isCareful } from './careful.ts';
import { Coverage } from './coverage.ts';
import { SIZE, type Size } from './generate.ts';
import { ObservedRuns } from './observed.ts';

export interface SampleOptions {
  readonly seed: number;
  /** Programs to draw. */
  readonly programs: number;
  /** Runs of each program beside the one by the schedule drawn with it. */
  readonly walks: number;
  readonly size?: Size;
  readonly actions?: ModelActions;
  /** Asked between runs: no time left. */
  readonly expired?: () => boolean;
  /** Told now and then how many programs and runs there were. */
  readonly onProgress?: (programs: number, runs: number) => void;
}

export interface Finding extends Case {
  readonly violation: Violation;
  /** Operations and preemptions before shrinking. */
  readonly before: { readonly operations: number; readonly preemptions: number };
}

/** What came of a sample. */
export interface SampleReport {
  readonly programs: number;
  readonly runs: number;
  readonly steps: number;
  /** Histories judged from outside. */
  readonly histories: number;
  /** Runs in a thousand that met each case; and the cases too rarely met, which make the sample worthless. */
  readonly shares: Readonly<Record<string, number>>;
  readonly missed: readonly string[];
  /** Time ran out before all programs were drawn. */
  readonly expired: boolean;
  readonly finding?: Finding;
}

/** Samples until something fails, the programs are used up, or the time is over. */
export function sampleImplementation(implementation: Implementation, options: SampleOptions): SampleReport {
  return new Sampling(implementation, options).report();
}

/** The run of one case, by its schedule. */
export function runCase(value: Case, implementation: Implementation, actions?: ModelActions): Violation | undefined {
  return new Runs(value.program, implementation, new Coverage(), actions).run(
    new ScheduleStrategy(value.schedule),
    true,
  )?.violation;
}

/** Nothing is to be expected of a run in which a caller made a call that it must not make. */
const MISUSE = 'misuse';
const STEPS_MAX = 400;
/** Every so many runs the history is judged from outside as well. */
const HISTORY_EVERY = 16;

interface Failure {
  readonly violation: Violation;
  readonly choices: readonly Choice[];
}

/** Runs of one program. What one has compiled the next follows. */
class Runs {
  readonly compiled: Compiled;
  readonly #implementation: Implementation;
  readonly #program: Program;
  readonly #observed: ObservedRuns;
  readonly #coverage: Coverage;
  readonly #execution: Execution;
  readonly #polls: boolean;
  #fresh = true;
  steps = 0;

  constructor(program: Program, implementation: Implementation, coverage: Coverage, actions?: ModelActions) {
    this.#program = program;
    this.#coverage = coverage;
    this.#coverage.begin();
    this.#implementation = implementation;
    this.compiled = new Compiled(judgedSystem(program, implementation));
    this.#observed = new ObservedRuns(program, implementation, coverage, actions);
    this.#execution = new Execution(this.compiled, { monitor: this.#observed });
    this.#polls = program.threads.flat().some((line) => line.call === 'getport' && line.times === 'forever');
  }

  run(strategy: Strategy, judgeHistory: boolean): Failure | undefined {
    const execution = this.#execution;
    if (!this.#fresh) {
      this.#coverage.begin();
      execution.restart();
    }
    this.#fresh = false;
    const choices: Choice[] = [];
    strategy.begin(execution);
    for (
      let enabled = execution.enabled();
      enabled.length > 0 && choices.length < STEPS_MAX;
      enabled = execution.enabled()
    ) {
      if (this.#polls && this.#clientsFinished()) break;
      const choice = strategy.pick(enabled, execution);
      choices.push(choice);
      execution.take(choice);
    }
    this.steps += choices.length;
    this.#coverage.end();
    const { abstraction } = this.#implementation;
    // Where steps are not judged, histories are, all of them; and there misuse may explain whatever goes wrong.
    const judged = judgeHistory || abstraction === undefined ? this.#judge() : undefined;
    const violation = judged === MISUSE ? undefined : (execution.violation ?? judged);
    return violation === undefined ? undefined : { violation, choices };
  }

  /** A server that polls never stops by itself. */
  #clientsFinished(): boolean {
    return this.compiled.system.threads.every(
      (thread, index) => thread.daemon === true || this.#execution.isFinished(index),
    );
  }

  #judge(): Violation | typeof MISUSE | undefined {
    const { events, quiescent } = this.#observed;
    const history = { program: this.#program, events, end: quiescent ? 'quiescent' : 'cut' } as const;
    const { verdict, clause, why } = accept(history, dialectOf(this.#implementation));
    if (verdict === 'misuse') return MISUSE;
    return verdict === 'violates' && clause !== undefined ? violationOf(clause, 'history', why ?? '') : undefined;
  }
}

class Sampling {
  readonly #implementation: Implementation;
  readonly #options: SampleOptions;
  readonly #coverage = new Coverage();
  #programs = 0;
  #runs = 0;
  #steps = 0;
  #histories = 0;
  #expired = false;
  #finding: Finding | undefined;

  constructor(implementation: Implementation, options: SampleOptions) {
    this.#implementation = implementation;
    this.#options = options;
  }

  report(): SampleReport {
    const property = fc.property(cases(this.#options.size ?? SIZE), (value) => {
      this.#expired ||= this.#options.expired?.() === true;
      const offered = this.#mayRun(value);
      if (offered && !this.#expired && this.#finding === undefined) this.#sample(value);
    });
    const counted = this.#implementation.abstraction !== undefined;
    fc.assert(property, { seed: this.#options.seed, numRuns: this.#options.programs, plugins: [fc.unbiased()] });
    return {
      programs: this.#programs,
      runs: this.#runs,
      steps: this.#steps,
      histories: this.#histories,
      shares: this.#coverage.shares(),
      missed: this.#finding === undefined && counted ? this.#coverage.missed() : [],
      expired: this.#expired,
      ...(this.#finding === undefined ? {} : { finding: this.#finding }),
    };
  }

  #mayRun({ program, seed }: Case): boolean {
    if (whyLeftOut({ name: '', program }, this.#implementation) !== undefined) return false;
    return this.#implementation.promises?.refusals !== false || isCareful(program, seed);
  }

  #sample(value: Case): void {
    const { program, schedule, seed } = value;
    const runs = new Runs(program, this.#implementation, this.#coverage, this.#options.actions);
    const random = new Random(seed);
    // Those that find most of the seeded faults in the fewest runs come first: docs/samplers.md.
    const strategies: readonly Strategy[] = [
      new SelectiveWalk(random),
      new Pos(random),
      new RandomWalk(random),
      new Pct(random, 3),
    ];
    for (let run = 0; run <= this.#options.walks; run++) {
      const judged = run % HISTORY_EVERY === 0;
      const strategy =
        run === 0 ? new ScheduleStrategy(schedule) : (strategies[(run - 1) % strategies.length] as Strategy);
      const failure = runs.run(strategy, judged);
      this.#runs++;
      if (judged || this.#implementation.abstraction === undefined) this.#histories++;
      if (failure !== undefined) {
        this.#finding = this.#shrink(
          { ...value, schedule: fromChoices(runs.compiled, failure.choices) },
          failure.violation,
        );
        break;
      }
    }
    this.#steps += runs.steps;
    this.#programs++;
    if (this.#programs % 16 === 0) this.#options.onProgress?.(this.#programs, this.#runs);
  }

  /** Program and schedule, shrunk together, still breaking the same clause. */
  #shrink(value: Case, violation: Violation): Finding {
    const before = { operations: value.program.threads.flat().length, preemptions: value.schedule.length };
    let smallest: Finding = { ...value, violation, before };
    const property = fc.property(cases(), (candidate) => {
      if (!this.#mayRun(candidate)) return;
      const found = runCase(candidate, this.#implementation, this.#options.actions);
      if (found === undefined || labelOf(found) !== labelOf(violation)) return;
      smallest = { ...candidate, violation: found, before };
      throw new StillFails();
    });
    const { errorInstance } = fc.check(property, { seed: this.#options.seed, numRuns: 1, examples: [[value]] });
    if (errorInstance instanceof Error && !(errorInstance instanceof StillFails)) throw errorInstance;
    return smallest;
  }
}

/** What fast-check shrinks by; any other error is our own fault. */
class StillFails extends Error {}

function labelOf({ kind, detail }: Violation): string {
  const clause = typeof detail === 'object' && detail !== null && 'clause' in detail ? String(detail.clause) : '';
  return clause === '' ? kind : clause;
}
