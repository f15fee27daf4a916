/**
 * A mutant of the message ports against all that the ports are held to: the steps of small scenarios, and what the ports
 * promise beside the model; the steps of larger ones; what callers see of scenarios; samples.
 */
import { behaviourOf, judge, runThatShows } from '../behaviour/index.ts';
import { breachOf, CONTRACTS, Endless, type Parts } from '../contracts/index.ts';
import type { Implementation } from '../implementation.ts';
import { exhaustive, type Violation } from '../interleaving/index.ts';
import { messageOf } from '../message.ts';
import { systemOf } from '../programs/system.ts';
import { clauseOf } from '../refinement/clause-of.ts';
import { RefinementMonitor } from '../refinement/monitor.ts';
import { sampleImplementation } from '../sampling/index.ts';
import { loadPorts, type Ports } from './load.ts';
import type { Mutant } from './mutant.ts';
import type { Outcome } from './outcome.ts';
import { type Sized, scenariosUpTo } from './sized.ts';

/** How much is tried. */
export interface PortsEffort {
  /** Scenarios of at most so many steps. */
  readonly steps: number;
  /** The same of scenarios that are also looked at from outside. */
  readonly seenSteps: number;
  /** Programs to draw. */
  readonly programs: number;
  readonly seed: number;
}

/** Gives up where a change makes so many times the usual states of a scenario: then a thread goes round and round. */
const GROWTH = 8;
const STATES_LEAST = 2_000;
const MERGED_MOST = 20_000_000;

/** Scenarios of so many steps show most, and cost next to nothing. */
const SMALL_STEPS = 700;

/** @param alive told what begins, before each part */
export async function tryPorts(
  mutant: Mutant,
  effort: PortsEffort,
  alive: (what: string) => void = () => undefined,
): Promise<Outcome> {
  let ports: Ports;
  try {
    ports = await loadPorts(mutant);
  } catch (error) {
    return { verdict: 'killed', by: 'loading it', states: 0, message: messageOf(error) };
  }
  return new Trial(ports, effort, alive).run();
}

class Trial {
  readonly #parts: Parts;
  readonly #implementation: Implementation;
  readonly #effort: PortsEffort;
  readonly #alive: (what: string) => void;
  #states = 0;
  #runsAway: Outcome | undefined;

  constructor({ parts, implementation }: Ports, effort: PortsEffort, alive: (what: string) => void) {
    this.#alive = alive;
    this.#parts = parts;
    this.#implementation = implementation;
    this.#effort = effort;
  }

  run(): Outcome {
    const { steps, seenSteps } = this.#effort;
    const scenarios = scenariosUpTo(steps);
    const small = scenarios.filter(({ transitions }) => transitions <= SMALL_STEPS);
    return (
      this.#each(small, (sized) => this.#bySteps(sized)) ??
      this.#kept() ??
      // What runs away in one program does so in others, and each time it takes long.
      this.#runsAway ??
      this.#each(scenarios.slice(small.length), (sized) => this.#bySteps(sized)) ??
      this.#runsAway ??
      this.#each(scenariosUpTo(seenSteps), (sized) => this.#fromOutside(sized)) ??
      this.#guarded('samples', () => this.#sampled()) ?? { verdict: 'survived', states: this.#states }
    );
  }

  #each(scenarios: readonly Sized[], look: (sized: Sized) => Outcome | undefined): Outcome | undefined {
    for (const sized of scenarios) {
      const found = this.#guarded(sized.scenario.name, () => look(sized));
      if (found !== undefined) return found;
      if (this.#runsAway !== undefined) return undefined;
    }
    return undefined;
  }

  /** The engine gives up, with an error, on a call that does not come to its end. */
  #guarded(by: string, look: () => Outcome | undefined): Outcome | undefined {
    this.#alive(by);
    try {
      return look();
    } catch (error) {
      const message = messageOf(error);
      const verdict = /performed more than \d+/.test(message) ? 'hangs' : 'killed';
      return { verdict, by, states: this.#states, message };
    }
  }

  #bySteps({ scenario, states, merged }: Sized): Outcome | undefined {
    const { name, program } = scenario;
    const result = exhaustive(systemOf(program, this.#implementation), {
      monitor: new RefinementMonitor(program, this.#implementation),
      // What is merged is counted with all its histories, of which there are many more.
      maxStates: merged ? MERGED_MOST : Math.max(STATES_LEAST, states * GROWTH),
      mergeHistories: merged,
    });
    this.#states += result.states;
    const { violation, schedule } = result;
    if (violation !== undefined) return this.#killed(violation, name, schedule?.length);
    if (result.verdict === 'undecided') this.#runsAway = this.#outgrown(name);
    return undefined;
  }

  #kept(): Outcome | undefined {
    for (const contract of CONTRACTS) {
      const { name, clause } = contract;
      this.#alive(name);
      const message = breachOf(contract, this.#parts);
      if (message === undefined) continue;
      const verdict = message === new Endless().message ? 'hangs' : 'killed';
      return { verdict, clause, by: name, states: this.#states, message };
    }
    return undefined;
  }

  #fromOutside({ scenario, states }: Sized): Outcome | undefined {
    const { name, program } = scenario;
    const maxStates = Math.max(STATES_LEAST, states * GROWTH);
    const { search, events, seen } = behaviourOf(program, this.#implementation, undefined, {
      maxStates,
      mergeHistories: true,
    });
    this.#states += search.states;
    const by = `${name}, from outside`;
    if (search.violation !== undefined) return this.#killed(search.violation, by, search.schedule?.length);
    if (seen === undefined || search.verdict === 'undecided') return undefined;
    const judgement = judge(program, events, seen.words);
    if (judgement.verdict !== 'violates') return undefined;
    const { word, clause, why } = judgement.unexplained;
    const steps = runThatShows(seen.atOnce, word).length;
    return { verdict: 'killed', clause, by, steps, states: this.#states, message: why };
  }

  #sampled(): Outcome | undefined {
    const { seed, programs } = this.#effort;
    const { finding } = sampleImplementation(this.#implementation, { seed, programs, walks: 5 });
    return finding === undefined ? undefined : this.#killed(finding.violation, 'samples', undefined);
  }

  #killed(violation: Violation, by: string, steps: number | undefined): Outcome {
    const clause = clauseOf(violation);
    return {
      verdict: violation.kind === 'livelock' || violation.kind === 'starvation' ? 'hangs' : 'killed',
      by,
      states: this.#states,
      message: violation.message,
      ...(clause === undefined ? {} : { clause }),
      ...(steps === undefined ? {} : { steps }),
    };
  }

  #outgrown(by: string): Outcome {
    const message = `runs away: more than ${GROWTH} times the usual states`;
    return { verdict: 'hangs', by, states: this.#states, message };
  }
}
