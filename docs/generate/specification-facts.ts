/** What the specification says of runs: counted in every step of every world of a full check of the model. */
import type { Action, Message, Place, Step } from '../../model/index.ts';
import { ACTIONS, FLAG_NAMES, flagNames, init } from '../../model/index.ts';
import type { World } from '../../properties/model/index.ts';
import { explore, PROFILES, WITNESSES } from '../../properties/model/index.ts';

export const FLAGS: Readonly<Record<string, number>> = Object.fromEntries(FLAG_NAMES.map(([bit, name]) => [name, bit]));

/** What an action did to its message, and in how many steps. */
export interface Effect {
  readonly action: string;
  /** The call that the acting thread was inside, where a begin function decides; empty elsewhere. */
  readonly within: string;
  readonly before: Place;
  readonly after: Place;
  readonly set: readonly string[];
  readonly cleared: readonly string[];
  /** What became of the abort request. */
  readonly abort: 'set' | 'cleared' | 'as it was';
  steps: number;
}

export interface Facts {
  readonly worlds: number;
  readonly states: number;
  readonly steps: number;
  readonly effects: readonly Effect[];
  /** By action. */
  readonly taken: Readonly<Record<string, number>>;
  /** By place and flag: whether messages there have the flag. */
  readonly flags: ReadonlyMap<Place, Readonly<Record<string, 'always' | 'never' | 'sometimes'>>>;
  /** By name: the steps that show the witness. */
  readonly witnesses: ReadonlyMap<string, number>;
}

/** @param actions the model; default: as it is */
export function factsOf(worlds: readonly World[], actions: readonly Action[] = ACTIONS): Facts {
  const collector = new Collector();
  const results = worlds.map((world) => {
    for (const message of init(world.configuration).messages) collector.message(message);
    // Refused calls are no steps: to try them all in every state would show nothing here.
    return explore({ ...world, misuse: false }, { actions, witnesses: [], properties: collector.properties });
  });
  return {
    worlds: worlds.length,
    states: sum(results.map(({ states }) => states)),
    steps: sum(results.map(({ transitions }) => transitions)),
    effects: collector.sorted(),
    taken: Object.fromEntries(
      ACTIONS.map(({ name }) => [name, sum(results.map(({ taken }) => taken[name] ?? 0))] as const),
    ),
    flags: collector.flags(),
    witnesses: collector.witnesses,
  };
}

let known: Facts | undefined;

/** Of the model as it is, in the worlds of a full check. Explored once. */
export function facts(): Facts {
  known ??= factsOf(PROFILES.normal);
  return known;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const DECIDES = ['completes', 'queues', 'replies'];

/** By the action that can show them: asked half a million times. */
const WITNESSES_OF: ReadonlyMap<string, typeof WITNESSES> = new Map(
  ACTIONS.map(({ name }) => [name, WITNESSES.filter(({ of }) => of.includes(name))]),
);

/** Looks on as a property that every step fulfils. */
class Collector {
  readonly witnesses = new Map<string, number>(WITNESSES.map(({ name }) => [name, 0]));
  private readonly effects = new Map<string, Effect>();
  /** By place: the flags that were set, and that were clear, of some message there. */
  private readonly seen = new Map<Place, { set: number; clear: number }>();

  readonly properties = {
    invariants: [],
    guards: [],
    progress: false,
    steps: [
      {
        name: 'the collector',
        clauses: [],
        sentence: '',
        of: [],
        holds: (step: Step): boolean => {
          this.step(step);
          return true;
        },
      },
    ],
  };

  message({ place, flags }: Message): void {
    const seen = this.seen.get(place) ?? { set: 0, clear: 0 };
    this.seen.set(place, { set: seen.set | flags, clear: seen.clear | ~flags });
  }

  private step(step: Step): void {
    const { about, action } = step;
    for (const witness of WITNESSES_OF.get(action) ?? [])
      if (witness.shows(step)) this.witnesses.set(witness.name, (this.witnesses.get(witness.name) ?? 0) + 1);
    if (about === undefined) return;
    this.message(about.now);
    this.effect(step, about.old, about.now);
  }

  private effect({ action, call }: Step, old: Message, now: Message): void {
    const within = DECIDES.includes(action) ? (call?.name ?? '') : '';
    const [set, cleared] = [now.flags & ~old.flags, old.flags & ~now.flags];
    const abort = old.abortRequest === now.abortRequest ? 'as it was' : now.abortRequest ? 'set' : 'cleared';
    const key = `${action} ${within} ${old.place} ${now.place} ${set} ${cleared} ${abort}`;
    const known = this.effects.get(key);
    if (known !== undefined) {
      known.steps += 1;
      return;
    }
    const changes = { set: flagNames(set), cleared: flagNames(cleared), abort } as const;
    this.effects.set(key, { action, within, before: old.place, after: now.place, ...changes, steps: 1 });
  }

  sorted(): readonly Effect[] {
    const names = ACTIONS.map(({ name }) => name);
    return [...this.effects.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, effect]) => effect)
      .sort((a, b) => names.indexOf(a.action) - names.indexOf(b.action));
  }

  flags(): Facts['flags'] {
    const told = ({ set, clear }: { set: number; clear: number }, bit: number): 'always' | 'never' | 'sometimes' =>
      (set & bit) === 0 ? 'never' : (clear & bit) === 0 ? 'always' : 'sometimes';
    return new Map(
      [...this.seen].map(([place, seen]) => [
        place,
        Object.fromEntries(Object.entries(FLAGS).map(([name, bit]) => [name, told(seen, bit)])),
      ]),
    );
  }
}
