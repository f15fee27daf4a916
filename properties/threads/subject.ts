/**
 * What runs on the threads: the production build of the ports, with its spaced layout and its wait policy; or the same with
 * a seeded fault in it.
 */
import { Layout } from '../../impl/layout.ts';
import { ScorePolicy } from '../../impl/score-policy.ts';
import { format } from '../../impl/system.ts';
import { Thread } from '../../impl/thread.ts';
import { reload } from '../faults/reload.ts';
import type { Implementation, Shape } from '../implementation.ts';
import { wordName } from '../refinement/words.ts';

/** A change of the built text of the ports, as `properties/faults` seeds them. Plain data. */
export interface SeededFault {
  readonly name: string;
  readonly changes: readonly { readonly file: string; readonly from: string; readonly to: string }[];
}

const PAYLOAD_BYTES = 4;

/** @param looks the budget of the wait policy: looks before sleeping, 0 to sleep at once */
export function production(looks: number, ThreadClass: typeof Thread = Thread): Implementation {
  const layoutOf = (shape: Shape): Layout => new Layout({ ...shape, payloadBytes: PAYLOAD_BYTES });
  return {
    name: 'impl on threads',
    words: (shape) => layoutOf(shape).words,
    format: (memory, shape) => format(memory, layoutOf(shape)),
    thread: (memory, shape, id, begins) => new ThreadClass(memory, layoutOf(shape), id, new ScorePolicy(looks), begins),
    payload: (shape, message) => layoutOf(shape).payload(message),
    wordName: (shape, word) => wordName(layoutOf(shape), word),
  };
}

/** The class of a thread with a fault in it. @throws Error if the fault does not fit the build */
export async function faultyThread({ name, changes }: SeededFault): Promise<typeof Thread> {
  const module = await reload(`the fault "${name}"`, 'impl/thread.js', changes);
  return (module as { readonly Thread: typeof Thread }).Thread;
}
