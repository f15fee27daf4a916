/**
 * A mutant of the model against all that the model is held to, the cheapest first: its properties in every world, the
 * witnesses that must be found, what callers see of two targets (C9); then the implementation, which must still refine it.
 */
import type { ClauseId } from '../../model/index.ts';
import { IMPLEMENTATION } from '../implementation.ts';
import { exhaustive } from '../interleaving/index.ts';
import { messageOf } from '../message.ts';
import {
  breaksGivingUp,
  CALLER_VIEWS,
  callerChooses,
  compareViews,
  explore,
  givingUp,
  MANIFEST,
  PROFILES,
  type Profile,
  WITNESSES,
  type World,
  worldNamed,
} from '../model/index.ts';
import { systemOf } from '../programs/system.ts';
import { clauseOf } from '../refinement/clause-of.ts';
import { type ModelActions, modelActions } from '../refinement/explain.ts';
import { RefinementMonitor } from '../refinement/monitor.ts';
import { type Actions, loadActions } from './load.ts';
import type { Mutant } from './mutant.ts';
import type { Outcome } from './outcome.ts';
import { scenariosUpTo } from './sized.ts';

/** How much is tried. */
export interface ActionsEffort {
  /** The worlds of this profile. */
  readonly worlds: Profile;
  /** Scenarios of at most so many steps. */
  readonly steps: number;
}

/** Gives up where a change makes so many times the usual states. */
const GROWTH = 8;
const STATES_LEAST = 2_000;

/** @param alive told what begins, before each part */
export async function tryActions(
  mutant: Mutant,
  effort: ActionsEffort,
  alive: (what: string) => void = () => undefined,
): Promise<Outcome> {
  let actions: Actions;
  try {
    actions = await loadActions(mutant);
  } catch (error) {
    return { verdict: 'killed', by: 'loading it', states: 0, message: messageOf(error) };
  }
  return new Trial(actions, effort, alive).run();
}

class Trial {
  readonly #actions: Actions;
  readonly #effort: ActionsEffort;
  readonly #alive: (what: string) => void;
  #states = 0;
  #runsAway: Outcome | undefined;

  constructor(actions: Actions, effort: ActionsEffort, alive: (what: string) => void) {
    this.#alive = alive;
    this.#actions = actions;
    this.#effort = effort;
  }

  run(): Outcome {
    const found = new Set<string>();
    for (const world of PROFILES[this.#effort.worlds]) {
      const outcome = this.#guarded(world.name, () => this.#inWorld(world, found));
      if (outcome !== undefined) return outcome;
    }
    for (const [by, look] of [
      ['witnesses', () => this.#unseen(found)],
      ['callers', () => this.#seenByCallers()],
      ['giving up', () => this.#gaveUp()],
      ['refinement', () => this.#refined()],
    ] as const) {
      const outcome = this.#guarded(by, look);
      if (outcome !== undefined) return outcome;
    }
    return this.#runsAway ?? { verdict: 'survived', states: this.#states };
  }

  /** A guard that throws is noticed, too: no clause speaks of it. */
  #guarded(by: string, look: () => Outcome | undefined): Outcome | undefined {
    this.#alive(by);
    try {
      return look();
    } catch (error) {
      return { verdict: 'killed', by, states: this.#states, message: messageOf(error) };
    }
  }

  #inWorld(world: World, found: Set<string>): Outcome | undefined {
    const { name } = world;
    const usual = MANIFEST[name]?.states ?? 0;
    const explored = explore(world, {
      actions: this.#actions.ACTIONS,
      maxStates: Math.max(STATES_LEAST, usual * GROWTH),
    });
    this.#states += explored.states;
    for (const witness of explored.witnesses) found.add(witness);
    const [violation] = explored.violations;
    if (violation !== undefined) {
      const [clause] = violation.clauses;
      return this.#killed(name, clause, violation.steps, `${violation.sentence} Here ${violation.what}.`);
    }
    if (!explored.complete) {
      const message = `runs away: more than ${GROWTH} times the usual states`;
      this.#runsAway ??= { verdict: 'hangs', by: name, states: this.#states, message };
    }
    return undefined;
  }

  /** That something is possible no violation can show: it has to be found (C8). */
  #unseen(found: ReadonlySet<string>): Outcome | undefined {
    const lost = WITNESSES.find(({ name }) => !found.has(name));
    return lost === undefined
      ? undefined
      : this.#killed('witnesses', lost.clauses[0], undefined, `not found any more: ${lost.name}`);
  }

  #seenByCallers(): Outcome | undefined {
    for (const view of CALLER_VIEWS) {
      this.#alive(view.name);
      const { difference, states } = compareViews(view, this.#actions.ACTIONS);
      this.#states += states;
      if (difference !== undefined) {
        return this.#killed(view.name, callerChooses.clauses[0], difference.run.length, callerChooses.sentence);
      }
    }
    return undefined;
  }

  /** Waits with a limit are none of the actions, and have a property of their own. */
  #gaveUp(): Outcome | undefined {
    const what = breaksGivingUp(worldNamed('one message'), this.#actions.giveUp);
    return what === undefined ? undefined : this.#killed('one message', givingUp.clauses[0], undefined, what);
  }

  #refined(): Outcome | undefined {
    const actions: ModelActions = modelActions(this.#actions.ACTIONS, this.#actions.giveUp);
    for (const { scenario, merged } of scenariosUpTo(this.#effort.steps)) {
      const { name, program } = scenario;
      this.#alive(name);
      const monitor = new RefinementMonitor(program, IMPLEMENTATION, actions);
      const system = systemOf(program, IMPLEMENTATION);
      const { violation, schedule, states } = exhaustive(system, { monitor, mergeHistories: merged });
      this.#states += states;
      if (violation !== undefined) {
        return this.#killed(`${name}, refined`, clauseOf(violation), schedule?.length, violation.message);
      }
    }
    return undefined;
  }

  #killed(by: string, clause: ClauseId | undefined, steps: number | undefined, message: string): Outcome {
    return {
      verdict: 'killed',
      by,
      states: this.#states,
      message,
      ...(clause === undefined ? {} : { clause }),
      ...(steps === undefined ? {} : { steps }),
    };
  }
}
