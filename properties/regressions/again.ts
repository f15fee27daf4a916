/** A remembered failure, tried again on whatever is under test. */
import { heldRun, judgedSystem } from '../audit/held.ts';
import type { Implementation } from '../implementation.ts';
import { type Choice, exhaustive, type Loop, toChoices, type Violation } from '../interleaving/index.ts';
import { RefinementMonitor } from '../refinement/monitor.ts';
import { runCase } from '../sampling/index.ts';
import type { Regression } from './regression.ts';

/** It fails again: so. */
export interface Again {
  readonly violation: Violation;
  readonly choices: readonly Choice[];
  /** What repeats after them for ever, where a call never ends. */
  readonly loop?: Loop;
}

/** What came of trying a regression again. */
export interface Tried {
  readonly again?: Again;
  /** Of the one run. */
  readonly steps?: number;
  /** Of every interleaving. */
  readonly states?: number;
  /** There are more states than were looked at. */
  readonly cut?: true;
  /** Preemptions that were not reached, or whose thread could not go: the code has changed since. */
  readonly ignored: number;
}

/** So many states of a program of which every interleaving is looked at. */
const STATES_MAX = 20_000;
const STEPS_MAX = 400;

/** The schedule is followed as far as it goes, then every thread runs on as long as it can. */
export function tryAgain({ program, schedule }: Regression, implementation: Implementation): Tried {
  if (schedule === undefined) return everyInterleaving(program, implementation);
  const { system, monitor } = heldRun(program, implementation);
  const run = toChoices(system, schedule, { monitor, maxSteps: STEPS_MAX });
  // What the steps do not show, the history may.
  const violation = run.violation ?? runCase({ program, schedule, seed: 0 }, implementation);
  const { choices, ignored } = run;
  if (violation !== undefined) return { steps: choices.length, ignored, again: { violation, choices } };
  // A schedule that does not fit any more says little, so all others are looked at, too.
  return ignored === 0
    ? { steps: choices.length, ignored }
    : { ...everyInterleaving(program, implementation), ignored };
}

/** What no one schedule decides: all of them, as many as are looked at of a regression. */
export function everyInterleaving(program: Regression['program'], implementation: Implementation): Tried {
  const byStep =
    implementation.abstraction === undefined ? {} : { monitor: new RefinementMonitor(program, implementation) };
  const options = { ...byStep, maxStates: STATES_MAX, mergeHistories: implementation.abstraction === undefined };
  const {
    verdict,
    violation,
    schedule = [],
    states,
    loop,
  } = exhaustive(judgedSystem(program, implementation), options);
  const tried: Tried = { states, ignored: 0, ...(verdict === 'undecided' ? { cut: true } : {}) };
  return violation === undefined ? tried : { ...tried, again: { violation, choices: schedule, ...(loop && { loop }) } };
}
