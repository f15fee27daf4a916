/** Everything that the callers of a program can see of an implementation, over all interleavings. */
import type { Implementation } from '../implementation.ts';
import {
  Program as Compiled,
  type ExhaustiveOptions,
  type ExhaustiveResult,
  exhaustive,
} from '../interleaving/index.ts';
import type { Program } from '../programs/program.ts';
import { Events } from './events.ts';
import { type Language, languageOf } from './language.ts';
import { observedSystem } from './observed.ts';
import { StepRecorder, type Steps } from './steps.ts';
import { type Visible, visible } from './visible.ts';

/** What was found by running every interleaving of a program on an implementation. */
export interface Behaviour {
  readonly program: Program;
  readonly events: Events;
  /** How the search ended. It judges what no caller can be blamed for: races, errors, threads that never get on. */
  readonly search: ExhaustiveResult;
  /** What was run, compiled. */
  readonly compiled: Compiled;
  /** What was seen: all there is, unless the search was stopped. Absent where it ended with a violation. */
  readonly seen?: Seen;
}

/** What callers see, as steps and as words. */
export interface Seen {
  /** The steps, each return seen at once: what a run shows that is replayed. */
  readonly atOnce: Visible;
  /** The words of that. */
  readonly words: Language;
  /** The words if returns may be late: what those of another implementation are compared with. Found once. */
  lateWords(): Language;
}

export type BehaviourOptions = Pick<ExhaustiveOptions, 'maxStates' | 'onProgress' | 'mergeHistories'>;

/** @param events those of another behaviour, to compare the two */
export function behaviourOf(
  program: Program,
  implementation: Implementation,
  events: Events = new Events(),
  options: BehaviourOptions = {},
): Behaviour {
  const recorder = new StepRecorder(program.threads.length, events);
  const compiled = new Compiled(observedSystem(program, implementation));
  const search = exhaustive(compiled, { ...options, monitor: recorder });
  const found = { program, events, search, compiled };
  return search.violation === undefined ? { ...found, seen: seenIn(recorder.steps) } : found;
}

function seenIn(steps: Steps): Seen {
  const atOnce = visible(steps, 'at once');
  let late: Language | undefined;
  const lateWords = (): Language => {
    late ??= languageOf(visible(steps, 'later'));
    return late;
  };
  return { atOnce, words: languageOf(atOnce), lateWords };
}
