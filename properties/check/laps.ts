/** Seconds between one moment and the next. */
import type { Context } from './section.ts';

/** Hands out the seconds since it was last asked. */
export function laps({ now }: Pick<Context, 'now'>): () => number {
  let last = now();
  return () => {
    const since = now() - last;
    last += since;
    return since;
  };
}
