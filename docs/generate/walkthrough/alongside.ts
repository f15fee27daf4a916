/**
 * The model, run beside an implementation: it has a state of its own, which nothing but its actions ever changes.
 *
 * After each step of the implementation the shortest sequence of actions is looked for that leads the model to where the
 * implementation's memory now is, with the results that its calls have returned. This is said again, simpler than the
 * checker's own explanation of steps: all actions are tried with all parameters, and no memory of earlier runs is kept.
 */
import {
  ACTIONS,
  type Action,
  type Configuration,
  copy,
  deciding,
  init,
  NONE,
  type Parameters,
  type State,
} from '../../../model/index.ts';
import type { Call, Result } from '../../../properties/programs/program.ts';
import { keyOf } from '../../../properties/refinement/key.ts';

/** An action that the model has taken. */
export interface Taken {
  readonly action: Action;
  readonly p: Parameters;
  readonly before: State;
  readonly after: State;
  /** What the call that it ended has returned; absent: it ended none. */
  readonly returned?: number | null;
}

/** The calls of one thread within one step: those that ended, with their results, and the one that goes on. */
export interface CallsInStep {
  readonly thread: number;
  readonly ended: readonly { readonly call: Call; readonly result: Result }[];
  readonly goesOn: Call | undefined;
}

/** Where one thread's calls are in the model. */
interface Progress {
  /** What calls have returned there that have not ended in the implementation yet. */
  readonly returned: readonly (number | null)[];
  /** The call after those has been entered. */
  readonly entered: boolean;
}

interface Point extends Progress {
  readonly state: State;
  readonly taken: readonly Taken[];
}

/** More actions than any step of an implementation stands for. */
const ACTIONS_MAX = 8;

export class Alongside {
  state: State;
  readonly #configuration: Configuration;
  readonly #actions: readonly Action[];
  readonly #progress: Progress[];

  /** @param actions those of the model; a mutated model has others */
  constructor(configuration: Configuration, actions: readonly Action[] = ACTIONS) {
    this.#configuration = configuration;
    this.#actions = actions;
    this.state = init(configuration);
    this.#progress = Array.from({ length: configuration.threads }, () => ({ returned: [], entered: false }));
  }

  /** Follows a step to `after`. Undefined: no actions lead there, and the model stays where it is. */
  follow(after: State, calls: CallsInStep): readonly Taken[] | undefined {
    const goal = keyOf(after);
    const start: Point = { state: this.state, taken: [], ...this.#progressOf(calls.thread) };
    const seen = new Set<string>();
    for (let points = [start]; points.length > 0; ) {
      const found = points.find((point) => keyOf(point.state) === goal && agrees(point, calls));
      if (found !== undefined) return this.#goTo(found, calls);
      points = points.flatMap((point) => this.#successors(point, calls)).filter((point) => isNew(seen, point));
    }
    return undefined;
  }

  #goTo({ state, taken, returned, entered }: Point, { thread, ended }: CallsInStep): readonly Taken[] {
    this.state = state;
    this.#progress[thread] = { returned: returned.slice(ended.length), entered };
    return taken;
  }

  #progressOf(thread: number): Progress {
    return this.#progress[thread] ?? { returned: [], entered: false };
  }

  #successors(point: Point, calls: CallsInStep): Point[] {
    if (point.taken.length === ACTIONS_MAX) return [];
    const points: Point[] = [];
    for (const action of this.#actions) {
      for (const p of this.#parameters(action, point, calls)) {
        if (action.guard(this.#configuration, point.state, p)) points.push(this.#after(point, action, p, calls.thread));
      }
    }
    return points;
  }

  #after({ state: before, taken, returned, entered }: Point, action: Action, p: Parameters, thread: number): Point {
    const after = copy(before);
    const result = action.effect(this.#configuration, after, p);
    // What a call returns inside a begin function is not the end of the call around it.
    const ends = result !== undefined && after.threads[thread]?.calls.length === 0;
    const step: Taken = { action, p, before, after, ...(result === undefined ? {} : { returned: result.value }) };
    return {
      state: after,
      taken: [...taken, step],
      returned: ends ? [...returned, result.value] : returned,
      entered: ends ? false : entered || action.kind === 'call',
    };
  }

  /** The parameters to try: a call is one that the program makes, what happens by itself happens at the mover's ports. */
  *#parameters(action: Action, { state, returned, entered }: Point, calls: CallsInStep): Generator<Parameters> {
    const { thread } = calls;
    const call = [...calls.ended.map((end) => end.call), calls.goesOn][returned.length];
    if (action.kind === 'call') {
      const nested = entered && deciding(state, thread) !== undefined ? call?.nested : undefined;
      if (call !== undefined && !entered && call.name === action.name) yield call;
      if (nested !== undefined && action.name === 'domsg') yield { thread, ...nested, code: NONE };
      return;
    }
    const { owners, originators, codes, begins } = this.#configuration;
    const all = [...codes, ...begins.flatMap(({ completes }) => completes)];
    const has = (name: keyof Parameters): boolean => action.parameters.includes(name);
    for (const port of has('port') ? owners.keys() : [NONE]) {
      for (const message of has('message') ? originators.keys() : [NONE]) {
        for (const code of has('code') ? new Set(all) : [NONE]) {
          if (has('thread')) yield { thread, port, message, code };
          else if (owners[state.messages[message]?.at ?? NONE] === thread) yield { thread: NONE, port, message, code };
        }
      }
    }
  }
}

function agrees({ returned }: Point, { ended, goesOn }: CallsInStep): boolean {
  const most = ended.length + (goesOn === undefined ? 0 : 1);
  if (returned.length < ended.length || returned.length > most) return false;
  return ended.every(({ result }, index) => 'value' in result && result.value === returned[index]);
}

function isNew(seen: Set<string>, { state, returned, entered }: Point): boolean {
  const key = `${JSON.stringify(returned)} ${entered} ${keyOf(state)}`;
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}
