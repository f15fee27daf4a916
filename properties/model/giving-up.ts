// What the model says of waits with a time limit, which are none of its actions: a thread gives up exactly while it waits,
// and nothing changes but that its call has ended.
import type { giveUp as ofTheModel, Property, State } from '../../model/index.ts';
import { copy, innermost, NONE } from '../../model/index.ts';
import type { World } from './environment.ts';
import { explore } from './explore.ts';

export const givingUp: Property = {
  name: 'who gives up was waiting',
  clauses: ['C18', 'C19'],
  sentence: 'A call can end without a result exactly while its thread waits in it, and nothing else changes.',
};

/** What breaks it in any state of a world; undefined: nothing does. */
export function breaksGivingUp(world: World, giveUp: typeof ofTheModel): string | undefined {
  let broken: string | undefined;
  explore(world, {
    witnesses: [],
    onStep: ({ after }) => {
      for (let thread = 0; thread < world.configuration.threads; thread += 1)
        broken ??= brokenIn(after, thread, giveUp);
    },
  });
  return broken;
}

function brokenIn(before: State, thread: number, giveUp: typeof ofTheModel): string | undefined {
  const after = copy(before);
  const gaveUp = giveUp(after, thread);
  const waited = isWaiting(before, thread);
  if (gaveUp !== waited)
    return `thread ${thread} ${waited ? 'waits and cannot give up' : 'gives up and was not waiting'}`;
  const expected = copy(before);
  if (waited) expected.threads[thread]?.calls.pop();
  return JSON.stringify(after) === JSON.stringify(expected) ? undefined : `giving up of thread ${thread} changes more`;
}

function isWaiting(state: State, thread: number): boolean {
  const call = innermost(state, thread);
  if (call === undefined) return false;
  return call.name === 'waitport' || call.name === 'waitmsg' || state.messages[call.message ?? NONE]?.place !== 'begun';
}
