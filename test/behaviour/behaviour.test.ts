// What callers see, as a set of histories: held to a naive enumeration, compared, judged, and shown again as runs.
import { describe, expect, it } from 'vitest';
import {
  type Behaviour,
  behaviourOf,
  END,
  Events,
  HistoryMonitor,
  judge,
  type Language,
  observedSystem,
  runThatShows,
  type Seen,
  surplus,
  type Word,
} from '../../properties/behaviour/index.ts';
import { FAULTS, loadFault } from '../../properties/faults/index.ts';
import { LWKT_2003 } from '../../properties/faults/lwkt-2003/index.ts';
import { IMPLEMENTATION, type Implementation } from '../../properties/implementation.ts';
import { startExecution } from '../../properties/interleaving/index.ts';
import { domsg, program, sendmsg, waitmsg, waitport } from '../../properties/programs/build.ts';
import type { Program } from '../../properties/programs/program.ts';
import { SCENARIOS } from '../../properties/programs/scenarios.ts';
import { eventText, naiveHistories } from './naive.ts';

/** One by one takes seconds for each of these: only with LWKT_DEEP=1. */
function deep(...names: readonly string[]): readonly string[] {
  return process.env['LWKT_DEEP'] === '1' ? names : [];
}

function programNamed(name: string): Program {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`there is no scenario ${name}`);
  return found.program;
}

function seenIn({ seen }: Behaviour): Seen {
  if (seen === undefined) throw new Error('nothing was seen');
  return seen;
}

/** Whole histories of a language, one by one. */
function histories({ events }: Behaviour, words: Language): Set<string> {
  const found = new Set<string>();
  const follow = (state: number, seen: readonly string[]): void => {
    for (const [event, next] of words.next[state] ?? []) {
      const longer = [...seen, eventText(events.event(event))];
      if (event === END) found.add(longer.join('\n'));
      else follow(next, longer);
    }
  };
  follow(0, []);
  return found;
}

async function faulty(name: string): Promise<Implementation> {
  const fault = FAULTS.find((each) => each.name === name);
  if (fault === undefined) throw new Error(`there is no fault ${name}`);
  return loadFault(fault);
}

describe('the histories of a program are those of its interleavings, one by one', () => {
  it.for([
    ...deep('one domsg', 'sendmsg, begin decides', 'send to oneself', 'the message of another'),
    'domsg, begin completes',
    'sendmsg, begin completes',
    'domsg, begin replies inside',
    'sendmsg, begin queues elsewhere',
    'abort one of two of one’s own',
    'one sendmsg, served once',
    'a reply with EASYNC',
    'a request that is kept',
    'completions',
    'domsg to oneself',
  ])('%s', (name) => {
    const behaviour = behaviourOf(programNamed(name), IMPLEMENTATION);
    const { words } = seenIn(behaviour);
    const expected = naiveHistories(behaviour.program, IMPLEMENTATION, false);
    expect(expected.size).toBeGreaterThan(0);
    expect(histories(behaviour, words)).toEqual(expected);
    expect(surplus(words, words)).toEqual({ histories: expected.size, own: 0 });
  });

  it.for([
    ...deep('one domsg', 'sendmsg, begin decides', 'one sendmsg, served once'),
    'domsg, begin replies inside',
    'sendmsg, begin queues elsewhere',
    'a request that is kept',
  ])('%s, with late returns', (name) => {
    const behaviour = behaviourOf(programNamed(name), IMPLEMENTATION);
    const { words, lateWords } = seenIn(behaviour);
    const late = histories(behaviour, lateWords());
    expect(late).toEqual(naiveHistories(behaviour.program, IMPLEMENTATION, true));
    for (const history of histories(behaviour, words)) expect(late).toContain(history);
  });

  it('of an algorithm with interrupts', () => {
    const small = program([[sendmsg(0, 0), waitmsg(0)]], { messages: [0] });
    const behaviour = behaviourOf(small, LWKT_2003);
    expect(histories(behaviour, seenIn(behaviour).words)).toEqual(naiveHistories(small, LWKT_2003, false));
  });
});

