/**
 * Mutation testing of the whole: changes of the ports and of the model, made by rule, each tried against everything that the
 * two are held to. What nobody notices shows a gap, or is equivalent and has a reason.
 */
import { readFileSync } from 'node:fs';
import { builtFile } from '../built-file.ts';
import { mutantsOf } from './derive.ts';
import { effectsIn } from './effects.ts';
import { type Equivalent, reasonsOf } from './equivalent.ts';
import { EQUIVALENT_ACTIONS } from './equivalent-actions.ts';
import { EQUIVALENT_PORTS } from './equivalent-ports.ts';
import type { Mutant, Part } from './mutant.ts';

export type { Equivalent } from './equivalent.ts';
export type { Mutant, OperatorName, Part } from './mutant.ts';
export type { Outcome } from './outcome.ts';

/** What is changed. The event loop, payloads and calls of functions, of which the model knows nothing, have tests of their own. */
const FILES: Readonly<Record<Part, readonly string[]>> = {
  impl: [
    'impl/thread.js',
    'impl/delivery.js',
    'impl/queue.js',
    'impl/waiting.js',
    'impl/watch.js',
    'impl/standing.js',
    'impl/checks.js',
    'impl/sentences.js',
    'impl/words.js',
    'impl/layout.js',
    'impl/system.js',
    'impl/memory.js',
  ],
  model: ['model/actions.js', 'model/effects.js', 'model/refusals.js'],
};

/** Modules and folders of the ports in which nothing is changed. */
export const NOT_CHANGED: readonly string[] = [
  'call/',
  'doorbell',
  'event-loop',
  'isolation',
  'messages',
  'payload',
  'score-policy',
  'turn',
  'values/',
  'wait',
];

export const PARTS: readonly Part[] = ['impl', 'model'];

/** All mutants of a part, file by file. @throws Error if there is no build */
export function allMutants(part: Part): Mutant[] {
  const texts = FILES[part].map((file) => readFileSync(builtFile(file), 'utf8'));
  const effects = effectsIn(texts);
  return FILES[part].flatMap((file, at) => mutantsOf(part, file, texts[at] ?? '', effects));
}

export const EQUIVALENTS: Readonly<Record<Part, readonly Equivalent[]>> = {
  impl: EQUIVALENT_PORTS,
  model: EQUIVALENT_ACTIONS,
};

/** Why a mutant is equivalent, by its name. */
export function equivalentsOf(part: Part): ReadonlyMap<string, string> {
  return reasonsOf(EQUIVALENTS[part]);
}
