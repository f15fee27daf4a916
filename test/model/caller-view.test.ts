// C9: a caller that only sees calls, results and flags cannot tell how its target decides.
import { describe, expect, it } from 'vitest';
import { ACTIONS, completes, sendmsg } from '../../model/index.ts';
import { CALLER_VIEWS, compareViews } from '../../properties/model/index.ts';

describe('what the caller sees', () => {
  it.each(CALLER_VIEWS.map((view) => [view.name, view] as const))('%s', (_, view) => {
    const result = compareViews(view);
    expect(result.difference).toBeUndefined();
    expect(result.states).toBeGreaterThan(100);
  });

  // Kept because it fails in an instructive way: who polls sees that a message is still out, and so that nobody
  // completed it.
  it('is not the same for a caller that polls', () => {
    const polls = CALLER_VIEWS.find(({ atMost }) => atMost);
    expect(polls).toBeDefined();
    if (polls === undefined) return;
    expect(compareViews({ ...polls, atMost: false }).difference).toEqual({
      run: ['sendmsg(0)', 'sendmsg(0) returns null', 'getport(-1) returns null'],
      only: 'other',
    });
  });

  it('would differ if sendmsg told its caller what the begin function answers', () => {
    const tells = ACTIONS.map((action) => {
      if (action !== completes) return action;
      return { ...action, effect: (...at: Parameters<typeof action.effect>) => action.effect(...at) && { value: 0 } };
    });
    const [view] = CALLER_VIEWS;
    expect(view && compareViews(view, tells).difference?.run.at(-1)).toContain('returns 0');
  });

  it('would differ if one target refused what the other takes', () => {
    const refuses = ACTIONS.map((action) =>
      action === sendmsg
        ? {
            ...action,
            guard: (...at: Parameters<typeof action.guard>) =>
              at[0].begins[1]?.queues.length === 0 && action.guard(...at),
          }
        : action,
    );
    const [view] = CALLER_VIEWS;
    expect(view && compareViews(view, refuses).difference).toMatchObject({ run: ['sendmsg(0)'], only: 'one' });
  });
});
