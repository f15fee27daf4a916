// The walkthroughs show what model and implementation agree on: where they do not, there is no page.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { WALKTHROUGH_PAGES, WALKTHROUGHS } from '../../docs/generate/walkthrough/index.ts';
import { walkthroughText } from '../../docs/generate/walkthrough/pages.ts';
import { clausesOf } from '../../docs/generate/walkthrough/rows.ts';
import { clausesShown } from '../../docs/generate/walkthrough/shows.ts';
import type { Run, Walkthrough } from '../../docs/generate/walkthrough/story.ts';
import { Disagreement, type WalkOptions, walk } from '../../docs/generate/walkthrough/walk.ts';
import { flagNames } from '../../model/index.ts';
import { FAULTS, loadFault } from '../../properties/faults/index.ts';
import { IMPLEMENTATION } from '../../properties/implementation.ts';
import { Execution, Program, Random, RandomWalk, runWith } from '../../properties/interleaving/index.ts';
import { MODEL_FAULTS } from '../../properties/model/index.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { systemOf } from '../../properties/programs/system.ts';

function walkthrough(name: string): Walkthrough {
  const found = WALKTHROUGHS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no walkthrough ${name}`);
  return found;
}

/** The sentence that stands in place of the page; undefined: the run is taken to its end. */
function disagreement(run: Run, options: WalkOptions): string | undefined {
  try {
    walk(run, options);
    return undefined;
  } catch (error) {
    if (error instanceof Disagreement) return error.message;
    throw error;
  }
}

/** The flags of a message from the start on, each time that they change. */
function flagsOf(name: string, at: number, message = 0): string[] {
  const run = walkthrough(name).runs[at];
  if (run === undefined) throw new Error(`${name} has no run ${at}`);
  const states = walk(run).steps.flatMap(({ taken }) => taken.map(({ after }) => after.messages[message]));
  const texts = states.map((state) => flagNames(state?.flags ?? 0).join(' ') || 'none');
  return ['DONE', ...texts].filter((text, index, all) => text !== all[index - 1]);
}

const ALL_RUNS = WALKTHROUGHS.flatMap(({ name, runs }) => runs.map((run) => [`${name}: ${run.title}`, run] as const));

describe('what the mail says of the flags of a message, step by step', () => {
  const RETURNED = ['ASYNC', 'ASYNC DONE QUEUED REPLY', 'ASYNC DONE REPLY'];
  it.each([
    ['domsg-completes', 0, ['DONE']],
    ['domsg-queues', 0, ['DONE', 'none', 'QUEUED', 'none', 'DONE']],
    ['sendmsg-completes', 0, ['DONE', 'ASYNC DONE', 'ASYNC DONE QUEUED REPLY', 'ASYNC DONE REPLY']],
    ['sendmsg-queues', 0, ['DONE', 'ASYNC DONE', 'ASYNC', 'ASYNC QUEUED', ...RETURNED]],
    ['reply-beats-the-wait', 0, ['DONE', 'none', 'QUEUED', 'none', 'DONE']],
    ['forward', 0, ['DONE', 'none', 'QUEUED', 'none', 'QUEUED', 'none', 'DONE']],
    ['blocking-system-call', 0, ['DONE']],
  ])('%s', (name, at, flags) => {
    expect(flagsOf(name, at)).toEqual(flags);
  });

  it('of each call of a server that calls another', () => {
    for (const message of [0, 1]) {
      expect(flagsOf('server-calls-another', 0, message)).toEqual(['DONE', 'none', 'QUEUED', 'none', 'DONE']);
    }
  });

  it('an abort is honoured on the way and in the queue, and not later', () => {
    const codes = walkthrough('abort').runs.map((run) => {
      const { steps } = walk(run);
      return steps.flatMap(({ taken }) =>
        taken.filter(({ action }) => action.name === 'collect').map((one) => one.returned),
      );
    });
    expect(codes).toEqual([[53], [7, 53], [7], [7], [7, 7]]);
  });

  it('a reply that beats the wait lets nobody sleep', () => {
    for (const run of walkthrough('reply-beats-the-wait').runs) {
      expect(walk(run).steps.filter(({ thread, fellAsleep }) => thread === 0 && fellAsleep)).toEqual([]);
    }
    const [slow] = walkthrough('domsg-queues').runs;
    expect(slow && walk(slow).steps.some(({ thread, fellAsleep }) => thread === 0 && fellAsleep)).toBe(true);
  });
});

describe('the runs', () => {
  it.each(ALL_RUNS)('%s: both judges agree', (_, run) => {
    const { steps } = walk(run);
    expect(walk(run, { monitored: false }).steps).toEqual(steps);
    expect(steps.length).toBeGreaterThan(1);
  });

  it.each(ALL_RUNS)('%s: a step shows clauses that its action states', (_, run) => {
    for (const { taken } of walk(run).steps) {
      for (const one of taken)
        expect(one.action.clauses).toEqual(expect.arrayContaining([...clausesShown(run.program, one)]));
    }
  });

  it('show what the mail is about', () => {
    const shown = new Set(ALL_RUNS.flatMap(([, run]) => clausesOf(walk(run))));
    const expected = [
      'C1',
      'C2',
      'C5',
      'C6',
      'C7',
      'C10',
      'C11',
      'C12',
      'C13',
      'C14',
      'C15',
      'C16',
      'C17',
      'C18',
      'C20',
      'C22',
    ];
    expect([...shown]).toEqual(expect.arrayContaining(expected));
  });

  it('are all there are in the folder', () => {
    const files = readdirSync(new URL('../../docs/walkthroughs/', import.meta.url)).map(
      (file) => `docs/walkthroughs/${file}`,
    );
    expect(files.toSorted()).toEqual(WALKTHROUGH_PAGES.map(({ path }) => path).toSorted());
  });
});

describe('the model alongside, a second opinion on the steps of the implementation', () => {
  it.each([
    'two sendmsg clients',
    'domsg and sendmsg clients',
    'sendmsg, begin decides',
    'domsg, begin replies inside',
    'begin blocks',
    'abort one of two, then send again',
    'abort of a forwarded request',
    'forward to a port that completes',
    'a server that is a client',
    'the reply of another arrives',
    'every send in turn',
  ])('follows runs at random: %s', (name) => {
    const program = SCENARIOS.find((one) => one.name === name)?.program;
    if (program === undefined) throw new Error(`there is no scenario ${name}`);
    const compiled = new Program(systemOf(program, IMPLEMENTATION));
    for (let seed = 1; seed <= 4; seed++) {
      const choices = runWith(new RandomWalk(new Random(seed)), new Execution(compiled));
      const turns = choices.map(({ thread }) => ({ thread, steps: 1 }));
      const run = { title: name, about: '', threads: [], program, turns };
      expect(walk(run, { monitored: false }).steps.length).toBeGreaterThanOrEqual(choices.length);
    }
  });
});

describe('where the two part there is no page', () => {
  const SEEDED: readonly (readonly [string, string])[] = [
    ['the answer is not stored', 'domsg-completes'],
    ['queued with DONE set', 'domsg-queues'],
    ['a completion is not replied', 'sendmsg-completes'],
    ['no REPLY after an asynchronous reply', 'sendmsg-queues'],
    ['a plain DONE', 'reply-beats-the-wait'],
    ['abort of what is being served', 'abort'],
    ['forward rewrites the reply port', 'forward'],
    ['EASYNC from domsg', 'server-calls-another'],
    ['domsg waits for anything', 'blocking-system-call'],
  ];

  it('is tried with every walkthrough', () => {
    expect(SEEDED.map(([, name]) => name)).toEqual(WALKTHROUGHS.map(({ name }) => name));
  });

  it.each(SEEDED)('%s: %s', async (name, at) => {
    const fault = FAULTS.find((one) => one.name === name);
    if (fault === undefined) throw new Error(`there is no fault ${name}`);
    const implementation = await loadFault(fault);
    const { runs } = walkthrough(at);
    const judged = runs.map((run) => disagreement(run, { implementation }));
    const alongside = runs.map((run) => disagreement(run, { implementation, monitored: false }));
    // The monitor and the model alongside are two opinions: they have to come to the same.
    expect(alongside.map((sentence) => sentence !== undefined)).toEqual(
      judged.map((sentence) => sentence !== undefined),
    );
    const [sentence] = judged.filter((each) => each !== undefined);
    expect(sentence).toMatch(
      new RegExp(`^Walkthrough ".+", step \\d+: "${name}" and the model do not agree: .+ is written`),
    );
    expect(() => walkthroughText(walkthrough(at), { implementation })).toThrow(Disagreement);
  });

  it.each([
    ['domsg waits although its target has completed the message', 'domsg-completes'],
    ['a reply forgets the code', 'domsg-queues'],
    ['sendmsg does not reply for the target', 'sendmsg-completes'],
    ['what arrives has no DONE', 'sendmsg-queues'],
    ['waitmsg forgets the code', 'reply-beats-the-wait'],
    ['abortmsg takes the message away', 'abort'],
    ['forwarding takes the reply for itself', 'forward'],
    ['domsg returns EASYNC', 'server-calls-another'],
    ['sendmsg tells its caller the code', 'blocking-system-call'],
  ])('neither is there where the model has the fault: %s: %s', (name, at) => {
    const actions = MODEL_FAULTS.find((one) => one.name === name)?.actions;
    if (actions === undefined) throw new Error(`the model has no fault ${name}`);
    const sentences = walkthrough(at).runs.map((run) => disagreement(run, { actions, monitored: false }));
    expect(sentences.join()).toContain('impl/ and the model do not agree');
  });

  it('neither where the schedule is none of the program', () => {
    const run = walkthrough('domsg-queues').runs[0] as Run;
    expect(disagreement({ ...run, turns: run.turns.slice(0, 1) }, {})).toContain(
      'the schedule is over, but server can go on',
    );
    const twice = { ...run, turns: [{ thread: 0 }, { thread: 0 }] };
    expect(disagreement(twice, {})).toContain('client cannot go on, before its turn');
    const never = { ...run, turns: [{ thread: 0, until: 'take' }] };
    expect(disagreement(never, {})).toContain('client cannot go on, before the action take');
  });
});
