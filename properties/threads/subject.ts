/**
 * What runs on the threads: the production build of the ports, with its spaced layout and its wait policy.
 */
import { Layout } from '../../impl/layout.ts';
import { ScorePolicy } from '../../impl/score-policy.ts';
import { format } from '../../impl/system.ts';
import { Thread } from '../../impl/thread.ts';
import type { Implementation, Shape } from '../implementation.ts';
import { wordName } from '../refinement/words.ts';

const PAYLOAD_BYTES = 4;

/** @param looks the budget of the wait policy: looks before sleeping, 0 to sleep at once */
export function production(looks: number): Implementation {
  const layoutOf = (shape: Shape): Layout => new Layout({ ...shape, payloadBytes: PAYLOAD_BYTES });
  return {
    name: 'impl on threads',
    words: (shape) => layoutOf(shape).words,
    format: (memory, shape) => format(memory, layoutOf(shape)),
    thread: (memory, shape, id, begins) => new Thread(memory, layoutOf(shape), id, new ScorePolicy(looks), begins),
    payload: (shape, message) => layoutOf(shape).payload(message),
    wordName: (shape, word) => wordName(layoutOf(shape), word),
  };
}
