/**
 * Schedules of a process that cannot tell its states apart: each is a run from the start. First those with no preemption, then
 * those with one, and so on; each exactly once, as each is what another one is up to a step, then another choice, then no
 * preemption more. Beyond the bound, schedules at random.
 */
import type { AcceptorOptions } from '../../history/acceptor.ts';
import type { Random } from '../../interleaving/random.ts';
import type { Program } from '../../programs/program.ts';
import type { Counterexample } from './exhaustive.ts';
import type { Peer } from './peer.ts';
import { Walk } from './walk.ts';

export interface Sampled {
  readonly runs: number;
  readonly steps: number;
  /** All schedules with so many preemptions at most were run; -1: not even those without. */
  readonly preemptions: number;
  /** Runs that were broken off after many steps. */
  readonly cut: number;
  /** There are no others. */
  readonly complete: boolean;
  readonly found?: Counterexample;
}

export interface SampleOptions {
  readonly dialect: AcceptorOptions;
  readonly maxRuns: number;
  /** Told how far it is; false: stop. */
  readonly onProgress: (runs: number) => boolean;
}

/** A run longer than this is cut. */
const STEPS_MAX = 2000;
/** So many steps are looked at once only servers are left. */
const SERVERS_MAX = 100;
/** So often the same agent goes on although others could, before it is taken to be going round in a circle. */
const ROUND = 200;

interface Beginning {
  readonly step: string;
  readonly before: Beginning | undefined;
}

/** Schedules by their number of preemptions. */
export async function inOrder(peer: Peer, program: Program, options: SampleOptions): Promise<Sampled> {
  const waiting: (Beginning | undefined)[][] = [[undefined]];
  let [runs, steps, cut] = [0, 0, 0];
  for (let preemptions = 0; preemptions < waiting.length; preemptions += 1) {
    // Grows while it is gone through.
    for (const beginning of waiting[preemptions] ?? []) {
      if (runs >= options.maxRuns || !options.onProgress(runs)) {
        return { runs, steps, cut, preemptions: preemptions - 1, complete: false };
      }
      const walk = await Walk.start(peer, program, options.dialect);
      const over = await follow(walk, beginning, (others, extra) => {
        waiting[preemptions + extra] ??= [];
        for (const one of others) waiting[preemptions + extra]?.push(one);
      });
      runs += 1;
      steps += walk.taken.length;
      cut += over ? 0 : 1;
      if (walk.rejection !== undefined) return { runs, steps, cut, preemptions, complete: true, ...foundBy(walk) };
    }
    waiting[preemptions] = [];
  }
  return { runs, steps, cut, preemptions: waiting.length - 1, complete: cut === 0 };
}

/** Takes the beginning, then goes on without preemption, and tells what else could have been chosen there. */
async function follow(
  walk: Walk,
  beginning: Beginning | undefined,
  others: (beginnings: readonly Beginning[], preemptions: number) => void,
): Promise<boolean> {
  for (const step of stepsOf(beginning)) await walk.take(step);
  let at = beginning;
  let [same, served] = [0, 0];
  while (walk.taken.length < STEPS_MAX && served < SERVERS_MAX) {
    const { enabled } = walk;
    const [first] = enabled;
    if (first === undefined) return true;
    const last = walk.taken.at(-1)?.step;
    const goesOn = last !== undefined && walk.can(last);
    const tired = goesOn && same >= ROUND;
    const next =
      goesOn && !tired
        ? last
        : after(
            enabled.map(({ step }) => step),
            last,
          );
    const before = at;
    const alternatives = enabled.filter(({ step }) => step !== next).map(({ step }) => ({ step, before }));
    if (!tired) others(alternatives, goesOn ? 1 : 0);
    same = next === last ? same + 1 : 0;
    await walk.take(next);
    served += walk.onlyServers ? 1 : 0;
    if ((walk.taken.at(-1)?.events.length ?? 0) > 0) same = 0;
    at = { step: next, before: at };
  }
  return false;
}

/** Whoever comes after the last one. */
function after(steps: readonly string[], last: string | undefined): string {
  const at = last === undefined ? -1 : steps.indexOf(last);
  return steps[(at + 1) % steps.length] as string;
}

function stepsOf(beginning: Beginning | undefined): string[] {
  const steps: string[] = [];
  for (let at = beginning; at !== undefined; at = at.before) steps.push(at.step);
  return steps.reverse();
}

/** Schedules at random: at each step any that can be taken. */
export async function atRandom(
  peer: Peer,
  program: Program,
  random: Random,
  options: SampleOptions,
): Promise<Pick<Sampled, 'runs' | 'steps' | 'found'>> {
  let [runs, steps] = [0, 0];
  while (runs < options.maxRuns && options.onProgress(runs)) {
    const walk = await Walk.start(peer, program, options.dialect);
    for (let served = 0; walk.enabled.length > 0 && walk.taken.length < STEPS_MAX && served < SERVERS_MAX; ) {
      const { step } = walk.enabled[random.below(walk.enabled.length)] as { readonly step: string };
      await walk.take(step);
      served += walk.onlyServers ? 1 : 0;
    }
    runs += 1;
    steps += walk.taken.length;
    if (walk.rejection !== undefined) return { runs, steps, ...foundBy(walk) };
  }
  return { runs, steps };
}

function foundBy({ rejection, schedule }: Walk): { readonly found?: Counterexample } {
  return rejection === undefined ? {} : { found: { schedule, rejection } };
}
