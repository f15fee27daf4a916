// The page of 2003 says what the runs and the searches say; where they come out otherwise it is not written.
import { describe, expect, it } from 'vitest';
import { decisive } from '../../docs/generate/history-2003/decisive.ts';
import {
  lostWakeup,
  sameScheduleMistaken,
  sameScheduleToday,
  WATCH_2003,
  WATCH_TODAY,
} from '../../docs/generate/history-2003/runs.ts';
import { mistaken, searches, singlePreemptions } from '../../docs/generate/history-2003/searches.ts';
import { IMPLEMENTATION } from '../../properties/implementation.ts';

const WAITER = 0;
const REPLIER = 1;

describe('the accesses that decide', () => {
  it('in 2003: each looks before the other has made its mark', () => {
    const last = decisive(lostWakeup(), WATCH_2003).slice(-5);
    expect(last.map(({ thread, text }) => [thread, text])).toEqual([
      [WAITER, 'looks at DONE: clear'],
      [REPLIER, 'sets DONE'],
      [REPLIER, 'looks at WAITING: clear'],
      [WAITER, 'sets WAITING'],
      [WAITER, 'sleeps'],
    ]);
    expect(last.at(-1)?.bits).toEqual([true, true, false]);
  });

  it('today: the mark is the look', () => {
    const told = decisive(sameScheduleToday(), WATCH_TODAY);
    expect(told.map(({ thread, text }) => [thread, text])).toEqual([
      [WAITER, 'looks at DONE: clear'],
      [REPLIER, 'sets DONE, and finds the mark clear'],
      [WAITER, 'leaves its mark, and finds DONE set'],
    ]);
  });

  it('with the mistake made again: the same up to the mark, and then sleep', async () => {
    const today = decisive(sameScheduleToday(), WATCH_TODAY);
    const told = decisive(sameScheduleMistaken(await mistaken()), WATCH_TODAY);
    // Where the server may look, its reply is a step later: it looks first whether it may watch the message.
    const steps = (of: typeof told): object[] => of.map(({ thread, text, bits }) => ({ thread, text, bits }));
    expect(steps(told.slice(0, -1))).toEqual(steps(today));
    expect(told.at(-1)).toMatchObject({ thread: WAITER, text: 'sleeps', bits: [true, true] });
  });
});

describe('the searches', () => {
  it('come out as the story has it', async () => {
    const lost = (await searches())
      .filter(({ verdict }) => verdict === 'violated')
      .map(({ what, shortest }) => [what, shortest]);
    expect(lost).toEqual([
      ['2003', 26],
      ['2003, under the giant lock, the reply made by an abort', 41],
      ['`impl/`, with the mistake of 2003', 9],
    ]);
  });

  it('no single preemption loses it', () => {
    const { runs, lost } = singlePreemptions();
    expect(lost).toBe(0);
    expect(runs).toBeGreaterThan(40);
  });
});

it('a run that comes out otherwise is no page', () => {
  expect(() => sameScheduleMistaken(IMPLEMENTATION)).toThrow(
    'The page of 2003 says that impl loses the wakeup in this schedule; but nothing is violated.',
  );
});