describe('what one implementation shows and another does not', () => {
  const CASES: readonly (readonly [fault: string, scenario: string, last: string])[] = [
    ['no notify after a synchronous reply', 'one domsg', 'the end'],
    ['EASYNC from domsg', 'one domsg', '{"value":99}'],
    ['QUEUED left set', 'one sendmsg, served once', '"seen":{"message":0,"flags":'],
  ];
  it.for(CASES)('%s', async ([fault, scenario, last]) => {
    const events = new Events();
    const sound = seenIn(behaviourOf(programNamed(scenario), IMPLEMENTATION, events));
    const changed = seenIn(behaviourOf(programNamed(scenario), await faulty(fault), events));
    const added = surplus(changed.words, sound.lateWords());
    const { word = [] } = added;
    expect(eventText(events.event(word.at(-1) ?? -1))).toContain(last);
    expect(added.own).toBeGreaterThan(0);
    // A shortest one: what comes before the last event can be seen in both.
    expect(leads(sound.lateWords(), word.slice(0, -1))).toBe(true);
    expect(leads(sound.lateWords(), word)).toBe(false);
    expect(leads(changed.words, word)).toBe(true);
  });

  it('nothing, where only the code differs', async () => {
    const events = new Events();
    const sound = seenIn(behaviourOf(programNamed('abort of a sendmsg'), IMPLEMENTATION, events));
    // Delays a return: an operation after the one that matters.
    const slow: Implementation = {
      ...IMPLEMENTATION,
      thread(memory, ...rest) {
        const ports = IMPLEMENTATION.thread(memory, ...rest);
        const { replymsg } = ports;
        return Object.assign(ports, {
          replymsg(message: number, code: number) {
            replymsg.call(ports, message, code);
            memory.load(0);
          },
        });
      },
    };
    const slower = seenIn(behaviourOf(programNamed('abort of a sendmsg'), slow, events));
    expect(surplus(slower.words, sound.lateWords())).toEqual({ histories: expect.any(Number), own: 0 });
    expect(surplus(sound.words, slower.lateWords())).toEqual({ histories: 8, own: 0 });
  });
});

/** Whether a word is one of a language. */
function leads({ next }: Language, word: Word): boolean {
  let state: number | undefined = 0;
  for (const event of word) state = state === undefined ? undefined : next[state]?.get(event);
  return state !== undefined;
}

describe('histories are held to the model', () => {
  it('those of the ports conform', () => {
    for (const name of ['one domsg', 'abort of a sendmsg', 'sendmsg, begin decides', 'time-outs', 'getport polling']) {
      const behaviour = behaviourOf(programNamed(name), IMPLEMENTATION);
      expect(judge(behaviour.program, behaviour.events, seenIn(behaviour).words), name).toEqual({
        verdict: 'conforms',
      });
    }
  });

  const CASES: readonly (readonly [fault: string, scenario: string, clause: string])[] = [
    ['no notify after a synchronous reply', 'one domsg', 'C20'],
    ['EASYNC from domsg', 'one domsg', 'C1'],
    ['REPLY after a synchronous reply', 'one domsg', 'C15'],
    ['abort of a finished message', 'abort of what is back', 'C22'],
    ['sendmsg waits', 'a request that is kept', 'C4'],
  ];
  it.for(CASES)('%s', async ([name, scenario, clause]) => {
    const implementation = await faulty(name);
    const behaviour = behaviourOf(programNamed(scenario), implementation);
    const { words, atOnce } = seenIn(behaviour);
    const judgement = judge(behaviour.program, behaviour.events, words);
    if (judgement.verdict !== 'violates') throw new Error(judgement.verdict);
    expect(judgement.unexplained.clause).toBe(clause);

    // And the run that shows it is judged so as well, event by event.
    const choices = runThatShows(atOnce, judgement.unexplained.word);
    const system = observedSystem(behaviour.program, implementation);
    const execution = startExecution(system, { monitor: new HistoryMonitor(behaviour.program) });
    for (const choice of choices) execution.take(choice);
    expect(execution.violation?.message).toBe(judgement.unexplained.why);
  });

  it('of a search that is cut short, what was seen so far', () => {
    const long = program([[sendmsg(1, 0), waitmsg(0), domsg(1, 0)], [waitport(1, 'forever')]], { messages: [0] });
    const behaviour = behaviourOf(long, IMPLEMENTATION, new Events(), { maxStates: 100 });
    expect(behaviour.search.verdict).toBe('undecided');
    const { words } = seenIn(behaviour);
    expect(words.next.length).toBeGreaterThan(1);
    expect(judge(long, behaviour.events, words)).toEqual({ verdict: 'conforms' });
  });
});
